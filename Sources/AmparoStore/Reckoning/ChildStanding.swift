public import AmparoModel

/// Where a child stands in the care process on a day, by its file.
public struct ChildStanding: Hashable, Sendable {
    /// In whose hands the child is. The raw value is the word of agreements and procedures.
    public enum Stage: String, Hashable, Sendable {
        /// Held by the agency that apprehended the child.
        case inCustodyDHS = "in-custody-dhs"
        /// In the care of ORR.
        case inCare = "in-care"
        /// Released to a sponsor.
        case released
        /// Eighteen, or discharged for age.
        case agedOut = "aged-out"
        /// The case ended.
        case closed
    }

    /// In whose hands the child is. The first that applies:
    /// 1. `aged-out`: certainly 18, or a placement ended by age-out or age redetermination.
    /// 2. `in-care`: a placement has begun and not ended.
    /// 3. `released`: a release on or before the day.
    /// 4. `closed`: the last placement ended for any other reason than a transfer or a runaway.
    /// 5. `in-custody-dhs`: referred, not transferred by the day, never placed.
    ///
    /// Anything else is unknown, a child of whom only a court speaks too.
    public private(set) var stage: Stage?
    /// The state where the child is: of the open placement, else of the last release; nil when the record says none. An
    /// address that is known only from welfare work is not looked at: it must not show through a decision.
    public private(set) var state: StateCode?
    /// A placement ended by running away, and no later one or release: an unauthorized absence.
    public private(set) var isAbsent = false

    /// Where a child stands on a day.
    public init(_ child: ChildFile, on day: Day) {
        let placements = child.placements.filter { $0.from <= day }.sorted { $0.from < $1.from }
        let last = placements.last
        let ended = last.flatMap { last in last.to.flatMap { $0 <= day ? last.exitReason.value : nil } }
        let placed = placements.filter { ($0.to ?? Day(number: .max)) > day }
        isAbsent = ended == .runaway && placed.isEmpty
        let releases = child.releases.filter { $0.releasedOn <= day }
        if child.birth.map({ $0.isCertainly(atLeast: 18, on: day) }) ?? false || ended == .ageOut
            || ended == .ageRedetermined
        {
            stage = .agedOut
        } else if !placed.isEmpty {
            stage = .inCare
        } else if !releases.isEmpty {
            stage = .released
        } else if let ended, ended != .transfer, ended != .runaway {
            stage = .closed
        } else if last == nil, !child.referrals.isEmpty,
            child.referrals.allSatisfy({ ($0.transferredOn ?? Day(number: .max)) > day })
        {
            stage = .inCustodyDHS
        }
        let told = placed.max { $0.from < $1.from }?.state ?? releases.max { $0.releasedOn < $1.releasedOn }?.state
        // Two capitals are packed above the three ways of having none.
        if let told, told.packed > 0xFF { state = told }
    }
}
