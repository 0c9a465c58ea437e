import Foundation
import Testing

/// A program in Python that the tests speak with: a real mail server, a real receiver of webhooks. `Scripts/install-packages` puts
/// the packages that they need into `.build/test-peers`. Without it the tests that need one say so and are skipped.
final class Peer {
    static let python: String? = {
        var folders: [String] = []
        if let named = ProcessInfo.processInfo.environment["AMPARO_TEST_PEERS"] { folders.append(named) }
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        folders.append(package.appending(path: ".build/test-peers").path)
        for folder in folders {
            let path = folder + "/bin/python"
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        print("SKIPPED: no .build/test-peers; run Scripts/install-packages.")
        return nil
    }()

    static var isThere: Bool { python != nil }

    private let process = Process()
    private let output = Pipe()
    private var rest = Data()
    /// The port on which it listens.
    private(set) var port = 0

    /// Starts a script of the folder `Peers`.
    init(_ script: String, _ arguments: [String]) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Peers")
        process.executableURL = URL(filePath: try #require(Peer.python))
        process.arguments = [folder.appending(path: script).path] + arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        port = try #require(try line()["port"] as? Int)
    }

    // An asyncio server may take a polite signal for a wish.
    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// The next line that it wrote.
    func line() throws -> [String: Any] {
        while true {
            if let end = rest.firstIndex(of: 0x0A) {
                let line = Data(rest[..<end])
                rest = Data(rest[(end + 1)...])
                return try #require(try JSONSerialization.jsonObject(with: line) as? [String: Any])
            }
            let more = output.fileHandleForReading.availableData
            try #require(!more.isEmpty, "the peer has ended")
            rest.append(more)
        }
    }
}
