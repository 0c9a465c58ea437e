import AmparoDelivery
import AmparoGate
import AmparoIntake
import AmparoSharing
import AmparoStore
import AmparoStoreSQLite
import AmparoTransparency
import ArgumentParser
import Foundation

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks every entry, the log's tree, every seal, and that the views are what the journal says.",
        discussion: """
            The log is checked without any person's key. Exit code 3 when something is wrong.
            Example: amparo verify --data /srv/amparo
            """)

    @OptionGroup var store: StoreOptions

    func run() throws {
        let store = try opening { try self.store.open(allowingOutdated: true) }
        try verifying { try check(store) }
    }

    private func check(_ store: OpenStore) throws {
        let line = ProgressLine()
        let entries = try store.journal.lastSeq()
        let checked = try store.journal.verify { line.show("checking the log", $0, entries) }
        line.end()
        if let broken = checked.broken {
            throw FailedVerification(description: "\(broken.description); restore a backup.")
        }
        guard try store.projections.outdated(in: store.database).isEmpty, try !store.journal.isRebuilding() else {
            throw FailedVerification(
                description:
                    "The log is sound, but the views are of another version or half made; run `amparo rebuild`.")
        }
        let seals = try SealCheck(store.record).run { line.show("opening seals", $0, entries) }
        line.end()
        guard seals.broken == 0 else {
            throw FailedVerification(
                description: "\(seals.broken) sealed parts do not open with their person's key; restore a backup.")
        }
        try store.whileIngesting {
            let report = try compare(store, line)
            line.end()
            guard report.differences.isEmpty else {
                let tables = report.differences.map(\.table).joined(separator: ", ")
                throw FailedVerification(
                    description: "The views \(tables) are not what the journal says; run `amparo rebuild`.")
            }
            try Self.requireSoundAgreements(store)
            try Self.requireSignedReceivers(store)
            try checkWorklist(store, line)
            try checkOwnTables(store)
            try checkDuties(store)
            Terminal.print("seals: \(seals.opened) opened, \(seals.erased) of erased persons")
            Terminal.print("views: \(report.digests.count) tables equal what the journal gives")
        }
        let (size, root) = try store.journal.root()
        Terminal.print("verified: \(size) entries, root \(root)")
    }

    /// Brings the worklist up to date, as its next reader would, and works all of it out beside it.
    private func checkWorklist(_ store: OpenStore, _ line: ProgressLine) throws {
        let worklist = WorklistUpkeep(store.database, secrets: store.keys.secrets)
        try worklist.bringUpToDate()
        let differences = try worklist.differences { line.show("checking the worklist", $0, $1) }
        line.end()
        guard differences == 0 else {
            throw FailedVerification(
                description:
                    "\(differences) rows of the worklist are not what the journal says; run `amparo rebuild`.")
        }
    }

    /// Checks what cannot be made again from the journal, against what the journal says of it.
    private func checkOwnTables(_ store: OpenStore) throws {
        let log = PublishedLog(store.journal, keys: store.keys, now: Clock.now)
        let faults = try log.faults()
        guard faults.isEmpty else {
            throw FailedVerification(
                description: "The log's tables are not what was written (\(faults[0].description)); restore a backup.")
        }
        if try log.latest() != nil {
            _ = try LogMonitor(source: log.source, keys: try log.verifierKeys(), policy: TlogPolicy()).look()
        }
        guard try store.journal.readPastIsAsNoted() else {
            throw FailedVerification(
                description: "The table read_past is not what the journal says; take the last court release again.")
        }
        guard try CorrectionDesk(store.gate()).isPlaceSound() else {
            throw FailedVerification(
                description:
                    "The table correction_state is not what was written; the next ingest looks at everything again.")
        }
    }

    /// The book-keeping of the duties is no view; one that runs ahead of the journal would leave duties out in silence.
    private func checkDuties(_ store: OpenStore) throws {
        guard try store.database.read({ try DutyUpkeep($0).isPlaceSound() }) else {
            throw FailedVerification(
                description:
                    "The table duty_state is ahead of the journal; run `amparo rebuild`, which looks at everybody again."
            )
        }
    }

    /// Reads every agreement again: its text must have the hash that was approved, and each approval the account's signature.
    private static func requireSoundAgreements(_ store: OpenStore) throws {
        do {
            _ = try AgreementDesk(store.governance, terms: SharingTerms.shipped()).shelf()
        } catch let error as GovernanceError {
            throw FailedVerification(description: "\(error.description)")
        }
    }

    /// Reads every change of a receiver again: each is a way out of the record, and somebody who may must have signed it.
    private static func requireSignedReceivers(_ store: OpenStore) throws {
        let authority = ReceiverAuthority(store.governance)
        let unsigned = try ReceiverDesk(store.outbox, now: Clock.now).firstUnsigned { act, actor, signature in
            try authority.isSigned(act.act, receiver: act.name, content: act.content, by: actor, signature)
        }
        guard let unsigned else { return }
        throw FailedVerification(
            description:
                "Entry \(unsigned) makes a receiver what nobody signed: it was written past the program; restore a backup."
        )
    }

    /// Makes the views once more beside the store and compares them.
    private func compare(_ store: OpenStore, _ line: ProgressLine) throws -> RebuildReport {
        let scratch = store.folder + "/verify.sqlite"
        func remove() {
            for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: scratch + ending) }
        }
        remove()
        defer { remove() }
        let database = try SQLiteDatabase(path: scratch, options: SQLiteDatabase.Options(create: true))
        let entries = try store.journal.lastSeq()
        return try store.projections.compare(store.journal, in: database) {
            line.show("making the views again", $0, entries)
        }
    }
}

struct RebuildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: "Throws every view away and makes it again from the journal. Appends nothing, sends nothing.",
        discussion: "Example: amparo rebuild --data /srv/amparo")

    @OptionGroup var store: StoreOptions

    func run() throws {
        let store = try store.open(allowingOutdated: true)
        let line = ProgressLine()
        let entries = try store.journal.lastSeq()
        let report = try store.whileIngesting {
            let report = try store.projections.rebuild(store.journal) { line.show("rebuilding", $0, entries) }
            line.end()
            try WorklistUpkeep(store.database, secrets: store.keys.secrets).rebuild { line.show("worklist", $0, $1) }
            try store.database.write { try DutyUpkeep($0).forget() }
            return report
        }
        line.end()
        for difference in report.differences where difference.before != nil {
            Terminal.print("\(difference.table): was different before")
        }
        Terminal.print("rebuilt: \(report.digests.count) tables from \(report.entries) entries")
    }
}
