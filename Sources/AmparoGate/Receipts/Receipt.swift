public import AmparoModel
internal import AmparoStore

/// What was shown of one record to one account, or refused, and why: the payload of a `disclosed` entry (SHARING.md,
/// "Receipt"). Codes, record numbers and field names only; name and address of the recipient stand sealed beside it.
///
/// The entry's header holds the child, the subject's anchor, the account's number as actor and the time of the request.
public struct Receipt: Hashable, Sendable {
    /// Fields that were decided alike, by the same rule.
    public struct Group: Hashable, Sendable {
        /// `disclose`, `withhold`, `undetermined`, the form in which the field was shown (`transform:year`), or `no-value`:
        /// it was permitted and nobody said anything of it.
        public var outcome: String
        /// The layer of authority: `floor`, `order`, `mandate`, `agreement`, `account`, `default`.
        public var layer: String
        /// The rule's or the agreement's id with its version (`orr-opla-court-appearance@1`).
        public var rule: String
        /// The content hash of what the rule stands in, lower-case hexadecimal.
        public var hash: String
        /// The clause of the agreement; empty for other rules.
        public var clause: String
        /// The authority, as the rule cites it; empty for a check of the account and for want of a permit.
        public var authority: String
        /// What the recipient owes for these fields.
        public var obligations: [String]
        /// The names of the fields, in rising order.
        public var fields: [String]

        /// Whether the fields were shown, whole or in another form.
        public var isShown: Bool { Self.isShown(outcome) }

        /// Whether fields of this outcome were shown.
        static func isShown(_ outcome: String) -> Bool {
            outcome != "withhold" && outcome != "undetermined" && outcome != withoutValue
        }

        /// A group.
        public init(
            outcome: String, layer: String, rule: String, hash: String = "", clause: String = "",
            authority: String = "", obligations: [String] = [], fields: [String]
        ) {
            self.outcome = outcome
            self.layer = layer
            self.rule = rule
            self.hash = hash
            self.clause = clause
            self.authority = authority
            self.obligations = obligations
            self.fields = fields
        }
    }

    /// The request's own id, as the requester gave it.
    public var request: String
    /// The journal number at which facts and rules were evaluated.
    public var position: Int64
    /// The number of the last entry that the shown record had.
    public var version: Int64
    /// The day in the world that was asked for.
    public var asOf: Day
    /// The journal number up to which the record was looked at; equal to `position` unless the past was asked for.
    public var asKnown: Int64
    /// The recipient's agency.
    public var agency: String
    /// The agency that employs the recipient.
    public var homeAgency: String
    /// The recipient's role.
    public var role: String
    /// The recipient's office; empty when none is known.
    public var office: String
    /// The purpose's code.
    public var purpose: String
    /// The operation's code.
    public var operation: String
    /// The kind of subject.
    public var subject: String
    /// The hash of the rule book that decided, lower-case hexadecimal; empty when nothing was decided.
    public var ruleBook: String
    /// Sponsors of whom, or of whose household, something was shown: the record's numbers, in rising order.
    public var sponsors: [Int64]
    /// Why everything was refused before any field was decided (`GateError.Code`); empty otherwise.
    public var refusal: String
    /// Fields by rule and outcome.
    public var groups: [Group]

    /// Whether any field was shown.
    public var isGranted: Bool { groups.contains { $0.isShown } }

    static let format: UInt8 = 1

    /// The canonical bytes (docs/formats.md, "Receipt").
    public var bytes: [UInt8] { bytes(groups: Self.bytes(of: groups)) }

    /// The canonical bytes, with those of the groups as `bytes(of:)` gave them.
    func bytes(groups: [UInt8]) -> [UInt8] {
        var writer = ReceiptBytesWriter(capacity: 256 + groups.count)
        writer.byte(Self.format)
        writer.text(request)
        writer.number(position)
        writer.number(version)
        writer.number(Int64(asOf.number))
        writer.number(asKnown)
        for text in [agency, homeAgency, role, office, purpose, operation, subject, ruleBook, refusal] {
            writer.text(text)
        }
        writer.rising(sponsors)
        writer.append(groups)
        return writer.bytes
    }

    /// The part of the canonical bytes that tells of groups; it is the same for all that was decided alike.
    static func bytes(of groups: [Group]) -> [UInt8] {
        var writer = ReceiptBytesWriter()
        writer.count(groups.count)
        for group in groups {
            for text in [group.outcome, group.layer, group.rule, group.hash, group.clause, group.authority] {
                writer.text(text)
            }
            writer.texts(group.obligations)
            writer.names(group.fields)
        }
        return writer.bytes
    }

    /// A receipt of these values.
    init(
        request: String, position: Int64, version: Int64, asOf: Day, asKnown: Int64, agency: String,
        homeAgency: String, role: String, office: String, purpose: String, operation: String, subject: String,
        ruleBook: String, sponsors: [Int64] = [], refusal: String, groups: [Group]
    ) {
        self.request = request
        self.position = position
        self.version = version
        self.asOf = asOf
        self.asKnown = asKnown
        self.agency = agency
        self.homeAgency = homeAgency
        self.role = role
        self.office = office
        self.purpose = purpose
        self.operation = operation
        self.subject = subject
        self.ruleBook = ruleBook
        self.sponsors = sponsors
        self.refusal = refusal
        self.groups = groups
    }

    /// Reads canonical bytes; nil when no writer could have written them.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = ReceiptBytesReader(bytes)
        guard reader.byte() == Self.format, let request = reader.text(), let position = reader.number(),
            let version = reader.number(), let asOf = reader.number().flatMap(Int32.init(exactly:)),
            let asKnown = reader.number()
        else { return nil }
        var texts: [String] = []
        for _ in 0..<9 {
            guard let text = reader.text() else { return nil }
            texts.append(text)
        }
        guard let sponsors = reader.rising(), let count = reader.count() else { return nil }
        var groups: [Group] = []
        for _ in 0..<count {
            var parts: [String] = []
            for _ in 0..<6 {
                guard let text = reader.text() else { return nil }
                parts.append(text)
            }
            guard let obligations = reader.texts(), let fields = reader.names() else { return nil }
            groups.append(
                Group(
                    outcome: parts[0], layer: parts[1], rule: parts[2], hash: parts[3], clause: parts[4],
                    authority: parts[5], obligations: obligations, fields: fields))
        }
        guard reader.isAtEnd else { return nil }
        self.init(
            request: request, position: position, version: version, asOf: Day(number: asOf), asKnown: asKnown,
            agency: texts[0], homeAgency: texts[1], role: texts[2], office: texts[3], purpose: texts[4],
            operation: texts[5], subject: texts[6], ruleBook: texts[7], sponsors: sponsors, refusal: texts[8],
            groups: groups)
    }
}
