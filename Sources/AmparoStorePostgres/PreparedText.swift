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
    private lazy var words = PostgresDialect.words(sql)

    init(_ text: String) {
        (sql, parameters) = PostgresDialect.numbered(text)
        insert = InsertShape(text)
        isWhole = parameters == 0
    }

    /// A text that is numbered already, for many rows of an `INSERT`.
    init(many sql: String, parameters: Int) {
        self.sql = sql
        self.parameters = parameters
        insert = nil
        isWhole = false
    }

    /// Whether the statement speaks of a table.
    func mentions(_ table: String) -> Bool { words.contains(table) }
}
#endif
