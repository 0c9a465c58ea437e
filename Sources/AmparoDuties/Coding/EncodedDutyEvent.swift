internal import AmparoModel

/// A duty event as it is kept: the plain payload, in the encoding of `PayloadWriter`, and beside it the accounts of people,
/// which the store seals. Equal events have equal bytes.
public struct EncodedDutyEvent: Hashable, Sendable {
    /// The payload: codes, record numbers, moments; nothing of a person.
    public var plain: [UInt8]
    /// The accounts that the payload refers to by their place.
    public var people: [String]

    /// An encoded event, as it was stored. Without its people, when they were erased, everybody in it is nobody.
    public init(plain: [UInt8], people: [String]) {
        self.plain = plain
        self.people = people
    }
}

extension EncodedDutyEvent {
    /// Whether the event is one of a handoff: found out without reading it all, because most are not.
    public static func isOfHandoff(_ plain: UnsafeRawBufferPointer) -> Bool {
        var reader = PayloadReader(plain)
        while let field = reader.next() {
            if field.id == DutyField.change.rawValue { return (18...28).contains(field.number) }
        }
        return false
    }

    /// Whether the event refers to anybody: found out without reading it all, because most do not.
    public static func namesPeople(_ plain: UnsafeRawBufferPointer) -> Bool {
        var reader = PayloadReader(plain)
        while let field = reader.next() {
            if field.form == 0, DutyField.people.contains(where: { $0.rawValue == field.id }) { return true }
        }
        return false
    }
}

extension DutyEvent {
    /// The event as it is kept.
    public func encoded() -> EncodedDutyEvent {
        var fields = DutyFieldWriter()
        fields.instant(.at, at)
        fields.word(.rule, duty.rule.rawValue)
        fields.number(.kind, Int64(duty.occasion.kind.rawValue))
        fields.number(.about, duty.occasion.about)
        fields.number(.round, Int64(duty.occasion.round))
        fields.number(.change, Int64(change.number))
        change.write(&fields)
        return EncodedDutyEvent(plain: fields.payload.bytes, people: fields.people)
    }

    /// Reads an event back; nil for bytes that no event was written as.
    public init?(_ encoded: EncodedDutyEvent) {
        let fields = DutyFieldReader(encoded.plain, people: encoded.people)
        guard let at = fields.instant(.at), let rule = fields.word(.rule),
            let kind = fields.number(.kind, as: UInt16.self).flatMap(OccasionKind.init(rawValue:)),
            let about = fields.number(.about), let round = fields.number(.round, as: UInt16.self)
        else { return nil }
        let duty = DutyID(rule: RuleID(rawValue: rule), occasion: OccasionKey(kind, about, round: round))
        guard let change = Change(fields, duty: duty) else { return nil }
        self.init(at: at, duty: duty, change)
    }
}

extension DutyEvent.Change {
    /// The number under which the change is stored: never reused.
    fileprivate var number: UInt8 {
        switch self {
        case .created: 1
        case .rescheduled: 2
        case .opened: 3
        case .paused: 4
        case .resumed: 5
        case .satisfied: 6
        case .reopened: 7
        case .waived: 8
        case .ceased: 9
        case .lapsed: 10
        case .becameHistoric: 11
        case .warned: 12
        case .breached: 13
        case .breachWithdrawn: 14
        case .handedOver: 15
        case .escalated: 16
        case .pathExhausted: 17
        case .offered: 18
        case .sent: 19
        case .delivered: 20
        case .openedByReceiver: 21
        case .accepted: 22
        case .declined: 23
        case .expired: 24
        case .withdrawn: 25
        case .completed: 26
        case .withheld: 27
        case .undeliverable: 28
        case .refused: 29
        }
    }

    fileprivate func write(_ fields: inout DutyFieldWriter) {
        if let handoff { fields.number(.handoff, Int64(handoff)) }
        switch self {
        case .created(let duty): duty.write(&fields)
        case .rescheduled(let deadline, let opensAt, let version):
            fields.number(.version, Int64(version))
            fields.instant(.opensAt, opensAt)
            fields.instant(.deadline, deadline?.at)
        case .satisfied(let ending), .waived(let ending), .ceased(let ending): ending.write(&fields)
        case .warned(let count), .escalated(let count): fields.number(.count, Int64(count))
        case .handedOver(let holding, let handoff):
            holding.write(&fields)
            fields.number(.handoff, Int64(handoff))
        case .offered(let handoff): handoff.write(&fields)
        case .sent(_, let told): fields.told(told)
        case .accepted(_, let person): fields.person(.person, person)
        case .declined(_, let person, let reason):
            fields.person(.person, person)
            fields.text(.text, reason.rawValue)
        case .withheld(_, let rule): fields.text(.text, rule)
        case .refused(let refusal, let person):
            fields.person(.person, person)
            fields.text(.text, refusal.rawValue)
        default: break
        }
    }

    fileprivate init?(_ fields: DutyFieldReader, duty: DutyID) {
        func handoff(_ make: (UInt32) -> Self?) -> Self? { fields.number(.handoff, as: UInt32.self).flatMap(make) }
        func ending(_ make: (DutyEnding) -> Self) -> Self? { DutyEnding(fields).map(make) }
        func count(_ make: (UInt8) -> Self) -> Self? { fields.number(.count, as: UInt8.self).map(make) }
        let found: Self? =
            switch fields.number(.change) {
            case 1: Duty(fields, id: duty).map { .created($0) }
            case 2:
                fields.number(.version, as: Int32.self).map {
                    let deadline = fields.instant(.deadline).map(Deadline.init(recorded:))
                    return .rescheduled(deadline: deadline, opensAt: fields.instant(.opensAt), version: $0)
                }
            case 3: .opened
            case 4: .paused
            case 5: .resumed
            case 6: ending { .satisfied($0) }
            case 7: .reopened
            case 8: ending { .waived($0) }
            case 9: ending { .ceased($0) }
            case 10: .lapsed
            case 11: .becameHistoric
            case 12: count { .warned($0) }
            case 13: .breached
            case 14: .breachWithdrawn
            case 15: handoff { number in Holding(fields).map { .handedOver($0, handoff: number) } }
            case 16: count { .escalated($0) }
            case 17: .pathExhausted
            case 18: Handoff(fields, duty: duty).map { .offered($0) }
            case 19: handoff { .sent($0, told: fields.told) }
            case 20: handoff { .delivered($0) }
            case 21: handoff { .openedByReceiver($0) }
            case 22: handoff { .accepted($0, by: fields.person(.person)) }
            case 23:
                handoff { number in
                    DeclineReason(rawValue: fields.text(.text)).map {
                        .declined(number, by: fields.person(.person), $0)
                    }
                }
            case 24: handoff { .expired($0) }
            case 25: handoff { .withdrawn($0) }
            case 26: handoff { .completed($0) }
            case 27: handoff { .withheld($0, rule: fields.text(.text)) }
            case 28: handoff { .undeliverable($0) }
            case 29: ActRefusal(rawValue: fields.text(.text)).map { .refused($0, by: fields.person(.person)) }
            default: nil
            }
        guard let found else { return nil }
        self = found
    }
}
