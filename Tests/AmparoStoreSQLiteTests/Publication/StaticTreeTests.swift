import AmparoModel
import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import AmparoTransparency
import Foundation
import Testing

@Suite("The exported tree")
struct StaticTreeTests {
    private func monitor(_ world: LogWorld, _ source: TlogSource) throws -> LogMonitor {
        LogMonitor(source: source, keys: try world.log.verifierKeys(), policy: try world.log.policy())
    }

    private func files(below folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).filter { path in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: folder + "/" + path, isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted()
    }

    @Test("It has the files of the specification, grows by what changed, and is verified after each growth")
    func growth() async throws {
        let world = try LogWorld(seed: 701)
        let folder = try TemporaryFolder()
        let tree = StaticTree(folder: folder.path + "/tree")
        #expect(throws: StoreError(.notPublished)) { try tree.write(world.log) }
        var last: SignedNote?
        for (step, count) in [0, 1, 254, 1, 44, 300, 256, 12].enumerated() {
            if count > 0 { try world.append(count) }
            _ = try await world.log.publish(sending: world.sending())
            try tree.write(world.log)
            let seen = try monitor(world, tree.source).look(last: last) {
                try world.log.openings(index: $0, width: $1)
            }
            #expect(seen.rehashed == seen.checkpoint.size)
            last = seen.note
            let expected = TlogResource.all(ofSize: seen.checkpoint.size).map(\.description) + ["checkpoint"]
            let there = try Set(files(below: tree.folder))
            #expect(there.isSuperset(of: expected), "step \(step)")
            for path in there {
                let resource = try #require(TlogResource(path: path))
                #expect(resource.full == resource || !there.contains("\(resource.full)"), "\(path)")
            }
            // The same from the store itself.
            _ = try monitor(world, world.log.source).look(last: last)
            #expect(try tree.write(world.log) == 1)
        }
    }

    @Test("Broken off after any file, it is still the older tree; the next export goes on")
    func brokenOff() async throws {
        let world = try LogWorld(seed: 702, entries: 300)
        let folder = try TemporaryFolder()
        let tree = StaticTree(folder: folder.path + "/tree")
        _ = try await world.log.publish(sending: world.sending())
        var steps = 0
        try StaticTree(folder: folder.path + "/whole").write(world.log, afterFile: { _ in steps += 1 })
        for stop in 1...steps {
            let part = StaticTree(folder: folder.path + "/\(stop)")
            var count = 0
            #expect(throws: LogWorld.BrokenOff.self) {
                try part.write(
                    world.log,
                    afterFile: { _ in
                        count += 1
                        if count == stop { throw LogWorld.BrokenOff() }
                    })
            }
            try part.write(world.log)
            _ = try monitor(world, part.source).look()
        }
        // And a growing one.
        try tree.write(world.log)
        let before = try monitor(world, tree.source).look()
        try world.append(400)
        _ = try await world.log.publish(sending: world.sending())
        for stop in 1...5 {
            var count = 0
            #expect(throws: LogWorld.BrokenOff.self) {
                try tree.write(
                    world.log,
                    afterFile: { _ in
                        count += 1
                        if count == stop { throw LogWorld.BrokenOff() }
                    })
            }
            #expect(try monitor(world, tree.source).look().checkpoint == before.checkpoint)
        }
        try tree.write(world.log)
        #expect(try monitor(world, tree.source).look(last: before.note).checkpoint.size == 702)
    }

    @Test("A folder with something else, the tree of another log and a larger tree are left alone")
    func foreign() async throws {
        let world = try LogWorld(seed: 703, entries: 10)
        _ = try await world.log.publish(sending: world.sending())
        let folder = try TemporaryFolder()
        try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.path + "/letter.txt"))
        #expect(throws: StoreError(.foreignTree)) { try StaticTree(folder: folder.path).write(world.log) }
        let tree = StaticTree(folder: folder.path + "/tree")
        try tree.write(world.log)
        let other = try TemporaryStore(seed: 704)
        let foreign = PublishedLog(other.journal, keys: other.keys, now: { other.clock.now })
        try foreign.found()
        _ = try await foreign.publish { _, _ in throw LogWorld.Unreachable() }
        #expect(throws: StoreError(.foreignTree)) { try tree.write(foreign) }
        let shorter = try LogWorld(seed: 705, entries: 9)
        _ = try await shorter.log.publish(sending: shorter.sending())
        #expect(throws: StoreError(.logBroken)) { try tree.write(shorter.log) }
        let rewritten = try LogWorld(seed: 706, entries: 11)
        _ = try await rewritten.log.publish(sending: rewritten.sending())
        #expect(throws: StoreError(.logBroken)) { try tree.write(rewritten.log) }
    }

    @Test("Openings go to files that only the owner can read, and open every leaf")
    func openings() async throws {
        let world = try LogWorld(seed: 707, entries: 300)
        _ = try await world.log.publish(sending: world.sending())
        let folder = try TemporaryFolder()
        let tree = StaticTree(folder: folder.path + "/tree")
        let secret = StaticTree(folder: folder.path + "/entitled")
        try tree.write(world.log)
        try secret.writeOpenings(world.log)
        #expect(
            try files(below: secret.folder).allSatisfy { path in
                let attributes = try FileManager.default.attributesOfItem(atPath: secret.folder + "/" + path)
                return attributes[.posixPermissions] as? Int == 0o600
            })
        let seen = try monitor(world, tree.source).look(openings: secret.openings)
        #expect(seen.rehashed == 301)
        try world.append(20)
        _ = try await world.log.publish(sending: world.sending())
        try tree.write(world.log)
        try secret.writeOpenings(world.log)
        #expect(try files(below: secret.folder) == ["openings/000", "openings/001.p/66"])
        let path = secret.folder + "/openings/000"
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        bytes[1000] ^= 4
        try bytes.write(to: URL(fileURLWithPath: path))
        #expect(throws: TransparencyError(.brokenEntry)) {
            try monitor(world, tree.source).look(openings: secret.openings)
        }
    }

    @Test("A published tile has nothing of an entry but its leaf")
    func leavesSayNothing() async throws {
        let world = try LogWorld(seed: 708)
        let key = try world.store.keys.key(for: Person(.child, 1), creatingMissing: true)
        try world.store.append(50, sealing: "Maria Lopez", to: key)
        _ = try await world.log.publish(sending: world.sending())
        let bundle = try #require(try world.log.source.read(.entries(index: 0, width: 50)))
        #expect(bundle.count == 50 * 34)
        let leaves = try (1...50).map { try #require(try world.store.journal.withEntry($0) { $0.leaf }) }
        #expect(EntryBundle.leaves(bundle) == leaves)
        #expect(Set(leaves).count == 50)
    }
}
