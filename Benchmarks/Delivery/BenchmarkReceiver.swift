import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A receiver of webhooks on this machine that takes everything, and remembers the ids in the order in which they came.
final class BenchmarkReceiver: Sendable {
    final class Heard: Sendable {
        private struct State {
            var ids: [String] = []
            var awaited: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
        }
        private let state = Mutex(State())

        var ids: [String] { state.withLock { $0.ids } }

        func append(_ id: String) {
            let reached = state.withLock { state in
                state.ids.append(id)
                let count = state.ids.count
                guard state.awaited.contains(where: { $0.count <= count }) else {
                    return [CheckedContinuation<Void, Never>]()
                }
                defer { state.awaited.removeAll { $0.count <= count } }
                return state.awaited.filter { $0.count <= count }.map(\.continuation)
            }
            for continuation in reached { continuation.resume() }
        }

        func wait(for count: Int) async {
            await withCheckedContinuation { continuation in
                let isThere = state.withLock { state in
                    guard state.ids.count < count else { return true }
                    state.awaited.append((count, continuation))
                    return false
                }
                if isThere { continuation.resume() }
            }
        }
    }

    private let channel: any Channel
    let heard = Heard()

    init() async throws {
        let heard = heard
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 1024)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Taking(heard))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    var port: Int { channel.localAddress?.port ?? 0 }
    var ids: [String] { heard.ids }

    /// Returns when so many requests have come, counted from the beginning.
    func wait(for count: Int) async { await heard.wait(for: count) }

    private final class Taking: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let heard: Heard
        private var id = ""

        init(_ heard: Heard) { self.heard = heard }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): id = head.headers.first(name: "webhook-id") ?? ""
            case .body: break
            case .end:
                heard.append(id)
                let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: ["content-length": "0"])
                context.write(wrapOutboundOut(.head(head)), promise: nil)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }
    }
}
