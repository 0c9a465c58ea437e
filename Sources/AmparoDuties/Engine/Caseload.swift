/// Hands everything that a post holds of one subject to another post, as one offer per duty.
///
/// A caseload is handed over subject by subject: the store asks for the offers of each, and when a named person of the other
/// post accepts the caseload, for the acceptances. What came up in between is in no offer and stays where it is; every duty
/// has its one holder all the time.
public enum Caseload {
    /// The reason code of its handoffs.
    public static let reason = "caseload"

    /// The offers of all that `from` holds, in order of duties; empty when it holds nothing.
    public static func offers(
        _ ledger: SubjectLedger, from: Post, to: Post, purpose: String, by actor: ActingPerson
    ) -> [Act] {
        ledger.duties.filter { $0.state.isAlive && $0.holder.post == from }
            .map { .offered(duty: $0.id, to: to, purpose: purpose, reason: reason, by: actor) }
    }

    /// The acceptances of all that was offered to `to` as a caseload and is still awaited.
    public static func acceptances(_ ledger: SubjectLedger, to: Post, by actor: ActingPerson) -> [Act] {
        ledger.handoffs.filter { $0.reason == reason && $0.to == to && ($0.state.isPending || $0.state == .expired) }
            .map { .accepted(handoff: $0.number, by: actor) }
    }

    /// What a post still holds of a subject: after a hand-over, what stayed behind.
    public static func held(_ ledger: SubjectLedger, by post: Post) -> [Duty] {
        ledger.duties.filter { $0.state.isAlive && $0.holder.post == post }
    }
}
