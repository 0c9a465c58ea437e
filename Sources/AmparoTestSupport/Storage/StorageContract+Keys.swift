internal import AmparoStore
internal import Foundation

extension StorageContract {
    /// A folder with a key file, and key stores that share a database.
    private final class SharedKeys {
        let folder: String
        let open: @Sendable () throws -> any Database
        var file: KeyFile { KeyFile(path: folder + "/key", dataFolder: folder + "/data") }
        /// A copy of the key file, as on another machine.
        var copy: KeyFile { KeyFile(path: folder + "/copy", dataFolder: folder + "/data") }

        init(_ engine: StorageEngine) throws {
            open = try engine.makePlace()
            folder = try TestCluster.temporary("amparo-contract-keys-") { mkdtemp($0) != nil }
            try file.create(random: .seeded(11))
            try copyFile()
        }

        func copyFile() throws {
            try? FileManager.default.removeItem(atPath: copy.path)
            try FileManager.default.copyItem(atPath: file.path, toPath: copy.path)
        }

        func store(_ file: KeyFile, _ seed: UInt64) throws -> KeyStore {
            try KeyStore(open(), file: file, random: .seeded(seed))
        }

        deinit { try? FileManager.default.removeItem(atPath: folder) }
    }

    private static func children(_ numbers: ClosedRange<Int64>) -> [Person] { numbers.map { Person(.child, $0) } }

    /// What one has sealed, the other opens.
    private static func expectShared(_ keys: [PersonKey?], _ others: [PersonKey?]) throws {
        try expect(keys.count == others.count, "\(keys.count) keys, \(others.count) keys")
        for (one, other) in zip(keys, others) {
            guard let one, let other else { throw Broken(description: "a key is missing") }
            let text = Array("the same".utf8)
            let (first, second) = text.withUnsafeBytes { (one.fingerprint($0), other.fingerprint($0)) }
            try expect(first == second, "two keys of one person")
        }
    }

    static var keyClauses: [Clause] {
        [
            Clause("Processes that share keys make each key once, and each finds what the other has made") { engine in
                let shared = try SharedKeys(engine)
                let (here, there) = (try shared.store(shared.file, 1), try shared.store(shared.copy, 2))
                let first = try here.keys(for: children(1...1500), creatingMissing: true)
                try expectShared(first, try there.keys(for: children(1...1500), creatingMissing: true))
                let more = try there.keys(for: children(1400...3000), creatingMissing: true)
                try expectShared(Array(first.suffix(101)), Array(more.prefix(101)))
                try expectShared(more, try here.keys(for: children(1400...3000), creatingMissing: false))
                try expect(
                    try here.keys(for: children(3001...3002), creatingMissing: false).allSatisfy { $0 == nil },
                    "keys that nobody has made")
            },
            Clause("A key that one process destroys is gone for every other at once, and is never made again") {
                engine in
                let shared = try SharedKeys(engine)
                let (here, there) = (try shared.store(shared.file, 3), try shared.store(shared.copy, 4))
                _ = try here.keys(for: children(1...10), creatingMissing: true)
                try there.destroy(Person(.child, 5))
                let left = try here.keys(for: children(1...10), creatingMissing: true)
                try expect(left.enumerated().allSatisfy { ($1 == nil) == ($0 == 4) }, "\(left.map { $0 == nil })")
                let later = try shared.store(shared.copy, 5)
                try expect(try later.key(for: Person(.child, 5), creatingMissing: true) == nil, "it is there again")
                try expect(try later.isDestroyed(Person(.child, 5)), "nobody knows that it was destroyed")
            },
            Clause("Behind a new key-encryption key nobody reads with the old file, and everybody with the new one") {
                engine in
                let shared = try SharedKeys(engine)
                let (here, there) = (try shared.store(shared.file, 6), try shared.store(shared.copy, 7))
                let keys = try here.keys(for: children(1...5000), creatingMissing: true)
                try here.destroy(Person(.child, 5000))
                try here.rotate()
                try expectError(.wrongKey) { _ = try there.keys(for: children(1...1), creatingMissing: false) }
                try shared.copyFile()
                try expectShared(
                    Array(keys.dropLast()), try there.keys(for: children(1...4999), creatingMissing: false))
                try expect(try there.key(for: Person(.child, 5000), creatingMissing: true) == nil, "it is there again")
            },
            Clause("Keys belong to the journal that was there first") { engine in
                let shared = try SharedKeys(engine)
                let (here, there) = (try shared.store(shared.file, 8), try shared.store(shared.copy, 9))
                try expect(try here.belong(to: "one"), "they are nobody's")
                try expect(try there.belong(to: "one") && here.belong(to: "one"), "they are theirs")
                try expect(try !there.belong(to: "another"), "they are another's")
            },
        ]
    }
}
