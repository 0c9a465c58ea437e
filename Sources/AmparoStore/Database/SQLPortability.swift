/// The portable dialect of SQL, as a lint (law 9; the reasons are the vendors' own lists for PostgreSQL, Citus,
/// CockroachDB and YugabyteDB).
///
/// Outside of the engines' own targets no statement may use what it forbids. A test runs it over all SQL text of the
/// package.
public enum SQLPortability {
    /// One thing a statement must not have.
    public struct Violation: Hashable, Sendable, CustomStringConvertible {
        /// The rule's name.
        public var rule: String
        /// What was found.
        public var found: String

        /// The rule and what was found.
        public var description: String { "\(rule): \(found)" }
    }

    private typealias Rules = [(rule: String, words: String)]

    private static func table(_ rules: Rules) -> [String: String] {
        var words: [String: String] = [:]
        for (rule, list) in rules { for word in list.split(separator: " ") { words[String(word)] = rule } }
        return words
    }

    /// What a statement must not begin with.
    private static let forbiddenStatements = table([
        (
            "no engine's own statements",
            "pragma vacuum attach detach reindex analyze explain copy merge truncate set do"
        ),
        ("transactions are closures", "begin commit rollback savepoint release abort end start"),
        ("tables are declared in Swift", "create alter drop"),
        ("no listening", "listen notify unlisten"),
        ("no locks by statement", "lock"),
        ("no triggers, procedures or stored columns", "call execute"),
        ("conflicts are written with ON CONFLICT", "replace"),
    ])

    /// What must not stand anywhere.
    private static let forbiddenWords = table([
        ("tables are declared in Swift", "strict rowid _rowid_ ctid temp temporary unlogged inherits"),
        ("no sequences", "autoincrement serial bigserial smallserial"),
        ("no triggers, procedures or stored columns", "trigger procedure generated"),
        ("no exclusion, ranges or deferral", "exclude gist deferrable"),
        ("no clock and no chance", "current_timestamp current_date current_time localtime localtimestamp"),
        ("one collation", "nocase collate citext"),
        ("one way to match text", "glob like ilike regexp similar"),
        ("one name for a function", "isnull notnull"),
        ("no grouping across shards", "cube rollup recursive"),
    ])

    /// What must not be called.
    private static let forbiddenCalls = table([
        ("no sequences", "nextval currval lastval setval last_insert_rowid"),
        ("no listening", "pg_notify"),
        ("no locks by statement", "pg_advisory_lock pg_try_advisory_lock pg_advisory_xact_lock"),
        ("no exclusion, ranges or deferral", "int4range int8range tsrange tstzrange daterange"),
        (
            "no clock and no chance",
            "now random date time datetime strftime julianday unixepoch clock_timestamp gen_random_uuid randomblob"
        ),
        ("one way to match text", "like glob match regexp soundex"),
        (
            "one name for a function",
            "ifnull group_concat string_agg array_agg total iif decode nvl instr strpos printf format json_extract json "
                + "jsonb typeof hex encode changes"
        ),
        ("no grouping across shards", "sets"),
        ("no large objects", "lo_import lo_export lo_create"),
    ])

    /// The most parameters of a statement.
    static let parameterLimit = 64

    /// What a statement has that the dialect does not.
    ///
    /// `nullable` are the columns that may be NULL: ordering by one needs NULLS FIRST or NULLS LAST.
    public static func violations(in sql: String, nullable: Set<String> = []) -> [Violation] {
        let tokens = SQLToken.tokens(of: sql)
        var violations: [Violation] = []
        var parameters = 0
        for (index, token) in tokens.enumerated() {
            let next = index + 1 < tokens.count ? tokens[index + 1] : nil
            switch token {
            case .word(let word):
                if index == 0, let rule = forbiddenStatements[word] {
                    violations.append(Violation(rule: rule, found: word))
                }
                if let rule = forbiddenWords[word] { violations.append(Violation(rule: rule, found: word)) }
                if next == .symbol("("), let rule = forbiddenCalls[word] {
                    violations.append(Violation(rule: rule, found: word + "()"))
                }
                if word == "or", next == .word("replace") || next == .word("ignore") {
                    violations.append(Violation(rule: "conflicts are written with ON CONFLICT", found: "or …"))
                }
                if word == "for", next == .word("update") || next == .word("share") {
                    violations.append(Violation(rule: "no locks by statement", found: "for update"))
                }
                if word == "full" || word == "right" || word == "natural", next == .word("join") {
                    violations.append(Violation(rule: "inner and left joins only", found: word + " join"))
                }
                if word == "order", next == .word("by") {
                    violations += unorderedNulls(tokens[(index + 2)...], nullable: nullable)
                }
            case .parameter(let text):
                parameters += 1
                if text != "?" { violations.append(Violation(rule: "parameters are ?", found: text)) }
            case .symbol(let symbol):
                if symbol == "::" { violations.append(Violation(rule: "CAST is written out", found: "::")) }
                if symbol == "==" { violations.append(Violation(rule: "equality is =", found: "==")) }
                if symbol == ";", next != nil { violations.append(Violation(rule: "one statement", found: ";")) }
            case .quoted(let text):
                violations.append(Violation(rule: "names are not quoted", found: text))
            case .text, .number: break
            }
        }
        if parameters > parameterLimit {
            violations.append(Violation(rule: "bounded parameters", found: "\(parameters)"))
        }
        return violations
    }

    private static func unorderedNulls(_ tokens: ArraySlice<SQLToken>, nullable: Set<String>) -> [Violation] {
        var violations: [Violation] = []
        var depth = 0
        var column: String?
        var written = false
        func end() {
            if let name = column, nullable.contains(name), !written {
                violations.append(Violation(rule: "the order of NULL is written out", found: name))
            }
            column = nil
            written = false
        }
        scan: for token in tokens {
            switch token {
            case .symbol("("): depth += 1
            case .symbol(")"):
                depth -= 1
                if depth < 0 { break scan }
            case .symbol(",") where depth == 0: end()
            case .word("nulls"): written = true
            case .word("asc"), .word("desc"), .word("first"), .word("last"): break
            case .word("limit"), .word("offset"), .word("union"), .word("returning"): break scan
            case .word(let word) where depth == 0: column = word
            default: break
            }
        }
        end()
        return violations
    }
}
