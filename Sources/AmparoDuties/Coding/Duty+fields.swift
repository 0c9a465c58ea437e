internal import AmparoModel

extension Duty {
    func write(_ fields: inout DutyFieldWriter) {
        fields.number(.version, Int64(version))
        fields.number(.state, Int64(state.rawValue))
        fields.instant(.createdAt, createdAt)
        fields.instant(.owedSince, owedSince)
        holder.write(&fields)
        fields.instant(.opensAt, opensAt)
        fields.instant(.deadline, deadline?.at)
        fields.instant(.breachedAt, breachedAt)
        fields.number(.warned, Int64(warned))
        fields.number(.escalated, Int64(escalated))
        fields.instant(.escalatedAt, escalatedAt)
        fields.instant(.closedAt, closedAt)
        ending?.write(&fields)
    }

    init?(_ fields: DutyFieldReader, id: DutyID) {
        guard let version = fields.number(.version, as: Int32.self),
            let state = fields.number(.state, as: UInt8.self).flatMap(DutyState.init(rawValue:)),
            let createdAt = fields.instant(.createdAt), let owedSince = fields.instant(.owedSince),
            let holder = Holding(fields), let warned = fields.number(.warned, as: UInt8.self),
            let escalated = fields.number(.escalated, as: UInt8.self)
        else { return nil }
        self.init(
            id: id, version: version, state: state, createdAt: createdAt, owedSince: owedSince, holder: holder,
            opensAt: fields.instant(.opensAt), deadline: fields.instant(.deadline).map(Deadline.init(recorded:)),
            breachedAt: fields.instant(.breachedAt), warned: warned, escalated: escalated,
            escalatedAt: fields.instant(.escalatedAt), closedAt: fields.instant(.closedAt), ending: DutyEnding(fields))
    }
}

extension Holding {
    func write(_ fields: inout DutyFieldWriter) {
        fields.post(.holder, post)
        fields.person(.holderPerson, person)
        fields.instant(.holderSince, since)
    }

    init?(_ fields: DutyFieldReader) {
        guard let post = fields.post(.holder), let since = fields.instant(.holderSince) else { return nil }
        self.init(post: post, person: fields.person(.holderPerson), since: since)
    }
}

extension DutyEnding {
    func write(_ fields: inout DutyFieldWriter) {
        switch self {
        case .fact(let key):
            fields.number(.ending, 1)
            fields.number(.endingAbout, key.about)
            fields.number(.endingKind, Int64(key.kind.rawValue))
            fields.number(.endingRound, Int64(key.round))
        case .acceptance(let handoff):
            fields.number(.ending, 2)
            fields.number(.endingAbout, Int64(handoff))
        case .report(let person, let evidence):
            fields.number(.ending, 3)
            fields.number(.endingAbout, evidence)
            fields.person(.endingPerson, person)
        case .waiver(let person, let reason, let second):
            fields.number(.ending, 4)
            fields.person(.endingPerson, person)
            fields.text(.endingReason, reason)
            fields.person(.endingSecond, second)
        case .occasionGone: fields.number(.ending, 5)
        case .conditionGone: fields.number(.ending, 6)
        case .lapse: fields.number(.ending, 7)
        }
    }

    init?(_ fields: DutyFieldReader) {
        switch fields.number(.ending) {
        case 1:
            guard let kind = fields.number(.endingKind, as: UInt16.self).flatMap(OccasionKind.init(rawValue:)),
                let about = fields.number(.endingAbout), let round = fields.number(.endingRound, as: UInt16.self)
            else { return nil }
            self = .fact(OccasionKey(kind, about, round: round))
        case 2:
            guard let handoff = fields.number(.endingAbout, as: UInt32.self) else { return nil }
            self = .acceptance(handoff)
        case 3:
            guard let evidence = fields.number(.endingAbout) else { return nil }
            self = .report(by: fields.person(.endingPerson), evidence: evidence)
        case 4:
            self = .waiver(
                by: fields.person(.endingPerson), reason: fields.text(.endingReason),
                second: fields.person(.endingSecond))
        case 5: self = .occasionGone
        case 6: self = .conditionGone
        case 7: self = .lapse
        default: return nil
        }
    }
}

extension Handoff {
    func write(_ fields: inout DutyFieldWriter) {
        fields.number(.number, Int64(number))
        fields.post(.to, to)
        fields.post(.from, from)
        fields.text(.purpose, purpose)
        fields.text(.reason, reason)
        fields.text(.effect, effect.rawValue)
        fields.number(.content, Int64(content.rawValue))
        fields.told(told)
        fields.number(.handoffState, Int64(state.rawValue))
        fields.instant(.offeredAt, offeredAt)
        fields.instant(.acceptBy, acceptBy)
        fields.instant(.sentAt, sentAt)
        fields.instant(.deliveredAt, deliveredAt)
        fields.instant(.openedAt, openedAt)
        fields.instant(.answeredAt, answeredAt)
        fields.person(.answeredBy, answeredBy)
        fields.instant(.failedAt, failedAt)
        fields.number(.level, Int64(level))
        fields.text(.declined, declined?.rawValue ?? "")
        fields.text(.withheldBy, withheldBy)
        if let follows { fields.number(.follows, Int64(follows)) }
    }

    init?(_ fields: DutyFieldReader, duty: DutyID) {
        guard let number = fields.number(.number, as: UInt32.self), let to = fields.post(.to),
            let from = fields.post(.from), let effect = HandoffEffect(rawValue: fields.text(.effect)),
            let content = fields.number(.content, as: UInt8.self).flatMap(HandoffContent.init(rawValue:)),
            let state = fields.number(.handoffState, as: UInt8.self).flatMap(HandoffStanding.init(rawValue:)),
            let offeredAt = fields.instant(.offeredAt), let acceptBy = fields.instant(.acceptBy),
            let level = fields.number(.level, as: UInt8.self)
        else { return nil }
        self.init(
            number: number, duty: duty, from: from, to: to, purpose: fields.text(.purpose),
            reason: fields.text(.reason),
            effect: effect, content: content, told: fields.told, state: state, offeredAt: offeredAt, acceptBy: acceptBy,
            sentAt: fields.instant(.sentAt), deliveredAt: fields.instant(.deliveredAt),
            openedAt: fields.instant(.openedAt), answeredAt: fields.instant(.answeredAt),
            answeredBy: fields.person(.answeredBy), failedAt: fields.instant(.failedAt), level: level,
            declined: DeclineReason(rawValue: fields.text(.declined)), withheldBy: fields.text(.withheldBy),
            follows: fields.number(.follows, as: UInt32.self))
    }
}
