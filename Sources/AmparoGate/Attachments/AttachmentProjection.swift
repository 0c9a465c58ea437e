internal import AmparoModel
public import AmparoStore

/// The view of attached documents: one row for each, by child.
public struct AttachmentProjection: Projection {
    /// One row for each document.
    public static let attachment = TableDefinition(
        "attachment", primaryKey: ["child", "seq"],
        columns: [
            .integer("child"), .integer("seq"), .integer("kind"), .integer("type"), .integer("length"), .blob("digest"),
        ])

    /// The schema, to be given to `Journal`.
    public static let schema = Schema(
        component: "attachments",
        migrations: [Migration(1, "attached documents", steps: [.createTable(attachment)])])

    /// `attachments`.
    public let name = "attachments"
    /// Changes with what the table holds.
    public let version = 1
    /// The table.
    public var tables: [TableDefinition] { [Self.attachment] }
    /// The kinds of entries it is derived from.
    public var kinds: ClosedRange<UInt8>? { 226...226 }

    /// The view.
    public init() {}

    /// Adds entries, in order.
    public func apply(_ entries: EntrySlice, on connection: any DatabaseConnection) throws {
        for entry in entries where entry.kind == .documentAttached {
            guard let note = AttachmentNote(entry.payload, entry: entry.seq, child: entry.child) else { continue }
            let row = try connection.statement(Self.attachment.insert)
            row.bind(note.child, at: 1)
            row.bind(note.entry, at: 2)
            row.bind(Int64(note.kind.rawValue), at: 3)
            row.bind(Int64(note.type.rawValue), at: 4)
            row.bind(Int64(note.length), at: 5)
            row.bind(note.digest, at: 6)
            try row.run()
        }
    }

    /// The documents of a child, in the journal's order.
    static func notes(of child: Int64, on connection: any DatabaseConnection) throws -> [AttachmentNote] {
        let row = try connection.statement(
            "SELECT seq, kind, type, length, digest FROM attachment WHERE child = ? ORDER BY seq")
        defer { row.reset() }
        row.bind(child, at: 1)
        var notes: [AttachmentNote] = []
        while try row.step() {
            guard let kind = AttachmentKind(rawValue: UInt8(clamping: row.int64(1))),
                let type = DocumentType(rawValue: UInt8(clamping: row.int64(2)))
            else { continue }
            notes.append(
                AttachmentNote(
                    entry: row.int64(0), child: child, kind: kind, type: type, length: Int(row.int64(3)),
                    digest: [UInt8](row.bytes(4))))
        }
        return notes
    }
}

extension AttachmentNote {
    private static let kindField: UInt8 = 1
    private static let typeField: UInt8 = 2
    private static let lengthField: UInt8 = 3
    private static let digestField: UInt8 = 4

    /// The payload of its entry.
    var payload: [UInt8] {
        var payload = PayloadWriter()
        payload.number(Self.kindField, Int64(kind.rawValue))
        payload.number(Self.typeField, Int64(type.rawValue))
        payload.number(Self.lengthField, Int64(length))
        digest.withUnsafeBytes { payload.bytes(Self.digestField, $0) }
        return payload.bytes
    }

    /// Reads a payload; nil for one that is not whole.
    init?(_ payload: UnsafeRawBufferPointer, entry: Int64, child: Int64) {
        var numbers: [UInt8: Int64] = [:]
        var digest: [UInt8] = []
        var reader = PayloadReader(payload)
        while let field = reader.next() {
            if field.id == Self.digestField { digest = [UInt8](field.bytes) } else { numbers[field.id] = field.number }
        }
        guard let kind = AttachmentKind(rawValue: UInt8(clamping: numbers[Self.kindField] ?? 0)),
            let type = DocumentType(rawValue: UInt8(clamping: numbers[Self.typeField] ?? 0)),
            let length = numbers[Self.lengthField], digest.count == 32
        else { return nil }
        self.init(entry: entry, child: child, kind: kind, type: type, length: Int(length), digest: digest)
    }
}
