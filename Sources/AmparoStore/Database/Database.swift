/// One database of an engine: the only way the store reaches tables.
///
/// Both calls are synchronous and run the closure on the calling thread's behalf; they must not be nested. The closure
/// **may be run again** after a conflict, so it has no effect but on the connection it is given (law 9).
public protocol Database: Sendable {
    /// Runs `body` on one unchanging snapshot of the database; it cannot write.
    func read<Result>(_ body: (any DatabaseConnection) throws -> Result) throws -> Result

    /// Runs `body` as the only writer, then commits durably: when this returns, the changes survive a power cut. When
    /// `body` throws, nothing of it is kept.
    func write<Result>(_ body: (any DatabaseConnection) throws -> Result) throws -> Result

    /// Lets the engine do its upkeep between two slices of long work, so that its files do not grow without limit.
    /// Never waits for readers, never holds up another writer. Engines without upkeep do nothing.
    func upkeep() throws

    /// Moves every committed change to its last place and leaves no older copy of a row in a log of the engine. Called
    /// after a key was destroyed. Throws `busy` when a reader holds on to the old state.
    func scrub() throws

    /// Bytes free where the database lies, for a check before long work; nil when the engine cannot tell.
    func freeBytes() throws -> UInt64?

    /// Whether a commit writes whole pages, so that rows which come in random order had better wait until there are many of
    /// them, and go to their places in key order. An engine whose log takes single rows would only write them twice.
    var writesPages: Bool { get }
}

extension Database {
    /// It does.
    public var writesPages: Bool { true }

    /// Throws `diskFull` unless `bytes` are free where the database lies; does nothing where that cannot be told.
    public func requireFree(bytes: UInt64) throws {
        guard let free = try freeBytes(), free < bytes else { return }
        throw StoreError(.diskFull, "\(bytes >> 20) MiB are needed, \(free >> 20) MiB are free")
    }
}

/// A database that several machines write to, so that a lock on a file cannot keep two of them apart.
public protocol LeasingDatabase: Database {
    /// Runs `body` while this opening, named `holder`, alone holds the database's lease; another is waited for after
    /// `waiting` was called once, or, without `waiting`, nothing is run and nil is answered.
    ///
    /// Throws `takenOver` from any write when another process has taken the lease over because this one was silent for
    /// too long; then nothing of that write is kept.
    func whileHolding<Result>(
        as holder: String, waiting: (() -> Void)?, _ body: () throws -> Result
    ) throws -> Result?
}

/// A connection inside one `read` or `write`. Not to be kept beyond the closure.
public protocol DatabaseConnection: AnyObject {
    /// The prepared statement for `sql`, from the connection's cache. One statement of one text is in use at a time:
    /// asking again before it was reset gives a second one. SQL is of the portable dialect (`SQLPortability`).
    func statement(_ sql: String) throws -> any PreparedStatement

    /// Asks the same question for each of `count` sets of values: `bind` binds one, `body` is given each of its rows. All
    /// sets of rows come in the order of the sets. On an engine at the other end of a line they are on their way together,
    /// instead of one after the other. `body` may run other statements, which do not change what is answered here.
    func ask(
        _ sql: String, count: Int, bind: (_ index: Int, _ statement: any PreparedStatement) throws -> Void,
        each body: (_ index: Int, _ row: any PreparedStatement) throws -> Void
    ) throws

    /// Says that a question is going to be asked with these values: an engine at the other end of a line sends it together with
    /// what is asked next, so that one way there and back answers both. It promises nothing; an engine in this process does
    /// nothing, nor does any in `write`, where what is asked later could be answered otherwise.
    func foretell(_ sql: String, bind: (any PreparedStatement) throws -> Void) throws

    /// Makes a table with the engine's own suffixes. Only in `write`.
    func create(_ table: TableDefinition) throws

    /// Makes an index. Only in `write`.
    func create(_ index: IndexDefinition) throws

    /// Drops a table if it is there, with its indexes. Only in `write`.
    func drop(table: String) throws

    /// Drops an index if it is there. Only in `write`.
    func drop(index: String) throws

    /// Whether there is a table of that name.
    func hasTable(_ name: String) throws -> Bool
}

extension DatabaseConnection {
    /// One question after the other: for engines that are in this process.
    public func ask(
        _ sql: String, count: Int, bind: (_ index: Int, _ statement: any PreparedStatement) throws -> Void,
        each body: (_ index: Int, _ row: any PreparedStatement) throws -> Void
    ) throws {
        let statement = try statement(sql)
        defer { statement.reset() }
        for index in 0..<count {
            try bind(index, statement)
            while try statement.step() { try body(index, statement) }
            statement.reset()
        }
    }

    /// Nothing: for engines that are in this process.
    public func foretell(_ sql: String, bind: (any PreparedStatement) throws -> Void) throws {}

    /// Runs a statement without parameters and without rows.
    public func execute(_ sql: String) throws { try statement(sql).run() }
}

/// A statement with `?` parameters, numbered from 1; result columns are numbered from 0.
///
/// Binding never fails: a wrong number shows as an error of the next `step` or `run`.
public protocol PreparedStatement: AnyObject {
    /// Binds an integer.
    func bind(_ value: Int64, at parameter: Int)
    /// Binds a floating-point number.
    func bind(real value: Double, at parameter: Int)
    /// Binds bytes, which are copied.
    func bind(_ bytes: [UInt8], at parameter: Int)
    /// Binds bytes **without copying**: they must stay where they are until `run` or `reset` returns.
    func bind(borrowing bytes: UnsafeRawBufferPointer, at parameter: Int)
    /// Binds text, which is copied.
    func bind(_ text: String, at parameter: Int)
    /// Binds NULL.
    func bindNull(at parameter: Int)

    /// Goes to the next row; false when there is none.
    func step() throws -> Bool
    /// Runs to the end and resets. Rows, if any, are passed over.
    func run() throws
    /// Makes ready for the next use and forgets every binding.
    func reset()

    /// Whether a column of the present row is NULL.
    func isNull(_ column: Int) -> Bool
    /// An integer column of the present row; 0 for NULL.
    func int64(_ column: Int) -> Int64
    /// A floating-point column of the present row; 0 for NULL.
    func double(_ column: Int) -> Double
    /// A blob or text column of the present row, valid until the next `step`, `run` or `reset`; empty for NULL.
    func bytes(_ column: Int) -> UnsafeRawBufferPointer
    /// A text column of the present row; empty for NULL.
    func text(_ column: Int) -> String
}
