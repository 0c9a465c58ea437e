internal import Foundation

/// Something that speaks as much of the server's language as it takes to say that it is of version 14.
public final class OldServer: @unchecked Sendable {
    // @unchecked: made once, its thread only reads.
    /// The folder of its socket.
    public let folder: String
    private let descriptor: Int32

    /// Begins to answer.
    public init() throws {
        folder = try TestCluster.temporary("amparo-old-") { mkdtemp($0) != nil }
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_un()
        place.sun_family = sa_family_t(AF_UNIX)
        let path = Array((folder + "/.s.PGSQL.5432").utf8)
        withUnsafeMutableBytes(of: &place.sun_path) { $0.copyBytes(from: path) }
        let bound = withUnsafePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0, listen(descriptor, 8) == 0 else { throw TestCluster.Failed(description: "no socket") }
        Thread { [self] in answer() }.start()
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Ends it: whoever waits for the next connection waits no more.
    public func end() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    private func answer() {
        while true {
            let client = accept(descriptor, nil, nil)
            guard client >= 0 else { return }
            var asked = [UInt8](repeating: 0, count: 4096)
            _ = read(client, &asked, asked.count)
            var said = Self.message("R", [0, 0, 0, 0])
            for (name, value) in [("server_version", "14.9"), ("server_encoding", "UTF8"), ("client_encoding", "UTF8")]
            {
                said += Self.message("S", Array(name.utf8) + [0] + Array(value.utf8) + [0])
            }
            said += Self.message("K", [0, 0, 0, 1, 0, 0, 0, 1]) + Self.message("Z", Array("I".utf8))
            _ = write(client, said, said.count)
            // The client hangs up.
            while read(client, &asked, asked.count) > 0 {}
            close(client)
        }
    }

    private static func message(_ kind: String, _ content: [UInt8]) -> [UInt8] {
        Array(kind.utf8) + withUnsafeBytes(of: UInt32(content.count + 4).bigEndian) { Array($0) } + content
    }
}
