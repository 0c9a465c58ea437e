internal import Foundation

/// Two authorities, `authority` and `stranger`, and two certificates of the first for `localhost`, `present` and `expired`: of a
/// test's own, made with openssl, gone with the value. Files are `NAME.crt` and `NAME.key`.
public final class ServerCertificates {
    private let folder: String

    private static let program = "/usr/bin/openssl"
    /// Whether openssl is there.
    public static let isThere = FileManager.default.isExecutableFile(atPath: program)

    /// Makes them.
    public init() throws {
        folder = try TestCluster.temporary("amparo-certificates-") { mkdtemp($0) != nil }
        try authority("authority")
        try authority("stranger")
        try server("present", days: 30)
        try server("expired", days: -1)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// The path of a file.
    public func path(_ name: String) -> String { folder + "/" + name }

    private static let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]

    private func authority(_ name: String) throws {
        try run(
            ["req", "-x509"] + Self.newKey + [
                "-keyout", name + ".key", "-out", name + ".crt", "-days", "30", "-subj", "/CN=\(name)",
            ])
    }

    private func server(_ name: String, days: Int) throws {
        try run(
            ["req"] + Self.newKey + [
                "-keyout", name + ".key", "-out", name + ".csr", "-subj", "/CN=localhost", "-addext",
                "subjectAltName=DNS:localhost",
            ])
        try run([
            "x509", "-req", "-in", name + ".csr", "-CA", "authority.crt", "-CAkey", "authority.key", "-CAcreateserial",
            "-out", name + ".crt", "-days", "\(days)", "-copy_extensions", "copy",
        ])
    }

    private struct Failed: Error { var words: [String] }

    private func run(_ words: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: Self.program)
        process.arguments = words
        process.currentDirectoryURL = URL(filePath: folder)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(words: words) }
    }
}
