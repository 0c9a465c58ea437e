import AmparoServer
import AmparoStore
import AmparoTransparency
import ArgumentParser
import Foundation

extension LogCommand {
    struct LogVerify: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Verifies a proof, a checkpoint or an exported tree. Needs no store, only the log's key.",
            discussion: """
                Exit code 3 when it does not hold.
                Examples:
                  amparo log verify 42.tlog-proof --key 'log.example.org/children+1a2b3c4d+AQID…'
                  amparo log verify /srv/www/log --policy log.policy --earlier kept/checkpoint
                """)

        @Argument(help: "A proof, a signed checkpoint, or the folder of an exported tree.") var path: String
        @Option(help: "An earlier checkpoint with which the tree must begin.") var earlier: String?
        @Option(help: "The leaf that a proof must be of, 64 hexadecimal digits (default: the one in the proof).")
        var leaf: String?
        @OptionGroup var trust: TrustOptions

        func run() throws {
            try verifying {
                guard let (keys, policy) = try trust.named() else {
                    throw ValidationError("Give the log's key with --key, or a policy with --policy.")
                }
                var isFolder: ObjCBool = false
                if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
                    let seen = try LogMonitor(source: StaticTree(folder: path).source, keys: keys, policy: policy).look(
                        last: try earlier.map { try SignedNote(parsing: try LogFile.read($0)) })
                    say(seen.checkpoint)
                } else {
                    let bytes = try LogFile.read(path)
                    if bytes.starts(with: Array("c2sp.org/tlog-proof@".utf8)) {
                        try verifyProof(try TlogProof(parsing: bytes), keys, policy)
                    } else {
                        let note = try SignedNote(parsing: bytes)
                        let checkpoint = try TlogCheckpoint.open(note, keys: keys)
                        try policy.requireQuorum(note)
                        say(checkpoint)
                    }
                }
            }
        }

        private func verifyProof(_ proof: TlogProof, _ keys: [VerifierKey], _ policy: TlogPolicy) throws {
            let given = leaf.flatMap(Self.hash) ?? proof.extra.flatMap { TreeHash($0) }
            guard let given else { throw ValidationError("The proof has no leaf; give it with --leaf.") }
            let checkpoint = try proof.verify(leafHash: RFC6962.leafHash(given), keys: keys, policy: policy)
            Terminal.print("entry \(proof.index + 1) has the leaf \(given)")
            say(checkpoint)
        }

        private func say(_ checkpoint: TlogCheckpoint) {
            Terminal.print("verified: \(checkpoint.size) entries, root \(checkpoint.root), log \(checkpoint.origin)")
        }

        func validate() throws {
            guard leaf == nil || leaf.flatMap(Self.hash) != nil else {
                throw ValidationError("--leaf is 64 hexadecimal digits.")
            }
        }

        private static func hash(_ digits: String) -> TreeHash? {
            guard digits.utf8.count == 64 else { return nil }
            let pairs = stride(from: 0, to: 64, by: 2).map { digits.dropFirst($0).prefix(2) }
            return TreeHash(pairs.compactMap { $0.first == "+" ? nil : UInt8($0, radix: 16) })
        }
    }

    struct Monitor: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "monitor",
            abstract: "Checks that a log is what it was: signatures, quorum, every tile, and what was seen last.",
            discussion: """
                The checkpoint seen last is kept in the state file. Without --tree it watches the store in --data and hashes
                every entry again; with --openings it does so for a tree. Run it from another machine than the log's.
                Exit code 3 when something is wrong; then the state file stays as it was, and is evidence.
                Examples:
                  amparo log monitor --state last.checkpoint
                  amparo log monitor --tree https://amparo.example.org/log --policy log.policy --state last.checkpoint
                """)

        @Option(help: "The folder or web address of a log's tree.") var tree: String?
        @Option(help: "The folder with the openings of the entries, for those who are entitled to them.")
        var openings: String?
        @Option(help: "The file that keeps the checkpoint seen last.") var state: String
        @Flag(help: "Answers as JSON.") var json = false
        @OptionGroup var trust: TrustOptions
        @OptionGroup var store: StoreOptions

        func run() throws {
            try verifying {
                let last = try DurableFile.read(state, limit: SignedNote.longest)
                    .map { try SignedNote(parsing: $0) }
                let seen = try tree.map { try watch(tree: $0, last) } ?? watchStore(last)
                try DurableFile.write(seen.note.encoded, to: state, mode: 0o644, syncing: true)
                guard !json else {
                    return Terminal.print(
                        try LogAnswer.encode(
                            LogAnswer.Seen(
                                origin: seen.checkpoint.origin.description, size: seen.checkpoint.size,
                                root: seen.checkpoint.root.description, before: seen.before, rehashed: seen.rehashed)))
                }
                Terminal.print("begins with the \(seen.before) entries seen last; \(seen.rehashed) hashed again")
                Terminal.print("verified: \(seen.checkpoint.size) entries, root \(seen.checkpoint.root)")
            }
        }

        /// Looks at the log of a store. With the keys and the policy that the store keeps itself, what cannot be read of them is
        /// damage, and no mistake of who asks.
        private func watchStore(_ last: SignedNote?) throws -> LogMonitor.Seen {
            let named = try trust.named()
            do {
                let log = try store.open().publishedLog()
                let (keys, policy) = try named ?? (log.verifierKeys(), log.policy())
                return try look(LogMonitor(source: log.source, keys: keys, policy: policy), last) {
                    try log.openings(index: $0, width: $1)
                }
            } catch let error as TransparencyError where named == nil {
                throw FailedVerification(description: error.description)
            }
        }

        private func watch(tree: String, _ last: SignedNote?) throws -> LogMonitor.Seen {
            guard let (keys, policy) = try trust.named() else {
                throw ValidationError("Give the log's key with --key, or a policy with --policy.")
            }
            let entitled = openings.map { StaticTree(folder: $0) }
            func look(_ source: TlogSource) throws -> LogMonitor.Seen {
                let monitor = LogMonitor(source: source, keys: keys, policy: policy)
                guard let entitled else { return try self.look(monitor, last, nil) }
                return try self.look(monitor, last) { try entitled.openings(index: $0, width: $1) }
            }
            guard tree.hasPrefix("http://") || tree.hasPrefix("https://") else {
                return try look(StaticTree(folder: tree).source)
            }
            let client = LogClient()
            return try look(TlogSource { resource in try waiting { try await client.fetch(tree, resource) } })
        }

        private func look(_ monitor: LogMonitor, _ last: SignedNote?, _ openings: LogMonitor.Openings?) throws
            -> LogMonitor.Seen
        {
            let line = ProgressLine(unit: "entries")
            defer { line.end() }
            return try monitor.look(last: last, openings: openings) { line.show("checking the log", Int64($0), 0) }
        }
    }
}
