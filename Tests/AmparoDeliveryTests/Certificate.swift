import Foundation
import Testing

/// A certificate for one host that signs itself, made by `openssl`, with its key beside it.
struct Certificate {
    /// The certificate, PEM.
    let path: String
    /// Its private key, PEM.
    let key: String

    /// Makes one in a folder.
    init(for host: String, in folder: String, named name: String = "certificate") throws {
        path = folder + "/\(name).pem"
        key = folder + "/\(name)-key.pem"
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
            "/CN=\(host)", "-addext", "subjectAltName=DNS:\(host)", "-addext", "basicConstraints=critical,CA:TRUE",
            "-keyout", key, "-out", path,
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "openssl made no certificate; run Scripts/install-packages")
    }
}
