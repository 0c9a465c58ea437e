public import AmparoStore

/// An engine under test: how a test makes a database of it and opens the same one again.
public struct StorageEngine: Sendable {
    /// The engine's name, for the output of tests.
    public var name: String
    /// Makes a place for a fresh database and answers how to open it; each call of the answer is a new opening, as by
    /// another process.
    public var makePlace: @Sendable () throws -> @Sendable () throws -> any Database

    /// An engine.
    public init(name: String, makePlace: @escaping @Sendable () throws -> @Sendable () throws -> any Database) {
        self.name = name
        self.makePlace = makePlace
    }
}

/// What every engine must keep, clause by clause (law 9). A test runs all clauses for each engine:
///
///     @Test(arguments: StorageContract.clauses)
///     func keeps(_ clause: StorageContract.Clause) throws { try clause.check(engine) }
public enum StorageContract {
    /// One clause.
    public struct Clause: Sendable, CustomStringConvertible {
        /// The clause as a sentence.
        public var description: String
        /// Throws `Broken` when the engine does not keep it.
        public var check: @Sendable (StorageEngine) throws -> Void

        init(_ description: String, _ check: @escaping @Sendable (StorageEngine) throws -> Void) {
            self.description = description
            self.check = check
        }
    }

    /// A clause is not kept.
    public struct Broken: Error, CustomStringConvertible {
        /// What was expected and was not so.
        public var description: String
    }

    /// All clauses.
    public static var clauses: [Clause] { databaseClauses + journalClauses + keyClauses }

    static func expect(_ condition: Bool, _ what: @autoclosure () -> String) throws {
        if !condition { throw Broken(description: what()) }
    }

    static func expectError(_ code: StoreError.Code, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as StoreError {
            try expect(error.code == code, "expected \(code.rawValue), got \(error.code.rawValue): \(error)")
            return
        }
        throw Broken(description: "expected \(code.rawValue), got no error")
    }
}
