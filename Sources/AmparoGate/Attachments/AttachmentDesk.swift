internal import AmparoModel
public import AmparoStore
internal import Crypto

/// Takes documents into a child's record: cleaned, of a known type, sealed to the child like any field. What is shown of them goes
/// through the gate (`Gate.attachment`).
public struct AttachmentDesk: Sendable {
    private let store: GovernanceStore
    private let views: Projections

    /// The desk of a store; `views` are what is written with each entry.
    public init(_ store: GovernanceStore, views: Projections) {
        self.store = store
        self.views = views
    }

    /// Attaches a document. Answers its entry. Throws `GovernanceError` for an account that may not act or a record that is not
    /// there or was erased.
    @discardableResult
    public func attach(
        _ document: CleanDocument, _ kind: AttachmentKind, to child: Int64, by account: String
    ) throws -> Int64 {
        let (person, actor) = try store.read { moment in
            (try moment.person(ofRecord: child), try moment.actor(account).number)
        }
        guard let key = try store.keys.key(for: person, creatingMissing: true) else { throw StoreError(.noKey) }
        let note = AttachmentNote(
            entry: 0, child: child, kind: kind, type: document.type, length: document.bytes.count,
            digest: Array(SHA256.hash(data: document.bytes)))
        var batch = EntryBatch(random: store.random)
        try note.payload.withUnsafeBytes { plain in
            try document.bytes.withUnsafeBytes { bytes in
                _ = try batch.append(
                    kind: .documentAttached, child: child, actor: actor, occurred: .at(store.now()), payload: plain,
                    sealing: EntryBatch.Sealing(bytes, to: key, field: .sharing))
            }
        }
        return try store.journal.sequencer.append(&batch) { try views.apply($1, on: $0) }.firstSeq
    }
}

extension Gate {
    /// The documents of a child that somebody may see, with the other fields of the request: of a kind whose field is shown whole.
    /// Numbers and digests, no word of them. The receipt tells of the fields for which there are documents.
    ///
    /// - Throws: `GateError`, as for the record itself.
    public func attachments(
        _ request: GateRequest, child: Int64
    ) throws(GateError) -> Disclosed<ChildDocuments> {
        let notes = try notes(of: child)
        var request = request
        if case .named(let names) = request.fields { request.fields = .named(names + AttachmentKind.fields) }
        let shown = try only(
            attempt(request, Question(records: [child], told: Set(notes.map(\.kind.field)))))
        func fields(_ outcomes: Set<String>) -> Set<String> {
            Set(shown.groups.filter { outcomes.contains($0.outcome) }.flatMap(\.fields))
        }
        let (whole, open) = (fields(["disclose"]), fields(["disclose", Receipt.Group.withoutValue]))
        return shown.retold(
            ChildDocuments(
                record: shown.value, notes: notes.filter { whole.contains($0.kind.field) },
                kinds: AttachmentKind.allCases.filter { open.contains($0.field) }))
    }

    /// A document of a child, with a receipt of its own: for whoever may see the field it stands for, whole.
    ///
    /// - Parameter request: the account, the purpose and the operation; its fields are not looked at.
    /// - Throws: `GateError`: that there is no such document and that it is not for this account are one answer.
    public func attachment(
        _ request: GateRequest, child: Int64, entry: Int64
    ) throws(GateError) -> Disclosed<Attachment> {
        let note = try notes(of: child).first { $0.entry == entry }
        var request = request
        request.fields = .named(note.map { [$0.kind.field] } ?? [])
        let shown = try only(
            attempt(request, Question(records: [child], told: Set(note.map { [$0.kind.field] } ?? []))))
        guard let note,
            shown.groups.contains(where: { $0.outcome == "disclose" && $0.fields.contains(note.kind.field) })
        else { throw GateError(.nothingPermitted, receipt: shown.receipt) }
        do {
            return shown.retold(try opened(note))
        } catch {
            throw GateError(.fault)
        }
    }

    private func notes(of child: Int64) throws(GateError) -> [AttachmentNote] {
        do {
            return try journal.database.read { try AttachmentProjection.notes(of: child, on: $0) }
        } catch {
            throw GateError(.fault)
        }
    }

    private func opened(_ note: AttachmentNote) throws -> Attachment {
        struct Part {
            var person: Person
            var id: EntryID
            var sealed: [UInt8]
        }
        let part = try journal.withEntry(note.entry) { entry -> Part? in
            guard entry.kind == .documentAttached, let person = entry.sealedPerson else { return nil }
            return Part(person: person, id: entry.id, sealed: [UInt8](entry.sealed))
        }
        guard let part = part ?? nil, let key = try keys.key(for: part.person, creatingMissing: false) else {
            throw StoreError(.noKey)
        }
        let bytes = try part.sealed.withUnsafeBytes { try Seal.open($0, with: key, entry: part.id, field: .sharing) }
        guard Array(SHA256.hash(data: bytes)) == note.digest else { throw StoreError(.damaged, "attachment") }
        return Attachment(note: note, bytes: bytes)
    }
}
