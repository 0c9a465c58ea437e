internal import Hummingbird
internal import HummingbirdCore
internal import HummingbirdTLS
internal import NIOCore
internal import NIOSSL

extension ServerConfiguration {
    /// Runs a server and says in words why it cannot listen. Throws `.cannotListen`, and what the server throws.
    func explainingListening(_ run: () async throws -> Void) async throws {
        do {
            try await run()
        } catch let error as IOError {
            throw ServerError(
                .cannotListen,
                "cannot listen on \(host) port \(port) (error \(error.errnoCode)); choose another address or port, or end "
                    + "the program that has it")
        } catch is SocketAddressError {
            throw ServerError(.cannotListen, "\(host) is no address of this machine; choose another")
        }
    }

    /// How connections are read: HTTP/1.1 within the limits, under TLS where there is a certificate. Throws
    /// `.badCertificate`.
    func channels() throws(ServerError) -> HTTPServerBuilder {
        var decoder = HTTP1Channel.Configuration.DecoderConfiguration()
        decoder.maxHeaderFieldSize = longestHeaders
        decoder.maxHeaderListSize = longestHeaders
        decoder.maxHeaderFieldCount = 100
        let plain = HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(
                idleTimeout: TimeAmount(idleTimeout), httpDecoderConfiguration: decoder))
        guard let tls else { return plain }
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(tls.certificate)
            let key = try NIOSSLPrivateKey(file: tls.key, format: .pem)
            var secure = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
            secure.minimumTLSVersion = .tlsv12
            guard tls.asksForCertificates else { return try .tls(plain, tlsConfiguration: secure) }
            secure.certificateVerification = .optionalVerification
            return try .tls(
                plain,
                configuration: TLSChannelConfiguration(tlsConfiguration: secure) { _, promise in
                    promise.succeed(.certificateVerified)
                })
        } catch {
            throw ServerError(
                .badCertificate,
                "the certificate or its key cannot be read; give PEM files with --tls-cert and --tls-key")
        }
    }
}
