public import AmparoModel
public import AmparoSharing
public import AmparoStore

// What the gate asks of the governance of a store. Accounts, agreements, orders, consents and emergencies are entries and
// views of their own; the gate knows only these three questions about them. Each is asked on the connection of one
// read, so that one decision sees one state of the store; `position` is the number of the last entry in that state.

/// An account as it stands at an instant: what a decision and a receipt need of it.
public struct AccountStanding: Sendable {
    /// The record's number of the account (1 and up): the actor of its receipts, and the number of the person
    /// (`PersonClass.account`) to whom its name and address are sealed.
    public var number: Int64
    /// Who asks, as the decision sees it. The attestation is the last one made by `at`.
    public var requester: Requester
    /// Whether the account is locked, or not yet opened, at the instant: then everything is denied.
    public var isLocked: Bool

    /// An account as it stands.
    public init(number: Int64, requester: Requester, isLocked: Bool = false) {
        self.number = number
        self.requester = requester
        self.isLocked = isLocked
    }
}

/// Name and address of a recipient, as the accounting of disclosures needs them (5 USC 552a(c)(1)). It names a person:
/// it goes into the sealed part of a receipt, and out of it only by a statement that the gate gives.
public struct Recipient: Hashable, Sendable {
    /// The person's name.
    public var name: Sensitive<String>
    /// The office's postal address, or the person's.
    public var address: Sensitive<String>

    /// A recipient.
    public init(name: Sensitive<String>, address: Sensitive<String>) {
        self.name = name
        self.address = address
    }
}

/// Accounts. Implemented by the governance of the store (`AccountDirectory`).
public protocol AccountSource: Sendable {
    /// The account of that name as it stands at an instant; nil when there is none. A pure function of the entries up to
    /// the connection's state and of its arguments.
    func standing(
        ofAccount name: String, at instant: Instant, on connection: any DatabaseConnection
    ) throws -> AccountStanding?

    /// The account of that number as it stands at an instant; nil when there is none. Corrections decide again for the
    /// account of an old receipt, which is known by its number.
    func standing(
        ofNumber number: Int64, at instant: Instant, on connection: any DatabaseConnection
    ) throws -> AccountStanding?

    /// Name and address of the account's holder, opened with the account's key; nil when the key is gone. Must not be
    /// called inside a read or write of the store.
    func recipient(ofAccount number: Int64) throws -> Recipient?
}

/// Rules in force. Implemented by the governance of the store (`Agreements`, `Orders`).
public protocol RuleSource: Sendable {
    /// The rule book of the floor, orders, mandates and enacted agreements as they stand in the connection's state. The
    /// book itself knows from when to when each rule holds; it is compiled once for a state and kept.
    func ruleBook(on connection: any DatabaseConnection) throws -> RuleBook

    /// The number of the last entry that can change an account, a rule or a governed fact; 0 when there is none. A receipt
    /// is only written while this is what it was when the decision was made, so that nothing is disclosed after the entry
    /// that suspends an agreement or locks an account.
    func version(on connection: any DatabaseConnection) throws -> Int64
}

/// Facts about a child that stand in governance's own entries. Implemented by the governance of the store (`Consents`,
/// `Orders`, `Emergencies`).
public protocol FactSource: Sendable {
    /// Fills in what governance knows of the child for this requester: `consent`, `courtOrder`, `emergency`, `ofRecord`,
    /// `populations`, `evidence`. What it does not know it leaves as it is: unknown. The gate fills in the rest.
    ///
    /// - Parameters:
    ///   - child: the record's number of the child; for a sponsor or household member, of the child through whom they
    ///     are in the record.
    ///   - purpose: the purpose's code.
    ///   - instant: the time of the request.
    func addFacts(
        to facts: inout SubjectFacts, child: Int64, requester: AccountStanding, purpose: String, at instant: Instant,
        on connection: any DatabaseConnection
    ) throws

    /// The statements of disagreement that travel with a record (5 USC 552a(d)(3) and (4)), in the order of the journal.
    func disagreements(
        about record: Int64, at instant: Instant, on connection: any DatabaseConnection
    ) throws -> [StatedDisagreement]
}

extension FactSource {
    /// None: a source that knows of no requests for amendment.
    public func disagreements(
        about record: Int64, at instant: Instant, on connection: any DatabaseConnection
    ) throws -> [StatedDisagreement] { [] }
}

/// That somebody disagrees with what the record says: the words lie sealed in the entry.
public struct StatedDisagreement: Hashable, Sendable {
    /// The entry that states it.
    public var entry: Int64
    /// The day it was stated, Washington time.
    public var day: Day
    /// The classes of fields that are disputed, by code; all when empty.
    public var classes: [String]

    /// A disagreement.
    public init(entry: Int64, day: Day, classes: [String]) {
        self.entry = entry
        self.day = day
        self.classes = classes
    }
}
