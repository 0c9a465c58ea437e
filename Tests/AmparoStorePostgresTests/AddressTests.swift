#if Postgres
import AmparoStore
import AmparoStorePostgres
import AmparoTestSupport
import Foundation
import Testing

@Suite("The way to a server of PostgreSQL")
struct AddressTests {
    @Test(
        "An address is shown without user and password",
        arguments: [
            ("postgres://amparo:secret@db.example.org/record", "postgres://db.example.org/record"),
            ("postgresql://a:secret@one:5433,two:5434/record", "postgres://one:5433,two:5434/record"),
            ("postgres:///record?host=/run/pg&password=secret", "postgres:///run/pg/record"),
        ])
    func shown(text: String, shown: String) throws { #expect(try PostgresAddress(text).description == shown) }

    @Test(
        "What is no address is refused, and not repeated",
        arguments: ["", "secret", "postgres://a:sec%ret@host/x", "mysql://host/secret"])
    func refused(text: String) throws {
        do {
            _ = try PostgresAddress(text)
            Issue.record("it was taken")
        } catch let error as StoreError {
            #expect(error.code == .badAddress)
            #expect(!"\(error)".contains("sec"))
        }
    }

    private func code(_ address: String) -> StoreError.Code? {
        do {
            let address = try PostgresAddress(address)
            _ = try PostgresDatabase(
                address, options: .init(patience: .seconds(1)), random: .system(), timing: .system())
            return nil
        } catch let error as StoreError {
            #expect(!"\(error)".contains("secret"), "\(error)")
            return error.code
        } catch { return nil }
    }

    @Test("A server that is not there is told at once")
    func away() {
        #expect(code("postgres://x:secret@/x?host=/nowhere") == .serverAway)
        #expect(code("postgres://x:secret@127.0.0.1:1/x") == .serverAway)
    }

    @Test(
        "A wrong password, none, and a user or database that there is not are told apart",
        .enabled(if: TestCluster.programs != nil))
    func access() throws {
        let cluster = try TestCluster(rules: ["local all guarded scram-sha-256"])
        try cluster.ask("CREATE ROLE guarded LOGIN PASSWORD 'right-one'")
        let place = "postgres?host=\(cluster.folder)"
        #expect(code("postgres://guarded:secret@/\(place)") == .accessRefused)
        #expect(code("postgres://guarded@/\(place)&passfile=/nowhere") == .accessRefused)
        #expect(code("postgres://nobody:secret@/\(place)") == .accessRefused)
        #expect(code("postgres://postgres@/nothing?host=\(cluster.folder)") == .notFound)
        #expect(code("postgres://guarded:right-one@/\(place)") == nil)
    }

    @Test("A database of another encoding is refused", .enabled(if: TestCluster.programs != nil))
    func encoding() throws {
        let cluster = try #require(TestCluster.shared)
        try cluster.ask("CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
        #expect(code(cluster.address("latin")) == .refused)
    }
}
#endif
