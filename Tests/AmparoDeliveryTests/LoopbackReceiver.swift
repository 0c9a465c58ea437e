import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// A webhook receiver on this machine that behaves as a test says.
final class LoopbackReceiver: Sendable {
    /// What it does with a request.
    enum Behaviour: Sendable {
        /// Takes it and says so.
        case takes
        /// Takes it and says so a while later.
        case takesSlowly
        /// Takes it and closes without a word: the sender cannot know.
        case takesSilently
        /// Takes it and answers with a megabyte.
        case takesWithMuch
        /// Answers with a status without taking it.
        case answers(Int, [String: String] = [:])
        /// Says nothing for ever.
        case hangs
        /// Closes before it has read anything.
        case closes
    }

    /// A request that it took.
    struct Taken: Sendable {
        var headers: [String: String]
        var body: String
        var id: String { headers["webhook-id"] ?? "" }
    }

    private let channel: any Channel
    private let state: State

    final class State: Sendable {
        let taken = Mutex<[Taken]>([])
        let requests = Mutex(0)
        let behaviour: @Sendable (_ request: Int, _ id: String) -> Behaviour

        init(_ behaviour: @escaping @Sendable (Int, String) -> Behaviour) { self.behaviour = behaviour }
    }

    /// - Parameter tls: its certificate; plain without one.
    init(
        tls certificate: Certificate? = nil,
        _ behaviour: @escaping @Sendable (_ request: Int, _ id: String) -> Behaviour = { _, _ in .takes }
    ) async throws {
        let state = State(behaviour)
        self.state = state
        let context = try certificate.map { certificate in
            try NIOSSLContext(
                configuration: .makeServerConfiguration(
                    certificateChain: NIOSSLCertificate.fromPEMFile(certificate.path).map { .certificate($0) },
                    privateKey: .privateKey(NIOSSLPrivateKey(file: certificate.key, format: .pem))))
        }
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let context { try pipeline.addHandler(NIOSSLServerHandler(context: context)) }
                    try pipeline.configureHTTPServerPipeline()
                    try pipeline.addHandler(Answering(state))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    var port: Int { channel.localAddress?.port ?? 0 }
    var url: String { "http://127.0.0.1:\(port)/hook" }
    var taken: [Taken] { state.taken.withLock { $0 } }
    var requests: Int { state.requests.withLock { $0 } }

    func close() async throws { try await channel.close() }

    private final class Answering: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let state: State
        private var headers: [String: String] = [:]
        private var body = ""

        init(_ state: State) { self.state = state }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                headers = Dictionary(head.headers.map { ($0.name.lowercased(), $0.value) }) { $1 }
                body = ""
            case .body(let part): body += String(buffer: part)
            case .end: answer(context)
            }
        }

        private func answer(_ context: ChannelHandlerContext) {
            let number = state.requests.withLock { count in
                count += 1
                return count
            }
            let taken = Taken(headers: headers, body: body)
            func take() { state.taken.withLock { $0.append(taken) } }
            switch state.behaviour(number, taken.id) {
            case .takes:
                take()
                respond(context, 200)
            case .takesSlowly:
                take()
                let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
                context.eventLoop.scheduleTask(in: .milliseconds(60)) { bound.value.0.respond(bound.value.1, 204) }
            case .takesSilently:
                take()
                context.close(promise: nil)
            case .takesWithMuch:
                take()
                respond(context, 200, body: 1 << 20)
            case .answers(let status, let headers): respond(context, status, headers)
            case .hangs: break
            case .closes: context.close(promise: nil)
            }
        }

        private func respond(
            _ context: ChannelHandlerContext, _ status: Int, _ fields: [String: String] = [:], body: Int = 0
        ) {
            var headers = HTTPHeaders(fields.map { ($0.key, $0.value) })
            headers.add(name: "content-length", value: "\(body)")
            context.write(
                wrapOutboundOut(
                    .head(HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: headers))),
                promise: nil)
            if body > 0 {
                context.write(
                    wrapOutboundOut(.body(.byteBuffer(ByteBuffer(repeating: 0x78, count: body)))), promise: nil)
            }
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
