@testable internal import AmparoServer
internal import Hummingbird
internal import NIOCore
internal import Testing

@Suite("Bodies that take their time")
struct BodyTests {
    @Test("A body that never ends is given up after the time it has, one that is there is read")
    func slow() async throws {
        let (stream, source) = AsyncStream<ByteBuffer>.makeStream()
        source.yield(ByteBuffer(string: "a=1"))
        await #expect {
            try await collected(RequestBody(asyncSequence: stream), upTo: 100, within: .milliseconds(20))
        } throws: { ($0 as? HTTPError)?.status == .requestTimeout }
        source.finish()
        let whole = try await collected(RequestBody(buffer: ByteBuffer(string: "a=1")), upTo: 100)
        #expect(whole.readableBytes == 3)
        await #expect(throws: NIOTooManyBytesError.self) {
            try await collected(RequestBody(buffer: ByteBuffer(string: "abcd")), upTo: 3)
        }
    }
}
