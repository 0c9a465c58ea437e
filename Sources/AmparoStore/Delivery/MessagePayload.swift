public import AmparoDuties
public import AmparoModel

/// What the outbox keeps of a handoff, so that its message can be made at any time: codes, moments, no person.
public struct MessagePayload: Hashable, Sendable {
    /// The entry that offered the handoff: its reference, which says nothing by itself.
    public var handoffEntry: Int64
    /// The duty.
    public var duty: DutyID
    /// The purpose.
    public var purpose: String
    /// The reason code.
    public var reason: String
    /// By when a named person has to answer.
    public var acceptBy: Instant
    /// What it says.
    public var content: HandoffContent
    /// The level of the escalation path it is, from 1; 0 for others.
    public var level: UInt8

    init(_ handoff: Handoff, number: Int64) {
        handoffEntry = number
        duty = handoff.duty
        purpose = handoff.purpose
        reason = handoff.reason
        acceptBy = handoff.acceptBy
        content = handoff.content
        level = handoff.level
    }

    /// Reads what `bytes` wrote; nil for other bytes.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        var numbers = [Int64](repeating: 0, count: 64)
        var rule: UInt64?
        var acceptBy: Instant?
        purpose = ""
        reason = ""
        var reader = PayloadReader(bytes)
        while let field = reader.next() {
            switch field.id {
            case 2: rule = field.bits
            case 6: purpose = String(decoding: field.bytes, as: UTF8.self)
            case 7: reason = String(decoding: field.bytes, as: UTF8.self)
            case 8: acceptBy = field.instant
            default: if field.form == 0 { numbers[Int(field.id)] = field.number }
            }
        }
        guard let rule, let acceptBy, let kind = UInt16(exactly: numbers[3]).flatMap(OccasionKind.init(rawValue:)),
            let round = UInt16(exactly: numbers[5]), let level = UInt8(exactly: numbers[10]),
            let content = UInt8(exactly: numbers[9]).flatMap(HandoffContent.init(rawValue:))
        else { return nil }
        handoffEntry = numbers[1]
        duty = DutyID(rule: RuleID(rawValue: rule), occasion: OccasionKey(kind, numbers[4], round: round))
        self.acceptBy = acceptBy
        self.content = content
        self.level = level
    }

    var bytes: [UInt8] {
        var writer = PayloadWriter()
        writer.number(1, handoffEntry)
        writer.word(2, duty.rule.rawValue)
        writer.number(3, Int64(duty.occasion.kind.rawValue))
        writer.number(4, duty.occasion.about)
        writer.number(5, Int64(duty.occasion.round))
        Array(purpose.utf8).withUnsafeBytes { writer.bytes(6, $0) }
        Array(reason.utf8).withUnsafeBytes { writer.bytes(7, $0) }
        writer.instant(8, acceptBy)
        writer.number(9, Int64(content.rawValue))
        writer.number(10, Int64(level))
        return writer.bytes
    }
}
