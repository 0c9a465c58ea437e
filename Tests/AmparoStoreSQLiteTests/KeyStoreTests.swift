import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import Foundation
import Testing

@Suite("Keys and seals")
struct KeyStoreTests {
    private func seal(_ text: String, to key: PersonKey, in store: TemporaryStore) throws -> Int64 {
        try store.append(1, sealing: text, to: key).lastSeq
    }

    private func opened(_ seq: Int64, with key: PersonKey, field: FieldGroup = .identity, in store: TemporaryStore)
        throws -> String?
    {
        try store.journal.withEntry(seq) { entry in
            String(decoding: try Seal.open(entry.sealed, with: key, entry: entry.id, field: field), as: UTF8.self)
        }
    }

    @Test("What was sealed opens with the person's key, entry and field group, and with nothing else")
    func sealing() throws {
        let store = try TemporaryStore(seed: 1)
        let keys = try store.keys.keys(for: [Person(.child, 1), Person(.sponsor, 1)], creatingMissing: true)
        let child = try #require(keys[0])
        let sponsor = try #require(keys[1])
        let first = try seal("first name", to: child, in: store)
        let second = try seal("second name", to: child, in: store)
        #expect(try opened(first, with: child, in: store) == "first name")
        #expect(throws: StoreError(.sealBroken)) { try opened(first, with: sponsor, in: store) }
        #expect(throws: StoreError(.sealBroken)) { try opened(first, with: child, field: .contact, in: store) }
        let other = try #require(try store.journal.withEntry(second) { $0.id })
        try store.journal.withEntry(first) { entry in
            #expect(entry.sealedPerson == Person(.child, 1))
            #expect(entry.sealed.count == "first name".utf8.count + Seal.overhead)
            #expect(throws: StoreError(.sealBroken)) {
                try Seal.open(entry.sealed, with: child, entry: other, field: .identity)
            }
            for index in entry.sealed.indices {
                var changed = Array(entry.sealed)
                changed[index] ^= 1
                #expect(throws: StoreError(.sealBroken)) {
                    try changed.withUnsafeBytes {
                        try Seal.open($0, with: child, entry: entry.id, field: .identity)
                    }
                }
            }
        }
    }

    @Test("However many keys are made, the write-ahead log stays short")
    func shortLog() throws {
        let store = try TemporaryStore(seed: 20)
        let path = store.folder.path + "/many.sqlite"
        let keys = try KeyStore(
            try SQLiteDatabase(path: path, options: .init(create: true, longLog: 64)), file: store.keyFile,
            random: .seeded(20))
        var numbers = SeededGenerator(seed: 20)
        var longest = 0
        var made: [Person] = []
        for _ in 0..<150 {
            let persons = (0..<80).map { _ in Person(.householdMember, Int64(numbers.next() >> 6)) }.sorted()
            made += try keys.keys(for: persons, creatingMissing: true).compactMap { $0?.person }
            let size = try FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int
            longest = max(longest, try #require(size))
        }
        // Nearly every key is on a page of its own: 150 times 80 pages would be 98 MB.
        #expect(made.count == 12_000)
        #expect(longest < 300 * SQLiteDatabase.pageSize, "\(longest) bytes")
        let again = try KeyStore(try SQLiteDatabase(path: path), file: store.keyFile, random: .seeded(21))
        #expect(try again.keys(for: made.sorted(), creatingMissing: false).allSatisfy { $0 != nil })
    }

    @Test("Keys are the same in every opening, and missing ones are made only on request")
    func stable() throws {
        let store = try TemporaryStore(seed: 2)
        let persons = (1...50).map { Person(.child, $0 * 3) }
        #expect(try store.keys.keys(for: persons, creatingMissing: false).allSatisfy { $0 == nil })
        let made = try store.keys.keys(for: persons, creatingMissing: true)
        let again = try KeyStore(
            try SQLiteDatabase(path: store.folder.path + "/keys.sqlite"), file: store.keyFile, random: .seeded(9))
        let found = try again.keys(for: persons + [Person(.child, 1)], creatingMissing: false)
        #expect(found.last! == nil)
        for (index, person) in persons.enumerated() {
            let key = try #require(made[index])
            #expect(key.person == person)
            let seq = try seal("text", to: key, in: store)
            #expect(try opened(seq, with: try #require(found[index]), in: store) == "text")
        }
        #expect(store.keys.secrets.dayMask.mask(day: 1, person: 2) == again.secrets.dayMask.mask(day: 1, person: 2))
    }

    @Test("The same person twice in one request has one key")
    func repeated() throws {
        let store = try TemporaryStore(seed: 3)
        let keys = try store.keys.keys(for: [Person(.child, 1), Person(.child, 1)], creatingMissing: true)
        let seq = try seal("text", to: try #require(keys[0]), in: store)
        #expect(try opened(seq, with: try #require(keys[1]), in: store) == "text")
    }

    @Test("Keys known, destroyed and missing, in any mixture and order, come out as when each is asked for alone")
    func mixtures() throws {
        let store = try TemporaryStore(seed: 8)
        let persons = (1...6).map { Person(.child, $0) }
        let known = try store.keys.keys(for: [persons[1], persons[3]], creatingMissing: true)
        try store.keys.destroy(persons[2])
        let text = try seal("text", to: try #require(known[0]), in: store)
        // The last is missing, known, destroyed, and there are some twice.
        for (round, asked) in [[5, 1, 2, 5], [1, 0, 3], [3, 0, 2], [4, 2, 4, 1], [2], []].enumerated() {
            let found = try store.keys.keys(for: asked.map { persons[$0] }, creatingMissing: true)
            #expect(found.map { $0?.person } == asked.map { $0 == 2 ? nil : persons[$0] }, "round \(round)")
            for (index, number) in asked.enumerated() where number != 2 {
                let key = try #require(found[index])
                let alone = try #require(try store.keys.key(for: persons[number], creatingMissing: false))
                #expect(try opened(seal("own", to: key, in: store), with: alone, in: store) == "own")
                if number == 1 { #expect(try opened(text, with: key, in: store) == "text") }
            }
        }
    }

    @Test("After a key is destroyed nothing of the person opens, no key is made again, and verify still passes")
    func erasure() throws {
        let store = try TemporaryStore(seed: 4)
        let keys = try store.keys.keys(for: [Person(.child, 1), Person(.child, 2)], creatingMissing: true)
        let erased = try #require(keys[0])
        let kept = try #require(keys[1])
        let first = try seal("erased", to: erased, in: store)
        let second = try seal("kept", to: kept, in: store)
        let root = try store.journal.root().root
        let raw = try SQLiteDatabase(path: store.folder.path + "/keys.sqlite").read { connection in
            let row = try connection.statement("SELECT wrapped FROM person_key WHERE person = ?")
            row.bind(Person(.child, 1).rawValue, at: 1)
            return try row.step() ? Array(row.bytes(0)) : []
        }
        #expect(raw.count == 60)
        try store.keys.destroy(Person(.child, 1))
        try store.keys.destroy(Person(.child, 1))
        #expect(try store.keys.isDestroyed(Person(.child, 1)))
        #expect(try store.keys.key(for: Person(.child, 1), creatingMissing: true) == nil)
        #expect(throws: StoreError(.sealBroken)) { try opened(first, with: kept, in: store) }
        #expect(try opened(second, with: kept, in: store) == "kept")
        for (name, content) in try store.folder.files() {
            #expect(content.range(of: Data(raw)) == nil, "the wrapped key is still in \(name)")
        }
        let verified = try store.journal.verify()
        #expect(verified.broken == nil)
        #expect(verified.root == root)
        // Someone erased before a key was ever made gets none either.
        try store.keys.destroy(Person(.sponsor, 77))
        #expect(try store.keys.key(for: Person(.sponsor, 77), creatingMissing: true) == nil)
    }

    @Test("After a rotation every key opens under the new key file and none under the old")
    func rotation() throws {
        let store = try TemporaryStore(seed: 5)
        let persons = (1...5000).map { Person(.child, $0) }
        let made = try store.keys.keys(for: persons, creatingMissing: true)
        try store.keys.destroy(persons[7])
        let seq = try seal("text", to: try #require(made[0]), in: store)
        let old = try #require(FileManager.default.contents(atPath: store.keyFile.path))
        // Another opening goes on through the rotation.
        let other = try KeyStore(
            try SQLiteDatabase(path: store.folder.path + "/keys.sqlite"), file: store.keyFile, random: .seeded(9))
        try store.keys.rotate()
        #expect(FileManager.default.contents(atPath: store.keyFile.path) != old)
        for keys in [store.keys, other] {
            let found = try keys.keys(for: persons, creatingMissing: true)
            #expect(found[7] == nil)
            #expect(found.compactMap(\.self).count == 4999)
            #expect(try opened(seq, with: try #require(found[0]), in: store) == "text")
        }
        let stale = store.keyFolder.path + "/stale"
        #expect(FileManager.default.createFile(atPath: stale, contents: old, attributes: [.posixPermissions: 0o600]))
        #expect(throws: StoreError(.wrongKey)) {
            try KeyStore(
                try SQLiteDatabase(path: store.folder.path + "/keys.sqlite"),
                file: KeyFile(path: stale, dataFolder: store.folder.path), random: .seeded(9))
        }
    }

    @Test("A rotation broken off before or after its transaction opens, and the next one completes it")
    func brokenRotation() throws {
        let store = try TemporaryStore(seed: 6)
        let key = try #require(try store.keys.key(for: Person(.child, 1), creatingMissing: true))
        let seq = try seal("text", to: key, in: store)
        let path = store.keyFile.path
        let before = try #require(FileManager.default.contents(atPath: path))
        try store.keys.rotate()
        let after = try #require(FileManager.default.contents(atPath: path))
        func lines(_ data: Data) -> [String] {
            String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
        }
        // As after a crash between the transaction and the last writing of the file: both keys, the old one first.
        let both = [lines(before)[0], lines(before)[1], lines(after)[1]].joined(separator: "\n") + "\n"
        try Data(both.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        func reopened() throws -> KeyStore {
            try KeyStore(
                try SQLiteDatabase(path: store.folder.path + "/keys.sqlite"), file: store.keyFile, random: .seeded(9))
        }
        #expect(
            try opened(
                seq, with: try #require(try reopened().key(for: Person(.child, 1), creatingMissing: false)), in: store)
                == "text")
        try reopened().rotate()
        let last = lines(try #require(FileManager.default.contents(atPath: path)))
        #expect(last.count == 2 && last[1] != lines(after)[1])
        // As after a crash before the transaction: the present key and one that nothing is wrapped under.
        let unused = [last[0], last[1], lines(before)[1]].joined(separator: "\n") + "\n"
        try Data(unused.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        try reopened().rotate()
        #expect(lines(try #require(FileManager.default.contents(atPath: path))) == lines(before))
        #expect(
            try opened(
                seq, with: try #require(try reopened().key(for: Person(.child, 1), creatingMissing: false)), in: store)
                == "text")
    }

    @Test("A key file in the data folder is refused, through a link too")
    func insideData() throws {
        let folder = try TemporaryFolder()
        let outside = try TemporaryFolder()
        let random = RandomSource.seeded(7)
        for path in [
            folder.path + "/keys", folder.path + "/../" + (folder.path as NSString).lastPathComponent + "/keys",
        ] {
            #expect(throws: StoreError(.keyFileInsideData)) {
                try KeyFile(path: path, dataFolder: folder.path).create(random: random)
            }
        }
        try KeyFile(path: folder.path + "/keys", dataFolder: outside.path).create(random: random)
        let link = outside.path + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path + "/keys")
        let database = try SQLiteDatabase(path: folder.path + "/keys.sqlite", options: .init(create: true))
        #expect(throws: StoreError(.keyFileInsideData)) {
            try KeyStore(database, file: KeyFile(path: link, dataFolder: folder.path), random: random)
        }
    }

    @Test("A key file that others may read is refused", arguments: [0o644, 0o640, 0o660, 0o604, 0o700])
    func mode(mode: Int) throws {
        let store = try TemporaryStore(seed: 8)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: store.keyFile.path)
        #expect(throws: StoreError(.keyFileMode)) {
            try KeyStore(
                try SQLiteDatabase(path: store.folder.path + "/keys.sqlite"), file: store.keyFile, random: store.random)
        }
    }

    @Test(
        "A damaged key file is refused",
        arguments: [
            "", "amparo-keys 1\n", "amparo-keys 2\nab cd\n", "amparo-keys 1\n00 11\n", "amparo-keys 1\nzz yy\n",
        ])
    func damagedFile(text: String) throws {
        let store = try TemporaryStore(seed: 9)
        try Data(text.utf8).write(to: URL(filePath: store.keyFile.path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: store.keyFile.path)
        #expect(throws: StoreError(.keyFile)) {
            try KeyStore(
                try SQLiteDatabase(path: store.folder.path + "/keys.sqlite"), file: store.keyFile, random: store.random)
        }
    }

    @Test("A key file is made with mode 0600 and never over another one")
    func creation() throws {
        let store = try TemporaryStore(seed: 10)
        let attributes = try FileManager.default.attributesOfItem(atPath: store.keyFile.path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(throws: StoreError(.keyFile)) { try store.keyFile.create(random: store.random) }
    }

    @Test("No plaintext and no key is in any file of the store")
    func atRest() throws {
        let store = try TemporaryStore(seed: 11)
        let key = try #require(try store.keys.key(for: Person(.child, 1), creatingMissing: true))
        try store.append(100, sealing: "Guadalupe-Xiomara", to: key)
        let files = try store.folder.files()
        #expect(files.keys.contains("journal.sqlite-wal"))
        let line = try #require(
            FileManager.default.contents(atPath: store.keyFile.path).map { String(decoding: $0, as: UTF8.self) })
        let hexadecimal = String(line.split(whereSeparator: \.isWhitespace).last ?? "")
        #expect(hexadecimal.count == 64)
        for (name, content) in files {
            #expect(content.range(of: Data("Guadalupe".utf8)) == nil, "\(name)")
            #expect(content.range(of: Data(hexadecimal.utf8)) == nil, "\(name)")
        }
    }

    @Test("A masked day is found again for its person only, and shows nothing of itself")
    func dayMask() throws {
        let store = try TemporaryStore(seed: 12)
        let mask = store.keys.secrets.dayMask
        var seen: Set<UInt64> = []
        for day in [0, 1, -1, 14_000, 20_000, Int32.max, Int32.min] as [Int32] {
            for person in 1...50 as ClosedRange<Int64> {
                let masked = mask.mask(day: day, person: person)
                #expect(masked == mask.mask(day: day, person: person))
                #expect(mask.unmask(masked, person: person) == day)
                #expect(mask.unmask(masked, person: person + 1) == nil)
                #expect(mask.unmask(masked ^ 1, person: person) == nil)
                seen.insert(masked)
            }
        }
        #expect(seen.count == 350, "persons with the same day share a mask")
        let other = try TemporaryStore(seed: 13).keys.secrets.dayMask
        #expect(other.unmask(mask.mask(day: 14_000, person: 1), person: 1) == nil)
    }

    @Test("A blind index is the same for the same identifier and type, and unrelated otherwise")
    func blindIndex() throws {
        let secrets = try TemporaryStore(seed: 14).keys.secrets
        let number = IdentifierType(rawValue: "a-number")
        func value(_ type: IdentifierType, _ text: String) -> BlindIndex.Value {
            Array(text.utf8).withUnsafeBytes { secrets.blindIndex(type).value(of: $0) }
        }
        #expect(value(number, "A012345678") == value(number, "A012345678"))
        #expect(value(number, "A012345678") != value(number, "A012345679"))
        #expect(value(number, "A012345678") != value(IdentifierType(rawValue: "fins"), "A012345678"))
        let bytes = value(number, "A012345678").bytes
        #expect(bytes.count == 16)
        #expect(bytes.withUnsafeBytes { BlindIndex.Value($0) } == value(number, "A012345678"))
    }
}
