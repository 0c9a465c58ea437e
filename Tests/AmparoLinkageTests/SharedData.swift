import Foundation

/// Files to test against that are no part of the project: `../shared/data` beside it, or the folder that
/// `AMPARO_SHARED_DATA` names. Where they are absent the tests that read them say so and are skipped.
enum SharedData {
    /// The path of a file, or nil if it is not there.
    static func path(_ name: String) -> String? {
        var folders: [String] = []
        if let named = ProcessInfo.processInfo.environment["AMPARO_SHARED_DATA"] { folders.append(named) }
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        folders.append(package.deletingLastPathComponent().appending(path: "shared/data").path)
        for folder in folders {
            let path = folder + "/" + name
            if FileManager.default.isReadableFile(atPath: path) { return path }
        }
        print("SKIPPED: \(name) is not there; set AMPARO_SHARED_DATA to the folder with the data to test against.")
        return nil
    }

    static func isThere(_ name: String) -> Bool { path(name) != nil }

    /// The contents of a file; of one that ends in `.bz2`, unpacked.
    static func read(_ name: String) throws -> Data? {
        guard let path = path(name) else { return nil }
        guard name.hasSuffix(".bz2") else { return try Data(contentsOf: URL(filePath: path)) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", "-c", "import bz2,sys;sys.stdout.buffer.write(bz2.open(sys.argv[1]).read())", path,
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? data : nil
    }
}
