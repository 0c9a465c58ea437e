public import AmparoDuties
internal import AmparoModel

// The entries of duties (docs/formats.md, "Duties"). The numbers stand in the journal for ever.

extension EntryKind {
    /// Something happened to a duty or a handoff. Header: the child, or in place of the anchor another subject
    /// (`DutySubject`); when it was decided. Payload: `EncodedDutyEvent.plain`. Sealed to the subject: the accounts of the
    /// people in it, in order.
    public static let dutyEvent = EntryKind(rawValue: 230)
    /// The evidence for a duty that somebody reported as done, or an occasion that no feed tells and somebody entered.
    public static let dutyReported = EntryKind(rawValue: 231)
    /// A deputy acts for a post from here on, or not any more.
    public static let deputyNamed = EntryKind(rawValue: 232)
    /// A post of the deployment: which courts and states it is in charge of, and who accepted that it holds duties.
    public static let postChanged = EntryKind(rawValue: 233)
    /// The day from which on duties are kept; what was due before it is historic.
    public static let liveFrom = EntryKind(rawValue: 234)
    /// A whole caseload is offered to another post, or accepted by it.
    public static let caseloadOffered = EntryKind(rawValue: 235)
    /// A procedure that is on or off, or a span of a clock that the deployment chose.
    public static let procedureSet = EntryKind(rawValue: 236)
}

extension EncodedDutyEvent {
    /// The event of an entry: its plain payload, and the people of its sealed part, opened; without them everybody in it is
    /// nobody.
    public init(payload: UnsafeRawBufferPointer, opened: [UInt8]? = nil) {
        self.init(plain: [UInt8](payload), people: opened.map(Self.people(sealed:)) ?? [])
    }

    /// What is sealed: each account with its length before it; empty when nobody is named.
    public var sealedPeople: [UInt8] {
        var writer = PayloadWriter()
        for person in people {
            let name = Array(person.utf8)
            writer.appendVarint(UInt64(name.count))
            writer.bytes.append(contentsOf: name)
        }
        return writer.bytes
    }

    /// Reads what `sealedPeople` wrote.
    static func people(sealed bytes: [UInt8]) -> [String] {
        bytes.withUnsafeBytes { buffer in
            var cursor = ByteCursor(buffer)
            var people: [String] = []
            while !cursor.isAtEnd, let count = cursor.varint(), let name = cursor.bytes(count) {
                people.append(String(decoding: name, as: UTF8.self))
            }
            return people
        }
    }
}

extension EntryBatch {
    /// Adds the entry of a duty event.
    ///
    /// - Parameter key: the key of whom it is about, to which the people of the event are sealed. Without one, because it was
    ///   destroyed, they are left out.
    public mutating func append(_ event: DutyEvent, of subject: DutySubject, key: PersonKey?) throws {
        let encoded = event.encoded()
        let people = encoded.sealedPeople
        try encoded.plain.withUnsafeBytes { plain in
            try people.withUnsafeBytes { text in
                let sealing = text.isEmpty ? nil : key.map { Sealing(text, to: $0, field: .sharing) }
                let child = subject.child
                _ = try append(
                    kind: .dutyEvent, child: child, anchor: child == 0 ? subject.rawValue : 0, occurred: .at(event.at),
                    payload: plain, sealing: sealing)
            }
        }
    }
}
