public import AmparoStore

extension EntryKind {
    /// Somebody searched for a child by name. Header: the account as actor. Payload: `NameSearched`. No name is in it, and no
    /// child: those that were shown have their receipts behind it.
    public static let nameSearched = EntryKind(rawValue: 154)
}

/// A search by name: the payload of a `nameSearched` entry.
///
/// A denial of each candidate would say of a child, for ever, that somebody looked for that name; so those of whom nothing was
/// shown leave nothing but their count, which is the same whoever there is.
public struct NameSearched: Hashable, Sendable {
    /// The request's own id.
    public var request: String
    /// The journal number at which facts and rules were evaluated.
    public var position: Int64
    /// The account's agency.
    public var agency: String
    /// The account's role.
    public var role: String
    /// The purpose's code.
    public var purpose: String
    /// The hash of the rules.
    public var ruleBook: String
    /// How many candidates were decided about.
    public var decided: Int64
    /// How many were shown.
    public var shown: Int64

    private static let format: UInt8 = 1

    /// The canonical bytes (docs/formats.md).
    public var bytes: [UInt8] {
        var writer = ReceiptBytesWriter()
        writer.byte(Self.format)
        for number in [position, decided, shown] { writer.number(number) }
        for text in [request, agency, role, purpose, ruleBook] { writer.text(text) }
        return writer.bytes
    }

    init(
        request: String, position: Int64, agency: String, role: String, purpose: String, ruleBook: String,
        decided: Int, shown: Int
    ) {
        self.request = request
        self.position = position
        self.agency = agency
        self.role = role
        self.purpose = purpose
        self.ruleBook = ruleBook
        self.decided = Int64(decided)
        self.shown = Int64(shown)
    }

    /// Reads canonical bytes; nil when no writer could have written them.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = ReceiptBytesReader(bytes)
        guard reader.byte() == Self.format, let position = reader.number(), let decided = reader.number(),
            let shown = reader.number(), let request = reader.text(), let agency = reader.text(),
            let role = reader.text(), let purpose = reader.text(), let ruleBook = reader.text(), reader.isAtEnd
        else { return nil }
        self.init(
            request: request, position: position, agency: agency, role: role, purpose: purpose, ruleBook: ruleBook,
            decided: 0, shown: 0)
        (self.decided, self.shown) = (decided, shown)
    }
}
