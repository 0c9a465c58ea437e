import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// Clients that each send a request, wait for its answer and send the next, on a connection of their own that stays open.
struct LoadRun {
    let host: String
    let port: Int

    /// Runs a plan for some seconds behind a warm-up, and answers the numbers as JSON.
    func measure(
        _ requests: [PlannedRequest], clients: Int, seconds: Double, warmUp: Double, isOnce: Bool
    ) async throws -> String {
        let now = DispatchTime.now().uptimeNanoseconds
        let start = now + UInt64(warmUp * 1e9)
        let tally = SharedTally(
            LoadTally(requests, isOnce: isOnce, start: start, end: start + UInt64(seconds * 1e9)))
        let authority = "\(host):\(port)"
        // One thread: the clients must leave the cores to whom they measure.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let bootstrap = ClientBootstrap(group: group).channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    try channel.pipeline.syncOperations.addHandler(LoadClient(tally, authority: authority))
                }
            }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for _ in 0..<clients {
                let channel = try await bootstrap.connect(host: host, port: port).get()
                tasks.addTask { try await channel.closeFuture.get() }
            }
            try await tasks.waitForAll()
        }
        try await group.shutdownGracefully()
        return tally.tally.withLock { $0.json() }
    }
}

/// The tally of a run, shared by its clients.
final class SharedTally: Sendable {
    let tally: Mutex<LoadTally>

    init(_ tally: LoadTally) { self.tally = Mutex(tally) }
}

/// One client: asks again as soon as it was answered, and closes when the run is over.
private final class LoadClient: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let shared: SharedTally
    private let authority: String
    private var began: UInt64 = 0
    private var status: UInt = 0
    private var bytes = 0

    init(_ shared: SharedTally, authority: String) {
        self.shared = shared
        self.authority = authority
    }

    func channelActive(context: ChannelHandlerContext) { ask(context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): (status, bytes) = (head.status.code, 0)
        case .body(let part): bytes += part.readableBytes
        case .end:
            let ended = DispatchTime.now().uptimeNanoseconds
            shared.tally.withLock { $0.count(status: status, bytes: bytes, from: began, to: ended) }
            ask(context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func ask(_ context: ChannelHandlerContext) {
        began = DispatchTime.now().uptimeNanoseconds
        guard let request = shared.tally.withLock({ $0.take(at: began) }) else {
            context.close(promise: nil)
            return
        }
        context.write(wrapOutboundOut(.head(request.head(host: authority))), promise: nil)
        if let body = request.body {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
