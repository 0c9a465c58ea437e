public import AmparoModel
internal import AmparoTransparency

/// How long the log has been without the witnesses that its policy asks for (SHARING.md, "Proof").
public enum LogOutage {
    /// For how long the quorum may be missing before agreements give DHS nothing, in microseconds: a day of 24 hours.
    public static let patience: Int64 = 86_400_000_000

    /// Since when the oldest entry that is in no published checkpoint has been waiting for the quorum.
    ///
    /// Nil when every entry is published, and for a policy that needs no witness (`quorum none`, which a store has until
    /// another is given): it has no quorum that could be missing. Before the first checkpoint is published, the time
    /// from before the policy was given does not count; afterwards another policy excuses nothing.
    public static func waitingSince(on connection: any DatabaseConnection) throws -> Instant? {
        let policy = try connection.statement(question)
        defer { policy.reset() }
        guard try policy.step(), try TlogPolicy(parsing: Array(policy.bytes(0))).quorum != nil else { return nil }
        let published = policy.isNull(2) ? nil : policy.int64(2)
        let oldest = try connection.statement("SELECT recorded FROM entry WHERE seq = ?")
        defer { oldest.reset() }
        oldest.bind((published ?? 0) + 1, at: 1)
        guard try oldest.step() else { return nil }
        let seq = (published ?? 0) + 1
        let recorded = try ClockMends(on: connection).recorded(oldest.int64(0), seq: seq)
        return Instant(microseconds: published == nil ? max(recorded, policy.int64(1)) : recorded)
    }

    private static let question =
        """
        SELECT policy, given, (SELECT size FROM log_checkpoint WHERE published IS NOT NULL ORDER BY size DESC LIMIT 1)
        FROM log_policy WHERE id = 1
        """

    /// Says that `waitingSince` is going to be asked.
    public static func foretell(on connection: any DatabaseConnection) throws {
        try connection.foretell(question) { _ in }
    }
}
