#if Postgres
import AmparoStore
import AmparoStorePostgres
import AmparoTestSupport
import Dispatch
import Testing

@Suite("The lease of a database", .enabled(if: TestCluster.programs != nil))
struct LeaseTests {
    private let cluster: TestCluster
    private let name: String

    init() throws {
        cluster = try #require(TestCluster.shared)
        name = try cluster.makeDatabase()
    }

    private func open(lease: Duration = .seconds(30)) throws -> PostgresDatabase {
        try Place.open(name, on: cluster, options: .init(lease: lease))
    }

    private func write(_ database: PostgresDatabase, _ value: Int) throws {
        try database.write { try $0.execute("UPDATE note SET id = \(value)") }
    }

    /// The code with which a write is refused.
    private func refusal(_ database: PostgresDatabase, _ value: Int) -> StoreError.Code? {
        do { try write(database, value) } catch { return (error as? StoreError)?.code ?? .damaged }
        return nil
    }

    private func lease(_ column: String) throws -> String {
        try cluster.ask("SELECT \(column) FROM amparo_lease", in: name)
    }

    @Test("One opening holds it at a time: another does nothing, or waits until it is free")
    func alone() throws {
        let one = try open()
        let two = try open()
        let waits = DispatchSemaphore(value: 0)
        let done = DispatchSemaphore(value: 0)
        let order = Order()
        try one.whileHolding(as: "one", waiting: nil) {
            let none = try two.whileHolding(as: "two", waiting: nil) { 2 }
            #expect(none == nil)
            DispatchQueue.global().async {
                _ = try? two.whileHolding(as: "two", waiting: { waits.signal() }) { order.add("two") }
                done.signal()
            }
            waits.wait()
            order.add("one")
        }
        done.wait()
        #expect(order.all == ["one", "two"])
        #expect(try lease("holder, expires, fence") == "|0|2")
    }

    private final class Order: @unchecked Sendable {
        // @unchecked: the semaphores of the test order the two that write.
        private(set) var all: [String] = []
        func add(_ word: String) { all.append(word) }
    }

    @Test("Whoever was silent for too long is taken over, and writes nothing more")
    func takenOver() throws {
        let one = try open()
        let two = try open()
        try cluster.ask("CREATE TABLE note (id bigint); INSERT INTO note VALUES (0)", in: name)
        var codes: [StoreError.Code?] = []
        _ = try one.whileHolding(as: "one", waiting: nil) {
            codes.append(refusal(one, 1))
            // As if it had been frozen for longer than the lease.
            try cluster.ask("UPDATE amparo_lease SET expires = 0", in: name)
            _ = try two.whileHolding(as: "two", waiting: nil) {
                codes.append(refusal(two, 2))
                codes.append(refusal(one, 3))
            }
            codes.append(refusal(one, 4))
        }
        #expect(codes == [nil, nil, .takenOver, .takenOver])
        #expect(try cluster.ask("SELECT id FROM note", in: name) == "2")
        try write(one, 5)
        let again = try one.whileHolding(as: "one", waiting: nil) { refusal(one, 6) }
        #expect(again == .some(nil))
    }

    @Test("What a crash left behind ends by itself, or at once for the successor of the same name")
    func crashed() throws {
        let database = try open()
        try cluster.ask(
            "UPDATE amparo_lease SET holder = 'one', fence = 7, expires = \(Int64.max)", in: name)
        let none = try database.whileHolding(as: "two", waiting: nil) { 2 }
        #expect(none == nil)
        let fence = try database.whileHolding(as: "one", waiting: nil) { try lease("fence") }
        #expect(fence == "8")
        try cluster.ask(
            "UPDATE amparo_lease SET holder = 'one', expires = extract(epoch FROM now()) * 1000000 + 300000", in: name)
        let holder = try database.whileHolding(as: "two", waiting: {}) { try lease("holder") }
        #expect(holder == "two")
    }

    @Test("It is renewed as long as it is held")
    func renewed() throws {
        let database = try open(lease: .milliseconds(600))
        try database.whileHolding(as: "one", waiting: nil) {
            let ends = try lease("expires")
            // The server waits here, and looks for as long as three leases would be.
            for _ in 0..<18 where try lease("expires") == ends { try cluster.ask("SELECT pg_sleep(0.1)") }
            #expect(try lease("expires") != ends)
            #expect(try lease("fence") == "1")
        }
    }

    @Test("With a role that only reads there is nothing to keep apart")
    func reader() throws {
        _ = try open()
        try cluster.ask(
            "CREATE ROLE lease_reader LOGIN; GRANT SELECT ON amparo_turn, amparo_lease TO lease_reader", in: name)
        let reader = try PostgresDatabase(
            PostgresAddress(cluster.address(name, user: "lease_reader")), random: .system(), timing: .system())
        let answer = try reader.whileHolding(as: "one", waiting: nil) { 7 }
        #expect(answer == 7)
        #expect(try lease("fence") == "0")
    }
}
#endif
