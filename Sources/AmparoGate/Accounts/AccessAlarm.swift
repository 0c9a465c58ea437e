public import AmparoModel
public import AmparoSharing
internal import AmparoStore

/// An account asked in a way of which oversight is told, once for each window. It names accounts and numbers, no person.
public struct AccessAlarm: Hashable, Sendable {
    /// What was unusual.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// As many records as the role may be shown; further ones were refused.
        case limit
        /// Purposes that the role does not hold, again and again.
        case refusedPurposes = "refused-purposes"
        /// Records with which the account's post had nothing to do.
        case noCaseLink = "no-case-link"
    }

    /// The entry.
    public var seq: Int64
    /// When it was recorded.
    public var recorded: Instant
    /// The account's number.
    public var account: Int64
    /// What was unusual.
    public var reason: Reason
    /// `hour` or `day`.
    public var window: String
    /// The limit that was reached, or how many there were.
    public var limit: Int64

    init?(_ fact: GovernanceFact) {
        guard fact.kind == .accessLimitReached || fact.kind == .accessUnusual,
            let word = fact.payload[number: .word]
        else { return nil }
        switch (fact.kind, word) {
        case (.accessLimitReached, ShownVolume.Window.hour.rawValue): (reason, window) = (.limit, "hour")
        case (.accessLimitReached, ShownVolume.Window.day.rawValue): (reason, window) = (.limit, "day")
        case (.accessUnusual, Reason.refusedPurposes.word): (reason, window) = (.refusedPurposes, "hour")
        case (.accessUnusual, Reason.noCaseLink.word): (reason, window) = (.noCaseLink, "day")
        default: return nil
        }
        seq = fact.seq
        recorded = fact.recorded
        account = fact.subject
        limit = fact.payload[number: .count] ?? 0
    }
}

extension AccessAlarm.Reason {
    /// The number in the journal. Never reused.
    var word: Int64 {
        switch self {
        case .limit: 0
        case .refusedPurposes: 1
        case .noCaseLink: 2
        }
    }

    /// Microseconds within which things are counted, and within which one alarm is raised.
    var microseconds: Int64 {
        (self == .noCaseLink ? ShownVolume.Window.day : .hour).microseconds
    }
}

/// Who is told of alarms: auditors of all accounts, inspectors of those of their department, privacy officers of those of the
/// agencies that they answer for. Nobody else.
public struct AlarmReaders: Sendable {
    private let terms: SharingTerms

    /// Readers by their role.
    public init(terms: SharingTerms) { self.terms = terms }

    /// The alarms of some accounts that an account may be told of for a purpose, in order; nil when it is told of none at all.
    public func alarms(
        of all: [AccessAlarm], accounts: [Account], for reader: Account, purpose: String
    ) -> [AccessAlarm]? {
        guard purpose == "audit", let role = terms.parties.role(reader.role), terms.holds(role, purpose) else {
            return nil
        }
        let mayHear: (Account) -> Bool
        switch reader.role {
        case "auditor": mayHear = { _ in true }
        case "inspector":
            mayHear = { Account.department(of: $0.agency) == Account.department(of: reader.agency) }
        case _ where reader.isPrivacyOfficer: mayHear = { reader.answersForPrivacy(of: $0.agency) }
        default: return nil
        }
        let own = Set(accounts.filter(mayHear).map(\.number))
        return all.filter { own.contains($0.account) }
    }
}
