import AmparoServer

/// A file with one client certificate.
struct CertificateFile {
    let path: String

    /// SHA-256 of the first certificate of the file, as DER: 32 bytes. Throws `Refusal` when there is none.
    func fingerprint() throws -> [UInt8] {
        guard let fingerprint = ClientCertificate.fingerprint(ofPEM: path) else {
            throw Refusal("The file holds no certificate in PEM; `openssl x509 -in FILE` shows whether it does.")
        }
        return fingerprint
    }
}
