public import AmparoModel

/// Where the server gets what it shows. The store's side of the seam: the server asks, and knows nothing of databases.
///
/// Both may be called from any task, several at once. Work that takes long or blocks belongs on the source's own queue or thread,
/// not on the cooperative pool that answers requests.
public protocol OverviewSource: Sendable {
    /// The overview of everything recorded up to now. Asked again only when the log has grown or the day has changed.
    func overview() async throws -> OverviewModel

    /// How the store is. Asked for almost every request, so it must be quick: two indexed reads.
    func health() async throws -> HealthReport
}

/// How the store is.
public struct HealthReport: Hashable, Sendable {
    /// What the store can do.
    public enum Status: String, Hashable, Sendable {
        /// Everything.
        case ok
        /// It answers, but something is wrong that an operator should look at.
        case degraded
    }

    /// What the store can do.
    public var status: Status
    /// The entries of the log.
    public var logSize: Int
    /// The version of the store's schema.
    public var schema: Int
    /// When the last ingest was taken; nil before the first.
    public var lastIngest: Instant?

    /// A report.
    public init(status: Status = .ok, logSize: Int, schema: Int, lastIngest: Instant? = nil) {
        self.status = status
        self.logSize = logSize
        self.schema = schema
        self.lastIngest = lastIngest
    }
}
