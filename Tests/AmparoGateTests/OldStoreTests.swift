import AmparoGate
import AmparoModel
import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import Foundation
import Testing

/// Law 11: a store that was made before there was governance opens, and can be governed from then on.
@Suite("A store from before governance")
struct GovernanceOldStoreTests {
    @Test("It opens without a rebuild, with the entries it had, and takes accounts")
    func opens() throws {
        let folder = NSTemporaryDirectory() + "amparo-before-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
        let path = folder + "/data/journal.sqlite"
        let clock = TestClock(GovernedStore.start)
        let random = RandomSource.seeded(4)
        let old = Projections([RecordViews(deriving: NoHints())])
        let before = try Journal(
            SQLiteDatabase(path: path, options: .init(create: true)),
            schemas: [Projections.schema, RecordSchema.schema],
            timing: .system()
        ) { clock.now }
        #expect(try old.prepare(in: before.database).isEmpty)
        var batch = EntryBatch(random: random)
        try [UInt8](repeating: 7, count: 8).withUnsafeBytes {
            _ = try batch.append(kind: .row(.referral), child: 1, anchor: 1, snapshot: 1, payload: $0)
        }
        try before.sequencer.append(&batch) { try old.apply($1, on: $0) }

        let journal = try Journal(
            SQLiteDatabase(path: path),
            schemas: [Projections.schema, RecordSchema.schema, GovernanceProjection.schema],
            timing: .system()
        ) { clock.now }
        let now = Projections([RecordViews(deriving: NoHints()), GovernanceProjection()])
        #expect(try now.prepare(in: journal.database).isEmpty, "no rebuild is needed")
        let file = KeyFile(path: folder + "/key", dataFolder: folder + "/data")
        try file.create(random: random)
        let keys = try KeyStore(
            SQLiteDatabase(path: folder + "/data/keys.sqlite", options: .init(create: true)), file: file, random: random
        )
        let governance = GovernanceStore(journal: journal, keys: keys, random: random) { clock.now }
        #expect(try AgreementDesk(governance, terms: TestWords.terms).shelf().items.isEmpty)
        try AccountDesk(governance, codes: TestWords.terms).add(Officer.orr.request, by: [])
        #expect(try !AgreementDesk(governance, terms: TestWords.terms).adoptShipped().isEmpty)
        let scratch = try SQLiteDatabase(path: folder + "/scratch.sqlite", options: .init(create: true))
        #expect(try now.compare(journal, in: scratch).differences.isEmpty)
        #expect(try journal.verify().broken == nil)
    }
}
