internal import NIOCore
internal import NIOPosix
internal import NIOSSL

/// A conversation with a mail server: a command, a reply, and so on; no pipelining.
struct SMTPConnection: Sendable {
    /// Why a conversation ended.
    enum Failure: Error, Hashable {
        case timeout
        case closed
        case malformed
        /// Something came in plain after `STARTTLS`: somebody is between.
        case injected
    }

    private let channel: any Channel
    private let handler: NIOLoopBound<ReplyHandler>

    /// Connects, and ends the connection when the time is up, whatever is under way.
    static func connect(host: String, port: Int, tls: (NIOSSLContext, String?)?, timeout: TimeAmount) async throws
        -> SMTPConnection
    {
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(min(timeout, .seconds(10)))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let (context, name) = tls {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: context, serverHostname: name))
                    }
                    try channel.pipeline.syncOperations.addHandler(ReplyHandler())
                }
            }
        let channel = try await bootstrap.connect(host: host, port: port).get()
        let handler = try await channel.eventLoop.submit {
            NIOLoopBound(
                try channel.pipeline.syncOperations.handler(type: ReplyHandler.self), eventLoop: channel.eventLoop)
        }.get()
        let timer = channel.eventLoop.scheduleTask(in: timeout) { handler.value.fail(.timeout, channel) }
        channel.closeFuture.whenComplete { _ in timer.cancel() }
        return SMTPConnection(channel: channel, handler: handler)
    }

    /// The next reply, as the greeting.
    func reply() async throws -> SMTPReply {
        let handler = handler
        return try await channel.eventLoop.flatSubmit { [channel] in handler.value.next(on: channel.eventLoop) }.get()
    }

    /// Sends a command and gives the reply to it.
    func ask(_ command: String) async throws -> SMTPReply { try await ask(bytes: Array((command + "\r\n").utf8)) }

    /// Sends bytes as they are and gives the reply to them.
    func ask(bytes: [UInt8]) async throws -> SMTPReply {
        let handler = handler
        return try await channel.eventLoop.flatSubmit { [channel] in
            let reply = handler.value.next(on: channel.eventLoop)
            channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
            return reply
        }.get()
    }

    /// Goes on in TLS.
    func secure(_ context: NIOSSLContext, name: String?) async throws {
        let handler = handler
        try await channel.eventLoop.submit { [channel] in
            guard !handler.value.hasMore else { throw Failure.injected }
            try channel.pipeline.syncOperations.addHandler(
                NIOSSLClientHandler(context: context, serverHostname: name), position: .first)
        }.get()
    }

    /// Says goodbye and closes.
    func close() async {
        channel.writeAndFlush(ByteBuffer(string: "QUIT\r\n"), promise: nil)
        try? await channel.close()
    }
}

/// Turns what the server says into replies, for whoever waits for one.
private final class ReplyHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private var reader = SMTPReplyReader()
    private var ready: [SMTPReply] = []
    private var waiting: EventLoopPromise<SMTPReply>?
    private var failure: (any Error)?

    var hasMore: Bool { reader.hasMore || !ready.isEmpty }

    func next(on eventLoop: any EventLoop) -> EventLoopFuture<SMTPReply> {
        let promise = eventLoop.makePromise(of: SMTPReply.self)
        if !ready.isEmpty {
            promise.succeed(ready.removeFirst())
        } else if let failure {
            promise.fail(failure)
        } else {
            waiting = promise
        }
        return promise.futureResult
    }

    func fail(_ error: SMTPConnection.Failure, _ channel: any Channel) {
        end(with: error)
        channel.close(promise: nil)
    }

    private func end(with error: any Error) {
        if failure == nil { failure = error }
        waiting?.fail(error)
        waiting = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        reader.add(unwrapInboundIn(data).readableBytesView)
        do {
            while let reply = try reader.next() {
                if let promise = waiting {
                    waiting = nil
                    promise.succeed(reply)
                } else if ready.count < 4 {
                    ready.append(reply)
                } else {
                    throw SMTPReplyReader.Malformed()
                }
            }
        } catch {
            fail(.malformed, context.channel)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end(with: error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(with: SMTPConnection.Failure.closed)
        context.fireChannelInactive()
    }
}
