public import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// An account as it stands at an instant: who may ask, in which office, and until when without being looked at again.
/// It names nobody: the holder's name and address are sealed (`AccountDirectory.recipient`).
public struct Account: Hashable, Sendable {
    /// How many days an attestation holds: up to and with the 90th day after it (SHARING.md, layer 5).
    public static let attestationDays = RuleBook.attestationDays

    /// The store's number of it, from 1.
    public var number: Int64
    /// Its id: the name by which people call it. It must name nobody.
    public var id: String
    /// The agency it works for (a party's code).
    public var agency: String
    /// The agency that employs its holder; another than `agency` for an official on detail.
    public var homeAgency: String
    /// Its role.
    public var role: String
    /// Its office; empty when the role has none.
    public var office: String
    /// Its area; empty when it has none.
    public var area: String
    /// The public part of its Ed25519 key, 32 bytes.
    public var signingKey: [UInt8]
    /// The day its present office and role were granted.
    public var grantedOn: Day
    /// The day it was last attested.
    public var attestedOn: Day
    /// Whether it is locked.
    public var isLocked: Bool

    /// The account whose history this is; nil when the history does not begin by opening one.
    init?(_ history: [GovernanceFact]) {
        guard let first = history.first, first.kind == .accountAdded else { return nil }
        number = first.subject
        id = first.payload[text: .name]
        (agency, homeAgency, role, office, area, signingKey) = ("", "", "", "", "", [])
        grantedOn = first.recorded.day
        attestedOn = grantedOn
        isLocked = false
        for fact in history {
            switch fact.kind {
            case .accountAdded, .accountChanged: take(fact.payload)
            case .accountAttested: attestedOn = fact.payload[day: .day] ?? attestedOn
            case .accountLocked: isLocked = true
            default: break
            }
        }
    }

    private mutating func take(_ payload: GovernancePayload) {
        agency = payload[text: .agency]
        homeAgency = payload[text: .homeAgency]
        role = payload[text: .role]
        office = payload[text: .office]
        area = payload[text: .area]
        signingKey = payload[bytes: .signingKey] ?? []
        grantedOn = payload[day: .day] ?? grantedOn
        attestedOn = grantedOn
        isLocked = false
    }

    /// Whether it was attested, on that day, within the last 90.
    public func isAttested(on day: Day) -> Bool {
        (0...Self.attestationDays).contains(day.days(since: attestedOn))
    }

    /// Whether it answers for the privacy of an agency's records: a privacy officer of it, or of an agency that it is part
    /// of, who is not on detail there.
    public func answersForPrivacy(of agency: String) -> Bool {
        isPrivacyOfficer && Self.covers(self.agency, agency)
            && Self.department(of: homeAgency) == Self.department(of: self.agency)
    }

    /// Whether its role answers for the privacy of its agency's records.
    public var isPrivacyOfficer: Bool { role == "privacy-officer" || role == "orr-privacy-officer" }

    /// Whether two accounts are of one house: one home agency is the other's, or a part of it.
    public func sharesHome(with other: Account) -> Bool {
        Self.covers(homeAgency, other.homeAgency) || Self.covers(other.homeAgency, homeAgency)
    }

    /// Whether a party is another or a part of it, by their dotted codes.
    static func covers(_ whole: String, _ part: String) -> Bool { part == whole || part.hasPrefix(whole + ".") }

    /// The first segment of a party's code.
    static func department(of party: String) -> String {
        String(party.prefix { $0 != "." })
    }
}

/// An office, a role or an area that somebody gained: what an alert tells (issue 3, "an alert when an office or role
/// gains access").
public struct AccessChange: Hashable, Sendable {
    /// The entry.
    public var seq: Int64
    /// When it was recorded.
    public var recorded: Instant
    /// The account.
    public var account: Account
    /// Nobody of this agency and office had an account before.
    public var isNewOffice: Bool
    /// Nobody of this agency had an account with this role before.
    public var isNewRole: Bool
}

/// The histories of all accounts of one state of the store.
struct AccountHistories {
    private let facts: [Int64: [GovernanceFact]]

    init(_ facts: [GovernanceFact]) { self.facts = Dictionary(grouping: facts, by: \.subject) }

    /// The account as it stood at an instant.
    func account(_ number: Int64, at instant: Instant) -> Account? {
        Account((facts[number] ?? []).recorded(by: instant))
    }
}
