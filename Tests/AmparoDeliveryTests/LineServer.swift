import NIOCore
import NIOPosix
import Synchronization

/// A server on this machine that speaks in lines, as a test says: what to answer to each line, and whether to close then.
final class LineServer: Sendable {
    struct Answer: Sendable {
        var text: String
        var closes = false
    }

    private let channel: any Channel
    let heard: Heard

    final class Heard: Sendable { let lines = Mutex<[String]>([]) }

    init(greeting: String, _ answer: @escaping @Sendable (String) -> Answer?) async throws {
        let heard = Heard()
        self.heard = heard
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Speaking(greeting, heard, answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    var port: Int { channel.localAddress?.port ?? 0 }
    var lines: [String] { heard.lines.withLock { $0 } }

    func close() async throws { try await channel.close() }

    private final class Speaking: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let greeting: String
        private let heard: Heard
        private let answer: @Sendable (String) -> Answer?
        private var rest = ""

        init(_ greeting: String, _ heard: Heard, _ answer: @escaping @Sendable (String) -> Answer?) {
            self.greeting = greeting
            self.heard = heard
            self.answer = answer
        }

        func channelActive(context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: greeting)), promise: nil)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            rest += String(buffer: unwrapInboundIn(data))
            while let end = rest.firstIndex(of: "\r\n") {
                let line = String(rest[..<end])
                rest = String(rest[rest.index(after: end)...])
                heard.lines.withLock { $0.append(line) }
                guard let said = answer(line) else { continue }
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: said.text)), promise: nil)
                if said.closes { context.close(promise: nil) }
            }
        }
    }
}
