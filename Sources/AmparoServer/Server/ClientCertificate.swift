internal import Crypto
internal import HTTPTypes
internal import NIOCore
internal import NIOSSL

/// Client certificates (mutual TLS). TLS proves that whoever connects has the certificate's key. Whose certificate it is, only
/// the registered fingerprint says: who signed it, and what names stand in it, is not looked at.
package enum ClientCertificate {
    /// SHA-256 of the first certificate of a PEM file, as DER; nil when there is none.
    package static func fingerprint(ofPEM path: String) -> [UInt8]? {
        (try? NIOSSLCertificate.fromPEMFile(path))?.first.flatMap(fingerprint)
    }

    /// SHA-256 of a certificate as DER.
    static func fingerprint(_ certificate: NIOSSLCertificate) -> [UInt8]? {
        (try? certificate.toDERBytes()).map { [UInt8](SHA256.hash(data: $0)) }
    }

    /// The fingerprint of the certificate that the other side of a connection has shown; nil for none, and for plain HTTP.
    static func fingerprint(of channel: any Channel) async -> [UInt8]? {
        guard let shown = try? await channel.nioSSL_peerCertificate().get() else { return nil }
        return fingerprint(shown)
    }
}

extension HTTPField.Name {
    /// The purpose of a request by a machine that is known by its certificate. A browser sends this field to no other site
    /// without asking first, so that no page can use somebody's certificate.
    static let purpose = HTTPField.Name("X-Purpose") ?? .accept
}
