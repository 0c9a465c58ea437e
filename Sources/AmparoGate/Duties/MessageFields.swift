public import AmparoDuties

/// The fields that say what the message of a handoff says: asked about when it is offered, and of the gate again when it is
/// sent.
public enum MessageFields {
    /// Reasons that are about the duty and not about the child: they say only that the child is in the record.
    private static let ofTheDuty: Set<String> = ["take-over", "escalation", Caseload.reason]

    /// The names of the fields; one of them permitted is enough.
    ///
    /// - Parameter isORR: whether the receiver is ORR, which works findings out itself, of what the court shares with it.
    public static func named(of kind: OccasionKind, reason: String, isORR: Bool) -> [String] {
        guard !ofTheDuty.contains(reason) else { return ["existence.record", "court.finding"] }
        return switch kind {
        case .hearingFinding, .hearingWithoutWord, .unknownCode, .orderWithoutHearing, .closureWithoutHearing,
            .courtRowVanished:
            isORR ? ["court.finding", "court.hearingDate"] : ["court.finding"]
        case .hearingScheduled, .hearingChanged: ["court.nextHearingDate"]
        case .concernRaised: ["incident.report"]
        case .absentFromCare: ["incident.unauthorizedAbsence"]
        default: ["existence.record"]
        }
    }
}
