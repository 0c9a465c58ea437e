internal import Dispatch

/// Runs what blocks, such as a read of the store, on a thread of its own and off those that answer requests. Receipts of
/// several requests share one flush of the disk only when several threads wait for it.
package func apart<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Swift.Result { try body() }) }
    }
}
