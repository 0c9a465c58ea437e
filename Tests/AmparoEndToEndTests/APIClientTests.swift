import Foundation
import Testing

/// Programs that others have written, against the program as it is run. `Scripts/install-packages` puts them into
/// `.build/test-peers`; without it these tests say so and are skipped.
@Suite("Clients of the API that others have written", .enabled(if: Clients.isThere))
struct APIClientTests {
    @Test("openapi-spec-validator takes the document")
    func document() throws {
        let store = try TestStore(isMade: false)
        let path = store.folder + "/openapi.json"
        try store.expect("api", "openapi").output.write(to: URL(filePath: path))
        let run = try Clients.run("openapi-spec-validator", [path], in: store.folder)
        #expect(run.status == 0, "\(run.text)")
    }

    @Test(
        "schemathesis finds nothing: PyJWT signs each request",
        arguments: [
            ("federal-field-specialist", "safety-check"), ("trial-attorney-office", "court-appearance"),
            ("court-staff", "court-appearance"),
        ])
    func schemathesis(account: String, purpose: String) throws {
        let store = try TestStore(isMade: false)
        try store.expect(
            "demo", "--children", "40", "--seed", "3", "--no-serve", "--data", store.data, "--keys", store.keys)
        let checkpoint = try JSONSerialization.jsonObject(with: store.run("log", "checkpoint", "--json").output)
        let name = try #require((checkpoint as? [String: Any])?["origin"] as? String)
        try store.expect("api", "openapi").output.write(to: URL(filePath: store.folder + "/openapi.json"))
        let serving = try SignInTests.Serving(store)
        let isLong = ProcessInfo.processInfo.environment["AMPARO_TEST_LONG"] != nil
        let noon = try #require(ISO8601DateFormatter().date(from: "2026-06-01T00:00:00Z"))
        let run = try Clients.run(
            "st",
            [
                "--config-file", Clients.folder + "/schemathesis.toml", "run", store.folder + "/openapi.json", "--url",
                serving.address + "/api/v1", "--max-examples", isLong ? "200" : "5", "--seed", "1", "--phases",
                "examples,coverage,fuzzing", "--no-color", "--request-timeout", "60",
            ], in: store.folder,
            environment: [
                "API_ACCOUNT": account, "API_PURPOSE": purpose, "API_NAME": name,
                "API_KEY": "\(store.folder)/data-signing-keys/\(account).key",
                "API_NOW": "\(Int(noon.timeIntervalSince1970))",
            ])
        #expect(run.status == 0, "\(run.text.suffix(6000))")
        _ = try serving.end()
        try store.expect("verify")
    }
}

/// The Python programs of `.build/test-peers`.
enum Clients {
    /// Where the scripts are that they need.
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Clients").path

    private static let programs: String? = {
        var folders: [String] = []
        if let named = ProcessInfo.processInfo.environment["AMPARO_TEST_PEERS"] { folders.append(named) }
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        folders.append(package.appending(path: ".build/test-peers").path)
        let found = folders.first { FileManager.default.isExecutableFile(atPath: $0 + "/bin/st") }
        if found == nil { print("SKIPPED: no schemathesis in .build/test-peers; run Scripts/install-packages.") }
        return found.map { $0 + "/bin" }
    }()

    static var isThere: Bool { programs != nil }

    /// Runs one to its end; what it says on both outputs.
    static func run(
        _ program: String, _ arguments: [String], in folder: String, environment: [String: String] = [:]
    ) throws -> (status: Int32, text: String) {
        let path = folder + "/client-" + UUID().uuidString
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        let output = try #require(FileHandle(forWritingAtPath: path))
        defer { try? output.close() }
        let process = Process()
        let bin = try #require(programs)
        // By the interpreter: the programs' own first lines name the folder they were installed in.
        process.executableURL = URL(filePath: bin + "/python")
        process.arguments = [bin + "/" + program] + arguments
        process.currentDirectoryURL = URL(filePath: folder)
        process.environment = environment.merging([
            "HOME": folder, "PATH": "/usr/bin:/bin", "PYTHONPATH": Self.folder, "PYTHONDONTWRITEBYTECODE": "1",
            "SCHEMATHESIS_HOOKS": "api_hooks",
        ]) { given, _ in given }
        process.standardOutput = output
        process.standardError = output
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, try String(contentsOfFile: path, encoding: .utf8))
    }
}
