import AmparoModel
import AmparoServer
import AmparoStore
import AmparoTransparency
import ArgumentParser
import Foundation

extension LogCommand {
    struct Checkpoint: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "checkpoint",
            abstract: "Signs the log's present size, asks the witnesses, publishes, and prints the signed checkpoint.",
            discussion: """
                Broken off, run it again. Exit code 1 when too few witnesses cosigned; the checkpoint is not published then.
                Example: amparo log checkpoint --json
                """)

        @Flag(help: "Answers as JSON.") var json = false
        @OptionGroup var store: StoreOptions

        func run() throws {
            try checking {
                let log = try store.open().publishedLog()
                let report = try waiting { try await publish(log) }
                let keys = try log.verifierKeys()
                if json {
                    Terminal.print(try encoded(report, keys))
                } else {
                    Terminal.write(String(decoding: report.checkpoint.note.encoded, as: UTF8.self), to: 1)
                    for key in keys { Terminal.print("verifier key: \(key)") }
                }
                guard report.checkpoint.published != nil else {
                    let names = report.witnesses.filter { $0.outcome != .cosigned }.map { "\($0.name): \($0.outcome)" }
                    throw Refusal(
                        "Not published: too few witnesses have cosigned. Run it again later. "
                            + names.joined(separator: ", "))
                }
            }
        }

        private func encoded(_ report: PublishedLog.Report, _ keys: [VerifierKey]) throws -> String {
            let checkpoint = report.checkpoint.checkpoint
            return try LogAnswer.encode(
                LogAnswer.Checkpoint(
                    origin: checkpoint.origin.description, size: checkpoint.size, root: checkpoint.root.description,
                    checkpoint: String(decoding: report.checkpoint.note.encoded, as: UTF8.self),
                    verifierKey: keys.first?.description ?? "", verifierKeys: keys.map(\.description),
                    published: report.checkpoint.published?.description,
                    witnesses: report.witnesses.map {
                        LogAnswer.Witness(name: $0.name.description, outcome: "\($0.outcome)")
                    }))
        }
    }

    struct Prove: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "prove",
            abstract: "Writes the proof that an entry is in the published log, to be verified anywhere, offline.",
            discussion: """
                The proof shows the entry's salted commitment and nothing of the entry (c2sp.org/tlog-proof).
                Example: amparo log prove 42 --out 42.tlog-proof
                """)

        @Argument(help: "The number of the entry, from 1.") var seq: Int64
        @Option(help: "The file to write (default: standard output).") var out: String?
        @OptionGroup var store: StoreOptions

        func validate() throws {
            guard seq >= 1 else { throw ValidationError("Entries are numbered from 1.") }
        }

        func run() throws {
            try checking {
                let proof = try store.open().publishedLog().proof(seq: seq).encoded
                if let out {
                    try DurableFile.write(proof, to: out, mode: 0o644, syncing: true)
                    Terminal.print("The proof of entry \(seq) is in \(out).")
                } else {
                    Terminal.write(String(decoding: proof, as: UTF8.self), to: 1)
                }
            }
        }
    }

    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Writes the published log as files that any web server can serve (c2sp.org/tlog-tiles).",
            discussion: """
                Again into the same folder, it writes only what is new. With --openings, what the leaves are commitments to
                goes into another folder, for monitors who are entitled to the entries: keep it to yourself and them.
                Example: amparo log export /srv/www/log
                """)

        @Argument(help: "The folder of the tree.") var folder: String
        @Option(help: "The folder for the openings of the entries.") var openings: String?
        @OptionGroup var store: StoreOptions

        func run() throws {
            try checking {
                let log = try store.open().publishedLog()
                let line = ProgressLine(unit: "files")
                let written = try StaticTree(folder: folder).write(
                    log, progress: { line.show("writing", Int64($0), Int64($1)) })
                if let openings {
                    try StaticTree(folder: openings).writeOpenings(log) {
                        line.show("writing openings", Int64($0), Int64($1))
                    }
                }
                line.end()
                let size = try log.latest()?.checkpoint.size ?? 0
                Terminal.print("exported: \(size) entries, \(written) files written in \(folder)")
            }
        }
    }

    struct Policy: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "policy",
            abstract: "Shows or sets which witnesses are asked and how many are enough (c2sp.org/tlog-policy).",
            discussion: """
                The quorum must need a witness of the group outside-government. docs/witness.md has an example.
                Example: amparo log policy witnesses.policy
                """)

        @Argument(help: "The policy file to set; without it, the present one is shown.") var file: String?
        @Flag(help: "Accepts a quorum that needs nobody outside government.") var allowGovernmentOnly = false
        @OptionGroup var store: StoreOptions

        func run() throws {
            try checking {
                let log = try store.open().publishedLog()
                if let file {
                    try log.setPolicy(try LogFile.read(file), allowingGovernmentOnly: allowGovernmentOnly)
                }
                Terminal.write(String(decoding: try log.policy().encoded, as: UTF8.self), to: 1)
            }
        }
    }

    /// Publishes once, over HTTP.
    static func publish(_ log: PublishedLog) async throws -> PublishedLog.Report {
        let client = LogClient()
        return try await log.publish { try await client.submit($0, $1) }
    }
}

/// What the commands of the log answer as JSON (COMMANDS.md).
enum LogAnswer {
    struct Witness: Encodable {
        var name: String
        var outcome: String
    }

    struct Checkpoint: Encodable {
        var origin: String
        var size: UInt64
        /// Hexadecimal, as `verify` prints it; the checkpoint has it in base64.
        var root: String
        var checkpoint: String
        var verifierKey: String
        var verifierKeys: [String]
        var published: String?
        var witnesses: [Witness]
    }

    struct Seen: Encodable {
        var origin: String
        var size: UInt64
        var root: String
        var before: UInt64
        var rehashed: UInt64
    }

    static func encode(_ answer: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(answer), as: UTF8.self)
    }
}
