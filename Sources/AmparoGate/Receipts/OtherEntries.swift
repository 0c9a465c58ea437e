public import AmparoModel
internal import AmparoStore

/// Counts that were shown to an account, or refused: the payload of an `aggregateDisclosed` entry. No person is in it.
public struct AggregateReceipt: Hashable, Sendable {
    /// The request's own id.
    public var request: String
    /// The journal number at which facts and rules were evaluated.
    public var position: Int64
    /// The recipient's agency.
    public var agency: String
    /// The recipient's role.
    public var role: String
    /// The purpose's code.
    public var purpose: String
    /// What was asked, in words that say it again: ids of figures, day, cohort.
    public var query: String
    /// How many numbers the answer holds.
    public var size: Int64
    /// Why it was refused; empty when it was shown.
    public var refusal: String
    /// The rule that decided.
    public var rule: String

    private static let format: UInt8 = 1

    /// The canonical bytes (docs/formats.md).
    public var bytes: [UInt8] {
        var writer = ReceiptBytesWriter()
        writer.byte(Self.format)
        writer.number(position)
        writer.number(size)
        for text in [request, agency, role, purpose, query, refusal, rule] { writer.text(text) }
        return writer.bytes
    }

    init(
        request: String, position: Int64, agency: String, role: String, purpose: String, query: String, size: Int64,
        refusal: String, rule: String
    ) {
        self.request = request
        self.position = position
        self.agency = agency
        self.role = role
        self.purpose = purpose
        self.query = query
        self.size = size
        self.refusal = refusal
        self.rule = rule
    }

    /// Reads canonical bytes; nil when no writer could have written them.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = ReceiptBytesReader(bytes)
        guard reader.byte() == Self.format, let position = reader.number(), let size = reader.number(),
            let request = reader.text(), let agency = reader.text(), let role = reader.text(),
            let purpose = reader.text(), let query = reader.text(), let refusal = reader.text(),
            let rule = reader.text(), reader.isAtEnd
        else { return nil }
        self.init(
            request: request, position: position, agency: agency, role: role, purpose: purpose, query: query,
            size: size, refusal: refusal, rule: rule)
    }
}

/// A recipient is owed the correction of a fact that was wrong when it was told: the payload of a `correctionOwed` entry.
/// The header names the child, the recipient's account as actor, and the receipt as the entry it speaks of (`replaces`).
public struct CorrectionOwed: Hashable, Sendable {
    /// The entry of the record that corrects the fact.
    public var corrected: Int64
    /// The entry that told the wrong version.
    public var told: Int64
    /// The day on which the wrong fact was told.
    public var toldOn: Day
    /// Whether the recipient may no longer have the fact, and is told only not to rely on what was told on that day.
    public var relyNot: Bool
    /// The names of the fields, in rising order.
    public var fields: [String]

    private static let format: UInt8 = 1

    /// The canonical bytes (docs/formats.md).
    public var bytes: [UInt8] {
        var writer = ReceiptBytesWriter()
        writer.byte(Self.format)
        writer.number(corrected)
        writer.number(told)
        writer.number(Int64(toldOn.number))
        writer.byte(relyNot ? 1 : 0)
        writer.names(fields)
        return writer.bytes
    }

    init(corrected: Int64, told: Int64, toldOn: Day, relyNot: Bool, fields: [String]) {
        self.corrected = corrected
        self.told = told
        self.toldOn = toldOn
        self.relyNot = relyNot
        self.fields = fields
    }

    /// Reads canonical bytes; nil when no writer could have written them.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = ReceiptBytesReader(bytes)
        guard reader.byte() == Self.format, let corrected = reader.number(), let told = reader.number(),
            let day = reader.number().flatMap(Int32.init(exactly:)), let flag = reader.byte(), flag < 2,
            let fields = reader.names(), reader.isAtEnd
        else { return nil }
        self.init(corrected: corrected, told: told, toldOn: Day(number: day), relyNot: flag == 1, fields: fields)
    }
}

/// A statement of disclosures that was given: the payload of a `statementGiven` entry. The header names the child and the
/// account that asked as actor.
public struct StatementGiven: Hashable, Sendable {
    /// For whom: `child`, `counsel` or `sponsor`.
    public var audience: String
    /// `en` or `es`.
    public var language: String
    /// The journal number up to which it is complete.
    public var position: Int64
    /// The receipts that stand in it, in rising order.
    public var receipts: [Int64]

    private static let format: UInt8 = 1

    /// The canonical bytes (docs/formats.md).
    public var bytes: [UInt8] {
        var writer = ReceiptBytesWriter()
        writer.byte(Self.format)
        writer.text(audience)
        writer.text(language)
        writer.number(position)
        writer.rising(receipts)
        return writer.bytes
    }

    init(audience: String, language: String, position: Int64, receipts: [Int64]) {
        self.audience = audience
        self.language = language
        self.position = position
        self.receipts = receipts
    }

    /// Reads canonical bytes; nil when no writer could have written them.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = ReceiptBytesReader(bytes)
        guard reader.byte() == Self.format, let audience = reader.text(), let language = reader.text(),
            let position = reader.number(), let receipts = reader.rising(), reader.isAtEnd
        else { return nil }
        self.init(audience: audience, language: language, position: position, receipts: receipts)
    }
}
