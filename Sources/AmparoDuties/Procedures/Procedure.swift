public import AmparoModel

/// Where a procedure holds.
public enum Jurisdiction: Hashable, Sendable {
    /// Everywhere.
    case unitedStates
    /// In one state.
    case state(StateCode)
    /// Before one court.
    case court(CourtCode)

    /// Reads `US`, `US-TX` or `court-LOS`; anything else is nil.
    public init?(_ text: String) {
        if text == "US" {
            self = .unitedStates
        } else if text.hasPrefix("US-"), text.utf8.count == 5 {
            self = .state(StateCode(text.dropFirst(3)))
        } else if text.hasPrefix("court-"), text.utf8.count == 9 {
            self = .court(CourtCode(text.dropFirst(6)))
        } else {
            return nil
        }
    }

    /// Whether it covers a place.
    public func covers(court: CourtCode, state: StateCode) -> Bool {
        switch self {
        case .unitedStates: true
        case .state(let own): own == state
        case .court(let own): own == court
        }
    }

    /// A court before a state before the whole country.
    var precision: Int {
        switch self {
        case .unitedStates: 0
        case .state: 1
        case .court: 2
        }
    }
}

/// A set of steps in one version: data, dated, for one jurisdiction.
public struct Procedure: Hashable, Sendable {
    /// Its code.
    public var code: String
    /// Its version, from 1.
    public var version: Int
    /// Its name for people.
    public var title: String
    /// Where it holds.
    public var jurisdiction: Jurisdiction
    /// The first day on which an occasion falls under it.
    public var effective: Day
    /// The first day on which none does any more; nil while no end is set.
    public var until: Day?
    /// The version whose place it takes from its first day on; nil when it takes none.
    public var replaces: Int?
    /// Whether its source is unverified: such a procedure is off until a deployment has checked it and turns it on.
    public var verify: Bool
    /// Whether it is on as shipped.
    public var enabled: Bool
    /// Whether it only helps the family: none of its handoffs may go to an agency of government outside of HHS.
    public var isFamilyOnly: Bool
    /// Parties that must never be told by it, nor their parts.
    public var never: [String]
    /// The steps.
    public var steps: [ProcedureStep]
    /// The file it was read from.
    public var file: String

    /// `code@version`.
    public var name: String { "\(code)@\(version)" }
}
