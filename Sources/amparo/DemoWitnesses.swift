import AmparoServer
import AmparoStore
import AmparoStoreSQLite
import AmparoTransparency
import Foundation
import Logging

/// Two witnesses of the demonstration's log, in the process of the demonstration: one as an inspector general would run it,
/// one as an organisation outside government would. The quorum needs both.
struct DemoWitnesses {
    private static let names = ["inspector", "clinic"]

    /// Where their keys and books go: one folder each.
    let folder: String

    /// Starts them on ports that are free, makes them the log's policy and says where they are. They end with the process.
    func start(for log: PublishedLog) throws {
        var policy = ""
        for name in Self.names {
            let (key, port) = try start(name, trusting: try log.verifierKeys())
            policy += "witness \(name) \(key) http://127.0.0.1:\(port)\n"
            Terminal.print("A witness (\(name)) cosigns the log at http://127.0.0.1:\(port)/")
        }
        policy += "group \(TlogPolicy.outsideGroup) any clinic\n"
        policy += "group both all inspector \(TlogPolicy.outsideGroup)\nquorum both\n"
        try log.setPolicy(Array(policy.utf8))
    }

    private func start(_ name: String, trusting keys: [VerifierKey]) throws -> (key: VerifierKey, port: Int) {
        let home = folder + "/" + name
        try DurableFile.makeFolder(home, mode: 0o700)
        let signer = try WitnessKey(folder: home).signer(name: OctetText("\(name).example/witness"), random: .system())
        let database = try SQLiteDatabase(
            path: home + "/witness.sqlite", options: SQLiteDatabase.Options(create: true))
        let book = try WitnessBook(database, signer: signer, now: Clock.now)
        for key in keys { try book.trust(key) }
        var logger = Logger(label: "amparo") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .notice
        let server = try WitnessServer(
            desk: StoredWitness(book: book), configuration: ServerConfiguration(port: 0), logger: logger)
        let (ports, listening) = AsyncThrowingStream<Int, any Error>.makeStream()
        Task {
            do {
                try await server.run { listening.yield($0) }
                listening.finish()
            } catch {
                listening.finish(throwing: error)
            }
        }
        let port = try waiting {
            for try await port in ports { return port }
            throw Refusal("A witness of the demonstration ended before it began; run the demonstration again.")
        }
        return (book.verifierKey, port)
    }
}
