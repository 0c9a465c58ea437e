import AmparoStore
import AmparoTestSupport
import Foundation
import Testing

@Suite("The portable dialect of SQL")
struct SQLPortabilityTests {
    @Test(
        "What is not portable is found",
        arguments: [
            "CREATE TABLE a (b INTEGER PRIMARY KEY AUTOINCREMENT)", "INSERT OR REPLACE INTO a VALUES (?)",
            "PRAGMA foreign_keys = ON", "SELECT rowid FROM a", "SELECT a FROM b WHERE c LIKE ?", "BEGIN IMMEDIATE",
            "SELECT now()", "SELECT CURRENT_TIMESTAMP", "SELECT a FROM b WHERE c = $1",
            "SELECT a FROM b WHERE c = :name",
            "SELECT a::text FROM b", "SELECT a FROM b WHERE c == ?", "SELECT a FROM b FOR UPDATE", "LISTEN news",
            "SELECT pg_advisory_lock(1)", "SELECT nextval('s')", "SELECT \"a\" FROM b",
            "SELECT a FROM b; DELETE FROM b",
            "SELECT a FROM b ORDER BY c COLLATE NOCASE", "SELECT ifnull(a, 0) FROM b", "SELECT a FROM b ORDER BY maybe",
            "SELECT a FROM b ORDER BY c, maybe DESC LIMIT ?", "WITH RECURSIVE r AS (SELECT 1) SELECT a FROM r",
            "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END", "ALTER TABLE a ADD COLUMN b INTEGER",
            "SELECT a FROM b FULL JOIN c ON b.d = c.d", "VACUUM",
        ])
    func found(sql: String) {
        #expect(!SQLPortability.violations(in: sql, nullable: ["maybe"]).isEmpty)
    }

    @Test(
        "What is portable passes",
        arguments: [
            "SELECT a, COUNT(*) FROM b WHERE c = ? AND d >= ? GROUP BY a ORDER BY a LIMIT 10",
            "INSERT INTO a (b, c) VALUES (?, ?) ON CONFLICT (b) DO UPDATE SET c = excluded.c",
            "UPDATE a SET b = b + ? WHERE c = 1 RETURNING b", "SELECT a FROM b ORDER BY maybe NULLS LAST, c DESC",
            "SELECT position, total FROM a WHERE now = 'BEGIN -- not a word' AND format = ?",
            "SELECT CAST(a AS TEXT) FROM b LEFT JOIN c ON b.d = c.d WHERE e IS NOT NULL", "DELETE FROM a WHERE b < ?",
        ])
    func passes(sql: String) {
        #expect(SQLPortability.violations(in: sql, nullable: ["maybe"]).isEmpty)
    }

    @Test("More parameters than a statement may have are found")
    func parameters() {
        let many = Array(repeating: "?", count: 65).joined(separator: ", ")
        #expect(
            SQLPortability.violations(in: "SELECT a FROM b WHERE c IN (\(many))").map(\.rule) == ["bounded parameters"])
    }

    @Test("All SQL text of the package outside of the engines is portable")
    func package() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources")
        let engines = ["AmparoStoreSQLite", "AmparoStorePostgres"]
        var texts: [(file: String, sql: String)] = []
        var nullable: Set<String> = []
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        for case let file as URL in files where file.pathExtension == "swift" {
            guard !engines.contains(where: { file.path.contains("/\($0)/") }) else { continue }
            let source = try String(contentsOf: file, encoding: .utf8)
            for match in source.matches(of: /\.(?:integer|text|blob|real)\("(\w+)"\)\.orNull/) {
                nullable.insert(String(match.1))
            }
            texts += SwiftLiterals.statements(in: source).map { (file.lastPathComponent, $0) }
        }
        #expect(texts.count > 20, "the scan finds the statements")
        for (file, sql) in texts {
            let violations = SQLPortability.violations(in: sql, nullable: nullable)
            #expect(violations.isEmpty, "\(file): \(sql)")
        }
    }

    @Test("The scan finds statements in one line and in several, and nothing in prose")
    func scan() {
        let source = #"""
            let a = "SELECT b FROM c"
            // "SELECT nothing FROM a comment"
            let prose = "Select the right file"
            let d = """
                UPDATE e SET f = \(g)
                WHERE h = ?
                """
            let i = "PRAGMA j"
            """#
        let found = SwiftLiterals.statements(in: source).map { $0.split(separator: /\s+/).joined(separator: " ") }
        #expect(found == ["SELECT b FROM c", "UPDATE e SET f = x WHERE h = ?", "PRAGMA j"])
    }
}
