public import AmparoCourt
public import AmparoModel

extension Occasion {
    /// The occasion that a finding of the court room is.
    ///
    /// - Parameters:
    ///   - finding: what the hearing was. Its `scheduleID` is what the occasion is about.
    ///   - known: when the record learned of it.
    ///   - state: where the child is, for the office in charge when the court says nothing.
    ///   - consent: whether the person consented to be contacted; asked only of those 18 and over (procedure, step 6).
    public init(finding: HearingFinding, known: Instant, state: StateCode = .notSaid, consent: Bool = false) {
        let words: [(TraitDimension, String)] = [
            (.finding, finding.kind.rawValue), (.status, finding.status?.rawValue ?? "none"),
            (.notice, finding.notice?.rawValue ?? "none"), (.age, finding.age.band.rawValue),
            (.counsel, finding.represented ? "yes" : "no"), (.consent, consent ? "yes" : "no"),
            (.source, finding.sourceMissingSince == nil ? "present" : "vanished"),
            (.confirmed, finding.confirmedBy.rawValue == 0 ? "no" : "yes"),
        ]
        let traits = words.reduce(Traits.none) { $0.union(Traits($1.0, $1.1) ?? .none) }
        self.init(
            OccasionKey(.hearingFinding, finding.scheduleID), occurred: .day(finding.hearing), known: known,
            related: finding.scheduleID, traits: traits, court: finding.court, state: state,
            result: finding.resultKnownOn, order: finding.orderedOn, ends: finding.verificationEndsOn)
    }

    /// The occasion that an alarm of the court room is.
    ///
    /// - Parameters:
    ///   - alarm: what the rules cannot settle. Its `rowKey` is what the occasion is about; its clock starts `since`.
    ///   - known: when the record learned of it.
    ///   - firstCovering: of a hearing without a word the first release that covers its day; `since` when there is none.
    ///   - court: the court of the row.
    ///   - state: where the child is.
    public init(
        alarm: CourtAlarm, known: Instant, firstCovering: Day? = nil, court: CourtCode = .none,
        state: StateCode = .notSaid
    ) {
        let kind: OccasionKind =
            switch alarm.kind {
            case .unknownCode: .unknownCode
            case .noWord: .hearingWithoutWord
            case .orderWithoutHearing: .orderWithoutHearing
            case .closureWithoutHearing: .closureWithoutHearing
            }
        self.init(
            OccasionKey(kind, alarm.rowKey), occurred: .day(alarm.about), known: known, related: alarm.rowKey,
            court: court, state: state, result: firstCovering ?? alarm.since)
    }
}
