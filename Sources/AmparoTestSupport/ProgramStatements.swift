internal import Foundation

/// The statements that the program runs on tables, as they stand in its source.
public enum ProgramStatements {
    /// Queries, changes and deletions, on one line each; what is put into them at run time is `x`. With `inserts`, these too.
    public static func read(inserts: Bool = false) throws -> [String] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        guard let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil) else { return [] }
        // The engines' own statements are not about the store's tables.
        let others = ["AmparoStoreSQLite", "AmparoStorePostgres", "AmparoTestSupport"]
        var found: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            guard !others.contains(where: { file.path.contains($0) }) else { continue }
            let source = try String(contentsOf: file, encoding: .utf8)
            // Reading a source word by word takes a while: only those that can have one.
            let calls = ["statement(", "execute(", ".ask("]
            guard source.utf8.count < 100_000, calls.contains(where: source.contains) else { continue }
            for sql in SwiftLiterals.statements(in: source) {
                let line = sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                let verbs = ["SELECT", "UPDATE", "DELETE"] + (inserts ? ["INSERT"] : [])
                if verbs.contains(where: { line.hasPrefix($0) }) { found.insert(line) }
            }
        }
        return found.sorted()
    }
}
