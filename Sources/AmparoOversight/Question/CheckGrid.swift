public import AmparoModel

/// Which checks a release needs, since when: data with a name and dates (COUNTING.md, `check.unresolved-at-release`).
public struct CheckGrid: Hashable, Sendable {
    /// Of whom a check is required.
    public enum Person: String, Hashable, Sendable, CaseIterable {
        /// The sponsor.
        case sponsor
        /// Every member of the household present then who is certainly `adultAge` or older.
        case adultMember = "adult-member"
    }

    /// One requirement.
    public struct Requirement: Hashable, Sendable {
        /// Of whom.
        public var person: Person
        /// Which check.
        public var type: CheckType
        /// For releases from this day on; nil for all.
        public var from: Day?
        /// For releases before this day; nil without an end.
        public var until: Day?

        /// A requirement.
        public init(_ person: Person, _ type: CheckType, from: Day? = nil, until: Day? = nil) {
            self.person = person
            self.type = type
            self.from = from
            self.until = until
        }

        /// Whether a release of this day needs it.
        @inlinable public func applies(on day: Day) -> Bool {
            if let from, day < from { return false }
            guard let until else { return true }
            return day < until
        }
    }

    /// The name, by which figures say which grid they used.
    public var id: String
    /// From which age on a member of the household is an adult, in full years.
    public var adultAge: Int
    /// The requirements.
    public var requirements: [Requirement]

    /// A grid.
    public init(id: String, adultAge: Int, requirements: [Requirement]) {
        self.id = id
        self.adultAge = adultAge
        self.requirements = requirements
    }

    /// Whether releases of this day need somebody's age.
    @inlinable public func asksAge(on day: Day) -> Bool {
        requirements.contains { $0.person == .adultMember && $0.applies(on: day) }
    }
}
