internal import NIOPosix

/// Runs what blocks, such as a read of the store or the wait for a receipt, on a thread of its own and off those that answer
/// requests.
///
/// There are many more threads than cores, because most of them wait: the receipts of all that wait at once are made durable by
/// one flush of the disk (`GroupCommit`). A pool that grows with the cores would make one flush for each.
package func apart<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await Threads.blocking.runIfActive(body)
}

private enum Threads {
    /// As many requests as may wait for the store at the same time; the others wait for a thread.
    static let blocking: NIOThreadPool = {
        let pool = NIOThreadPool(numberOfThreads: 64)
        pool.start()
        return pool
    }()
}
