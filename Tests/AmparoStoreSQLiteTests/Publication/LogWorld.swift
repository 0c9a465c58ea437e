import AmparoModel
import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import AmparoTransparency
import Synchronization
import Testing

/// A store with a log, and two witnesses, one of them outside government.
struct LogWorld: Sendable {
    let store: TemporaryStore
    let log: PublishedLog
    let witnesses: [String: WitnessBook]
    let witnessFolder: TemporaryFolder

    static let origin: OctetText = "log.example.org/children"

    init(seed: UInt64, entries: Int = 0) throws {
        store = try TemporaryStore(seed: seed)
        let clock = store.clock
        log = PublishedLog(store.journal, keys: store.keys, now: { clock.now })
        try log.found(origin: Self.origin)
        witnessFolder = try TemporaryFolder()
        var books: [String: WitnessBook] = [:]
        for name in ["inspector", "outsider"] {
            let signer = try NoteSigner(
                name: OctetText("\(name).example.net/w"), type: .cosignature, seed: try store.random.bytes(32))
            let book = try WitnessBook(
                try SQLiteDatabase(path: witnessFolder.path + "/\(name).sqlite", options: .init(create: true)),
                signer: signer, now: { clock.now })
            for key in try log.verifierKeys() { try book.trust(key) }
            books[name] = book
        }
        witnesses = books
        if entries > 0 { try append(entries) }
    }

    func append(_ count: Int) throws { try store.append(count) }

    /// The policy that asks for both.
    var policy: [UInt8] {
        var text = ""
        for (name, book) in witnesses.sorted(by: { $0.key < $1.key }) {
            text += "witness \(name) \(book.verifierKey) \(name)\n"
        }
        text += "group outside-government any outsider\ngroup both all inspector outside-government\nquorum both\n"
        return Array(text.utf8)
    }

    /// Sends to the witness whose name is the address, without a network.
    func sending(_ reachable: Set<String> = ["inspector", "outsider"]) -> PublishedLog.Sending {
        let witnesses = witnesses
        return { url, body in
            guard reachable.contains(url), let book = witnesses[url] else { throw Unreachable() }
            let answer = try book.addCheckpoint(body)
            return (answer.status, answer.body)
        }
    }

    /// The log by another opening, as another process would have it, which breaks off where it is told to.
    func reopened(afterStep: @escaping @Sendable (PublishedLog.Step) throws -> Void = { _ in }) throws -> PublishedLog {
        let clock = store.clock
        return PublishedLog(try store.reopened(), keys: store.keys, now: { clock.now }, afterStep: afterStep)
    }

    struct Unreachable: Error {}
    struct BrokenOff: Error {}
}
