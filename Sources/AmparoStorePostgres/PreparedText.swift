#if Postgres
/// The text of a statement as one connection knows it: how it goes to the server, and as what it was prepared there.
final class PreparedText {
    /// The text prepared for parameters of certain types.
    final class Variant {
        let name: String
        let types: [UInt32]

        init(name: String, types: [UInt32]) {
            self.name = name
            self.types = types
        }

        /// Whether values of these types can be given to it. NULL goes for any.
        func takes(_ given: [UInt32]) -> Bool {
            for index in given.indices where given[index] != types[index] {
                if given[index] != PostgresType.unspecified { return false }
            }
            return true
        }
    }

    let sql: String
    let parameters: Int
    let insert: InsertShape?
    /// Whether its rows are taken from the server one by one: a statement without parameters may read a whole table.
    let isWhole: Bool
    var variants: [Variant] = []
    private let original: String
    private var lists: [[UInt32]: PreparedText] = [:]
    private lazy var words = PostgresDialect.words(sql)

    init(_ text: String) {
        (sql, parameters) = PostgresDialect.numbered(text)
        original = text
        insert = InsertShape(text)
        isWhole = parameters == 0
    }

    /// A text that is numbered already, whose parameters are lists.
    init(many sql: String, parameters: Int) {
        self.sql = sql
        original = sql
        self.parameters = parameters
        insert = nil
        isWhole = false
    }

    /// The question for many sets of values at once, in lists of values of these types: first the number of the set, from 1
    /// on, then the columns of the answer.
    func forLists(of types: [UInt32]) -> PreparedText {
        if let known = lists[types] { return known }
        let text = PreparedText(many: PostgresDialect.forLists(original, types), parameters: parameters)
        lists[types] = text
        return text
    }

    /// Whether the statement speaks of a table.
    func mentions(_ table: String) -> Bool { words.contains(table) }
}
#endif
