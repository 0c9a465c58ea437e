package import Hummingbird
internal import NIOCore

/// What goes along with a request: its route, and the connection, so that a body nobody wants need not be read to its end.
package struct ServerContext: RequestContext {
    /// The route and its parameters.
    package var coreContext: CoreRequestContextStorage
    private let connection: any Channel

    /// The context of a request.
    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        connection = source.channel
    }

    /// Where the request comes from; nil when the connection cannot tell.
    var remoteAddress: SocketAddress? { connection.remoteAddress }

    /// The fingerprint of the certificate that the client has shown; nil for none.
    func clientCertificate() async -> [UInt8]? { await ClientCertificate.fingerprint(of: connection) }

    /// Reads no more from the connection; what is being answered is still sent.
    func stopReading() { connection.close(mode: .input, promise: nil) }
}
