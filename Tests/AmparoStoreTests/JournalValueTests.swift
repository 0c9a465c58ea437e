import AmparoGate
import AmparoModel
import AmparoStore
import AmparoTestSupport
import AmparoTransparency
import Testing

@Suite("Values of the journal")
struct JournalValueTests {
    @Test("As-known is an RFC 3339 instant or seq:N, nothing else")
    func asKnown() {
        #expect(AsKnown("seq:0") == .seq(0))
        #expect(AsKnown("seq:12") == .seq(12))
        #expect(AsKnown("2026-01-01T00:00:00Z") == Instant("2026-01-01T00:00:00Z").map(AsKnown.instant))
        for text in ["seq:", "seq:-1", "seq:x", "2026-01-01", "", "12"] { #expect(AsKnown(text) == nil, "\(text)") }
    }

    @Test("Occurred keeps days, instants with their offset, and open ends")
    func occurred() throws {
        let day = try #require(Day("2024-02-29"))
        #expect(Occurred.on(day) == Occurred.between(day, day))
        #expect(Occurred.between(nil as Day?, day).from == .min)
        let instant = try #require(Instant("2024-02-29T10:00:00-05:00"))
        #expect(Occurred.at(instant).offsetMinutes == -300)
        #expect(Occurred.between(instant, nil as Instant?).to == .max)
        #expect(Occurred.unknown.unit == .unknown)
    }

    @Test("A batch keeps what it was given and seals nothing in sight")
    func batch() throws {
        var batch = EntryBatch(random: .seeded(1))
        try [UInt8]("open".utf8).withUnsafeBytes {
            _ = try batch.append(kind: EntryKind(rawValue: 241), child: 7, line: 3, payload: $0)
        }
        #expect(batch.count == 1)
        batch.withEntries { entries in
            #expect(entries.count == 1)
            #expect(entries[0].child == 7)
            #expect(entries[0].line == 3)
            #expect(String(decoding: entries[0].payload, as: UTF8.self) == "open")
        }
        batch.removeAll()
        #expect(batch.count == 0)
    }

    @Test("An entry above the limit is refused and nothing is added")
    func tooLarge() {
        var batch = EntryBatch(random: .seeded(1))
        let payload = [UInt8](repeating: 0, count: (4 << 20) + 1)
        #expect(throws: StoreError(.tooLarge)) {
            try payload.withUnsafeBytes { _ = try batch.append(kind: EntryKind(rawValue: 241), payload: $0) }
        }
        #expect(batch.count == 0)
    }

    @Test("Two entries with the same content have different names and salts")
    func unlinkable() throws {
        var batch = EntryBatch(random: .seeded(1))
        for _ in 0..<2 {
            try [UInt8]("same".utf8).withUnsafeBytes {
                _ = try batch.append(kind: EntryKind(rawValue: 241), payload: $0)
            }
        }
        batch.withEntries { entries in
            #expect(entries[0].id != entries[1].id)
            #expect(Array(entries[0].salt) != Array(entries[1].salt))
        }
    }

    @Test("Every error says what to do next")
    func errors() {
        for code in StoreError.Code.allCases {
            #expect(StoreError(code).description.count > 30, "\(code)")
            #expect(StoreError(code, "x").description.hasSuffix("(x)"))
        }
        #expect(StoreError(.busy, "a") == StoreError(.busy, "b"))
    }

    @Test("Released migrations are frozen")
    func frozenMigrations() {
        func digest(_ migration: Migration) -> String {
            Array(migration.frozenText.utf8).withUnsafeBytes { TreeHash(sha256: $0).description }
        }
        let frozen = [
            "journal 1": "903cd58191f213b621caa5cbb7a9bfbf62bb9c69de086a98a089a04ce79f0363",
            "journal 2": "34e46b396af48453b28ac71b26b1ba802e93679dd183a77516a78a6717e7510a",
            "keys 1": "62793cbd40570999a6592047ba79a66d231547223c780c4f586fe1d14bee73ca",
            "projections 1": "a965b7e0edd989d8eba5296d05255659ef2fdc7ed3d6e63c304aae8e3d521dfd",
            "record 1": "3c97a1af3d98d93e7b234ad6f8066b3878a4a954afc098377c9c00a9004c0c84",
            "record 2": "84fcbbf33d6d2b671ec05e536e478e94ee32792124e11b3c5306e53410b704ac",
            "record 3": "c732af88ecdbf49fe2de7cfc3275ced99f39e423cec0e740931da179e6b5970f",
            "record 4": "db668b231f2bdb0fe9e5865e598a0562d6a47130ffa096b846766ffc525326aa",
            "log 1": "b6a19e1fc142b628ab111f9b36a3bc188cd2f335fb3e7a21e238c336276fc8d6",
            "witness 1": "d2e08428c72705c0f1377bccc1ad72a8d5a2c5e0c10beee19923fcacaf6a10fe",
            "gate 1": "5cf9e92574f9c401596230e81ea53accc53eaa926568ab32f5934ad01a90093a",
            "governance 1": "9ac44c0c02be04a2d0ad8bfffffeada01222c701ad5879fb784342ac447d611d",
            "duties 1": "d686a9cc1cedeb53fb8119bb27f6dbb8ba0de1cd4de666f21d7ef7da24eb2605",
            "duties 2": "7af53c1efb9a67827334d982e14a3622886cfe3396ff539014edff995dd204d1",
            "worklist 1": "d3af55edad41afc1f308b30d29366e37174d4123f33349edc8c90650ffdd178b",
            "worklist 2": "689ac99aee2e8d9551432681becba0fbdf74780f7edad433ba4d197dccb6928b",
            "delivery 1": "eef7ae90c00b529af1f3839973631a509f2d2cce5193a107628917502d8f00af",
            "sign-in 1": "2025cd76b0fa90d8527d12dda19c578719e10c64e3d7d60737361eb59f34740f",
            "attachments 1": "aecea1665d7fc845c7de908aa58c43bc607af8414ebe06e11f28cf3001a11e9e",
            "sessions 1": "9a3f1fcafe8c307750349ba27b0d9ff620f31d4c610c5ffdcaac2bd17d4e5d96",
            "sessions 2": "9249cfd4447824223d3029e3afd6b9c509271b0a9666c9540ba399b53b566f64",
        ]
        let schemas = [
            JournalSchema.schema, KeyStore.schema, Projections.schema, RecordSchema.schema, WorklistSchema.schema,
            LogSchema.schema, WitnessSchema.schema, DisclosureSchema.schema, GovernanceProjection.schema,
            DutySchema.schema, DeliverySchema.schema, SignInProjection.schema, SessionBook.schema,
            AttachmentProjection.schema,
        ]
        for schema in schemas {
            #expect(schema.migrations.map(\.number) == Array(1...schema.version))
            for migration in schema.migrations {
                #expect(
                    frozen["\(schema.component) \(migration.number)"] == digest(migration),
                    "\(migration.name)")
            }
        }
    }
}
