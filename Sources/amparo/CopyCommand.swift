import AmparoModel
import AmparoOversight
import AmparoStore
import ArgumentParser
import Foundation

struct CopyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Copies the store into another database, while it goes on, and proves that both are the same.",
        discussion: """
            The copy is a database of PostgreSQL, or a folder, in which journal.sqlite is made. Every entry is checked on its
            way, the views are made anew, and the log's root, the digest of every table and every figure are compared; exit
            code 3 when one differs. Broken off, the same command goes on where it stopped; run again, it brings the copy up to
            date. To move: stop what writes, copy once more, start with the other AMPARO_DATABASE, or without it.
            Keys are not copied: both databases are used with the same data folder.
            Examples:
              amparo copy --to postgres://amparo@db.example.org/amparo
              AMPARO_DATABASE=postgres://amparo@db.example.org/amparo amparo copy --to /srv/amparo
            """)

    @Option(help: "The address of the database, or the folder, to copy into.") var to: String
    @OptionGroup var store: StoreOptions

    func run() throws {
        let source = try store.open()
        let target = try openTarget()
        let line = ProgressLine(unit: "entries")
        let copy = StoreCopy(
            from: source.journal, into: target, schemas: OpenStore.schemas, projections: source.projections)
        // An ingest between the moments at which both sides are looked at would make them differ.
        let report = try source.whileIngesting { try copy.run { line.show("copying", $0, $1) } }
        line.end()
        guard report.differences.isEmpty else {
            throw FailedVerification(
                description: "The copy differs in \(report.differences.joined(separator: ", ")); do not use it.")
        }
        let figures = try requireSameFigures(source, target, entries: report.entries)
        Terminal.print("copied: \(report.added) of \(report.entries) entries, root \(report.root)")
        Terminal.print("equal: \(report.tables) tables, \(figures) figures as of \(Clock.today)")
    }

    private func openTarget() throws -> Journal {
        let engine = StoreEngine.named(to)
        if case .file(let path) = engine {
            do {
                try FileManager.default.createDirectory(
                    atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path,
                    withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch { throw Refusal("The folder cannot be made; check the path and your rights.") }
        }
        return try Journal(
            engine.openMaking(), schemas: OpenStore.schemas, timing: CommitPace.Timing.system(), now: Clock.now)
    }

    private func requireSameFigures(_ source: OpenStore, _ target: Journal, entries: Int64) throws -> Int {
        func figures(_ database: any Database) throws -> [Figure] {
            let reckoning = Reckoning(database, secrets: source.keys.secrets)
            return try reckoning.figures(at: reckoning.moment(asOf: Clock.today, seq: entries))
        }
        let here = try figures(source.database)
        guard try here == figures(target.database) else {
            throw FailedVerification(description: "The figures of the copy are not those of the store; do not use it.")
        }
        return here.count
    }
}
