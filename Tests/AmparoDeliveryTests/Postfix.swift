import Foundation
import Glibc
import Testing

/// A postfix of its own in a folder of its own: it takes mail for `duty@office.test` over TLS, and writes each whole into a pipe
/// that the test reads. `Scripts/install-packages` installs the program; it starts as root only.
final class Postfix {
    private static let program = "/usr/sbin/postfix"

    /// Whether it can be started here; says so when it cannot.
    static let isThere: Bool = {
        let reason =
            !FileManager.default.isExecutableFile(atPath: program)
            ? "no postfix; run Scripts/install-packages" : getuid() != 0 ? "postfix starts as root only" : nil
        if let reason { print("SKIPPED: \(reason).") }
        return reason == nil
    }()

    /// The port on which it listens.
    let port: Int
    /// Its certificate, of `localhost`.
    let certificate: Certificate
    private let folder: String
    private let pipe: Int32

    init(in parent: String) throws {
        folder = URL(filePath: parent + "/postfix").standardizedFileURL.path
        for name in ["", "/conf", "/queue", "/data"] {
            try FileManager.default.createDirectory(
                atPath: folder + name, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o755])
        }
        certificate = try Certificate(for: "localhost", in: folder + "/conf")
        port = try Self.freePort()
        try #require(mkfifo(folder + "/taken", 0o622) == 0 && chmod(folder + "/taken", 0o622) == 0)
        // Opened for both, so that opening waits for nobody and the end of a mail is not the end of the pipe.
        pipe = open(folder + "/taken", O_RDWR | O_CLOEXEC)
        try write(Self.deliver(folder), to: "/deliver")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder + "/deliver")
        try write(Self.main(folder, certificate), to: "/conf/main.cf")
        try write(Self.services(folder, port), to: "/conf/master.cf")
        try Self.run(["chown", "postfix", folder + "/data"])
        try Self.run([Self.program, "-c", folder + "/conf", "start"])
    }

    deinit {
        try? Self.run([Self.program, "-c", folder + "/conf", "stop"])
        close(pipe)
    }

    /// The next mail that was delivered, at most half a minute later.
    func mail() throws -> String {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while bytes.suffix(Self.end.count) != Self.end[...] {
            var waiting = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
            try #require(poll(&waiting, 1, 30_000) == 1, "postfix has delivered nothing")
            let count = read(pipe, &part, part.count)
            try #require(count > 0)
            bytes += part[..<count]
        }
        return String(decoding: bytes.dropLast(Self.end.count), as: UTF8.self)
    }

    private static let end = Array("end of mail\n".utf8)

    private static func deliver(_ folder: String) -> String {
        "#!/bin/sh\n(cat; printf 'end of mail\\n') > \(folder)/taken\n"
    }

    private static func main(_ folder: String, _ certificate: Certificate) -> String {
        """
        compatibility_level = 3.6
        queue_directory = \(folder)/queue
        data_directory = \(folder)/data
        maillog_file = \(folder)/log
        maillog_file_prefixes = \(folder)
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        myhostname = localhost.test
        mydestination =
        alias_maps =
        local_recipient_maps =
        virtual_mailbox_domains = office.test
        virtual_mailbox_maps = inline:{{duty@office.test=box}}
        virtual_transport = keep
        smtpd_tls_cert_file = \(certificate.path)
        smtpd_tls_key_file = \(certificate.key)
        smtpd_tls_security_level = encrypt
        smtpd_tls_received_header = yes
        smtpd_relay_restrictions = reject_unauth_destination

        """
    }

    private static func services(_ folder: String, _ port: Int) -> String {
        """
        127.0.0.1:\(port) inet n - n - - smtpd
        pickup unix n - n 60 1 pickup
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        tlsmgr unix - - n 1000? 1 tlsmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        proxymap unix - - n - - proxymap
        anvil unix - - n - 1 anvil
        error unix - - n - - error
        retry unix - - n - - error
        postlog unix-dgram n - n - 1 postlogd
        keep unix - n n - 1 pipe flags=R user=nobody argv=\(folder)/deliver

        """
    }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: folder + name))
    }

    /// A port that nobody listens on.
    private static func freePort() throws -> Int {
        let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(handle) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(handle, $0, length) == 0 && getsockname(handle, $0, &length) == 0
            }
        }
        try #require(isBound)
        return Int(UInt16(bigEndian: address.sin_port))
    }

    private static func run(_ words: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(words.joined(separator: " "))")
    }
}
