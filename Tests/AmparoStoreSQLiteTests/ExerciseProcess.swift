import Foundation
import Testing

/// The exercise program as a process of its own.
final class ExerciseProcess {
    private let process = Process()
    private let output = Pipe()
    private var rest = Data()

    /// The folder with the programs that were built beside the tests.
    private static func program() throws -> String {
        let candidates =
            [CommandLine.arguments.first, Bundle.main.executablePath].compactMap(\.self)
            + Bundle.allBundles.map(\.bundlePath)
        for candidate in candidates {
            var folder = URL(filePath: candidate)
            for _ in 0..<4 {
                folder.deleteLastPathComponent()
                let path = folder.appending(path: "StoreExercise").path
                if FileManager.default.isExecutableFile(atPath: path) { return path }
            }
        }
        throw CocoaError(.fileNoSuchFile)
    }

    init(_ arguments: [String], traceTo trace: String? = nil) throws {
        let program = try Self.program()
        if let trace {
            process.executableURL = URL(filePath: Self.strace)
            process.arguments =
                ["-f", "-y", "-e", "trace=write,pwrite64,writev,fdatasync,fsync", "-o", trace, program] + arguments
        } else {
            process.executableURL = URL(filePath: program)
            process.arguments = arguments
        }
        process.standardOutput = output
        try process.run()
    }

    static let strace = "/usr/bin/strace"
    static var hasStrace: Bool { FileManager.default.isExecutableFile(atPath: strace) }

    /// The next line the process wrote; nil when it has ended.
    func line() -> String? {
        while true {
            if let end = rest.firstIndex(of: 0x0A) {
                defer { rest = Data(rest[(end + 1)...]) }
                return String(decoding: rest[..<end], as: UTF8.self)
            }
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { return nil }
            rest.append(more)
        }
    }

    func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }

    @discardableResult
    func wait() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }

    deinit { if process.isRunning { kill() } }
}
