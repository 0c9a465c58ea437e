public import AmparoGate
public import AmparoModel
public import AmparoSharing
public import AmparoStore
internal import Synchronization

/// Accounts, rules and facts as a test or a benchmark gives them, without entries of governance.
public final class GivenGovernance: AccountSource, RuleSource, FactSource {
    /// What stands at a moment.
    public struct State: Sendable {
        /// Accounts by name.
        public var accounts: [String: AccountStanding] = [:]
        /// Names and addresses by account number.
        public var recipients: [Int64: Recipient] = [:]
        /// The rules.
        public var book: RuleBook
        /// Grows with every change.
        public var version: Int64 = 0
        /// What governance knows of a child.
        public var facts: @Sendable (inout SubjectFacts, Int64) -> Void = { _, _ in }
        /// Something that changes and means nothing.
        public var markers = 0
        /// What is thrown instead of an answer, when something is.
        public var failure: (any Error)?
    }

    private let state: Mutex<State>

    /// Governance with the shipped floor and mandates and these agreements.
    public init(agreements: [Agreement] = [], markers: [String: Bool] = [:]) throws {
        state = Mutex(State(book: try RuleBook.standard(agreements: agreements, markers: markers)))
    }

    /// Changes what stands; the version grows.
    public func change(_ body: (inout State) throws -> Void) rethrows {
        try state.withLock { state in
            try body(&state)
            state.version += 1
        }
    }

    /// Adds an account of an invented officer, attested on a day, with a key to seal its receipts with.
    public func add(
        _ name: String, number: Int64, agency: String, role: String, attested: Day?, office: String? = nil,
        area: String? = nil, keys: KeyStore
    ) throws {
        _ = try keys.key(for: Person(.account, number), creatingMissing: true)
        change { state in
            let party = Party(code: agency)
            state.accounts[name] = AccountStanding(
                number: number,
                requester: Requester(
                    account: name, agency: party, homeAgency: party, role: role, office: office, area: area,
                    attestedOn: attested))
            state.recipients[number] = Recipient(
                name: Sensitive("Officer \(name) Invented"), address: Sensitive("\(number) Invented Plaza, Room 12"))
        }
    }

    private func read<Value>(_ body: (State) throws -> Value) throws -> Value {
        try state.withLock { state in
            if let failure = state.failure { throw failure }
            return try body(state)
        }
    }

    /// The account of a name.
    public func standing(
        ofAccount name: String, at instant: Instant, on connection: any DatabaseConnection
    ) throws -> AccountStanding? { try read { $0.accounts[name] } }

    /// The account of a number.
    public func standing(
        ofNumber number: Int64, at instant: Instant, on connection: any DatabaseConnection
    ) throws -> AccountStanding? { try read { $0.accounts.values.first { $0.number == number } } }

    /// Name and address.
    public func recipient(ofAccount number: Int64) throws -> Recipient? { try read { $0.recipients[number] } }

    /// The book.
    public func ruleBook(on connection: any DatabaseConnection) throws -> RuleBook { try read { $0.book } }

    /// How often anything changed.
    public func version(on connection: any DatabaseConnection) throws -> Int64 { try read { $0.version } }

    /// What governance knows.
    public func addFacts(
        to facts: inout SubjectFacts, child: Int64, requester: AccountStanding, purpose: String, at instant: Instant,
        on connection: any DatabaseConnection
    ) throws {
        // Outside of the lock: a test may change what stands while a request is under way.
        let known = try read { $0.facts }
        known(&facts, child)
    }
}
