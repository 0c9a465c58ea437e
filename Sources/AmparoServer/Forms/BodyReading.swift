internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Reads a body of at most `most` bytes that is there within `patience`, however slowly it trickles in: a connection that is never
/// silent for long must not hold a request for ever.
///
/// - Throws: `NIOTooManyBytesError`; `HTTPError` 408 when it takes longer.
func collected(
    _ body: RequestBody, upTo most: Int, within patience: Duration = .seconds(60)
) async throws -> ByteBuffer {
    try await withThrowingTaskGroup(of: ByteBuffer.self) { group in
        group.addTask { try await body.collect(upTo: most) }
        group.addTask {
            try await Task.sleep(for: patience)
            throw HTTPError(.requestTimeout, headers: [.connection: "close"])
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { throw HTTPError(.badRequest) }
        return first
    }
}
