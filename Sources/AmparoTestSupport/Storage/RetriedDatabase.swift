public import AmparoStore

/// A database that runs every write twice, the first time for nothing: as an engine does that retries after a conflict.
/// What works on the database itself must work on this one too (law 9).
public struct RetriedDatabase: Database {
    private struct Conflict: Error {}

    private let inner: any Database

    /// Retries the writes of `inner`.
    public init(_ inner: any Database) { self.inner = inner }

    /// As the inner one.
    public func read<Result>(_ body: (any DatabaseConnection) throws -> Result) throws -> Result {
        try inner.read(body)
    }

    /// Runs `body` and undoes it, then runs it again.
    public func write<Result>(_ body: (any DatabaseConnection) throws -> Result) throws -> Result {
        do {
            try inner.write { connection in
                _ = try body(connection)
                throw Conflict()
            }
        } catch is Conflict {}
        return try inner.write(body)
    }

    /// As the inner one.
    public func upkeep() throws { try inner.upkeep() }
    /// As the inner one.
    public func scrub() throws { try inner.scrub() }
    /// As the inner one.
    public func freeBytes() throws -> UInt64? { try inner.freeBytes() }

    /// As the database behind it.
    public var writesPages: Bool { inner.writesPages }
}
