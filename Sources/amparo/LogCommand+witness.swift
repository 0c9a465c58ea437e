import AmparoGate
import AmparoModel
import AmparoServer
import AmparoStore
import AmparoStoreSQLite
import AmparoTransparency
import ArgumentParser
import Foundation
import Logging

extension LogCommand {
    struct Witness: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "witness",
            abstract: "Runs a witness: cosigns what logs ask for, as long as they only grow (c2sp.org/tlog-witness).",
            discussion: """
                For an organisation outside the one that runs the log. The folder holds the witness's key and what it has
                cosigned: back it up, and never run two copies of it. docs/witness.md is the whole way in ten minutes.
                Example: amparo log witness --listen 0.0.0.0:8443 --state /srv/witness --name witness.example.org/1 \\
                  --log 'log.example.org/children+1a2b3c4d+AQID…'
                """)

        @Option(help: "The address and port to listen on, HOST:PORT.") var listen: String
        @Option(help: "The folder of the witness's key and books; made when it is not there.") var state: String
        @Option(help: "The witness's name, for the first start (default: a random one).") var name: String?
        @Option(name: .customLong("log"), help: "The key of a log to trust, name+hash+key; may be given several times.")
        var logs: [String] = []
        @Option(name: .long, help: "A PEM file with the certificate chain, to serve TLS.") var tlsCert: String?
        @Option(name: .long, help: "A PEM file with its private key.") var tlsKey: String?

        func validate() throws {
            guard (tlsCert == nil) == (tlsKey == nil) else {
                throw ValidationError("--tls-cert and --tls-key belong together.")
            }
            guard place != nil else { throw ValidationError("--listen is HOST:PORT, like 127.0.0.1:8090.") }
        }

        private var place: (host: String, port: Int)? {
            guard let colon = listen.lastIndex(of: ":"), let port = Int(listen[listen.index(after: colon)...]),
                (0...65_535).contains(port), colon > listen.startIndex
            else { return nil }
            let host = listen[..<colon]
            return (
                host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : String(host), port
            )
        }

        func run() throws {
            guard let place else { return }
            try checking {
                let keys = try logs.map { try VerifierKey($0) }
                try DurableFile.makeFolder(state, mode: 0o700)
                let signer = try WitnessKey(folder: state).signer(name: name.map { OctetText($0) }, random: .system())
                let database = try SQLiteDatabase(
                    path: state + "/witness.sqlite", options: SQLiteDatabase.Options(create: true))
                let book = try WitnessBook(database, signer: signer, now: Clock.now)
                for key in keys { try book.trust(key) }
                Terminal.print("This witness's key, to be put into the policy of a log:")
                Terminal.print("\(book.verifierKey)")
                for log in try book.logs() {
                    Terminal.print(
                        "trusts \(log.origin): \(log.size) entries cosigned, \(log.splits) split views refused")
                }
                let tls = tlsCert.flatMap { certificate in
                    tlsKey.map { ServerConfiguration.TLS(certificate: certificate, key: $0) }
                }
                var logger = Logger(label: "amparo") { StreamLogHandler.standardError(label: $0) }
                logger.logLevel = .notice
                let server = try WitnessServer(
                    desk: StoredWitness(book: book),
                    configuration: ServerConfiguration(host: place.host, port: place.port, tls: tls), logger: logger)
                let scheme = tls == nil ? "http" : "https"
                try waiting {
                    try await server.run { Terminal.print("listening on \(scheme)://\(place.host):\($0)/") }
                }
            }
        }
    }
}

/// A witness's books behind the server. Its work blocks, so it has threads of its own.
struct StoredWitness: WitnessDesk {
    let book: WitnessBook

    func addCheckpoint(_ body: [UInt8]) async throws -> (status: Int, mediaType: String, body: [UInt8]) {
        let answer = try await apart { try book.addCheckpoint(body) }
        return (answer.status, answer.mediaType, answer.body)
    }

    func about() async throws -> String {
        let logs = try await apart { try book.logs() }
        return (["witness key: \(book.verifierKey)"] + logs.map { "\($0.origin): \($0.size) entries cosigned" })
            .joined(separator: "\n") + "\n"
    }
}

/// The published log of a store behind the server.
struct StoredLog: LogSource {
    let log: PublishedLog

    func resource(_ resource: TlogResource) async throws -> [UInt8]? {
        try await apart { try log.source.read(resource) }
    }
}
