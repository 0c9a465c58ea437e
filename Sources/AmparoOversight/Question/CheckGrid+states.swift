public import AmparoModel

extension CheckGrid {
    /// How a required check of one person stands.
    public enum State: Hashable, Sendable {
        /// Not required of this person.
        case notRequired
        /// Required when the person is an adult, and nobody knows whether they are.
        case ageUnknown
        /// Never ordered.
        case missing
        /// Ordered, without a result.
        case pending
        /// A hit, inconclusive, or waived without a name.
        case adverse
        /// Clear once, and expired on that day.
        case expired(Day)
        /// Waived by somebody who is named.
        case waived
        /// Clear, until that day where it ends.
        case clear(Day?)

        /// Whether it stands in the way of a release.
        public var isOpen: Bool {
            switch self {
            case .missing, .pending, .adverse, .expired, .ageUnknown: true
            case .notRequired, .waived, .clear: false
            }
        }
    }

    /// The sponsor, or a member of the household, with the state of each check that the grid knows.
    public struct PersonChecks: Hashable, Sendable {
        /// The row of the member; nil for the sponsor.
        public var member: UInt64?
        /// The states by type.
        public var states: [CheckType: State]
    }

    /// The types that are required of anybody on a day, in the grid's order.
    public func types(on day: Day) -> [CheckType] {
        var types: [CheckType] = []
        for requirement in requirements where requirement.applies(on: day) && !types.contains(requirement.type) {
            types.append(requirement.type)
        }
        return types
    }

    /// The grid of one sponsor on a day: the sponsor, then every member of the household present then, by the same rules as
    /// `check.unresolved-at-release` (COUNTING.md).
    public func states(of file: SponsorFile, on day: Day) -> [PersonChecks] {
        let types = types(on: day)
        func states(_ member: HouseholdMember?) -> [CheckType: State] {
            Dictionary(uniqueKeysWithValues: types.map { ($0, state(of: member, $0, file, on: day)) })
        }
        return [PersonChecks(member: nil, states: states(nil))]
            + file.members.filter { $0.isPresent(on: day) }.map {
                PersonChecks(member: $0.rowKey, states: states($0))
            }
    }

    private func state(of member: HouseholdMember?, _ type: CheckType, _ file: SponsorFile, on day: Day) -> State {
        let person = member == nil ? Person.sponsor : .adultMember
        guard requirements.contains(where: { $0.person == person && $0.type == type && $0.applies(on: day) }) else {
            return .notRequired
        }
        if let member {
            guard let birth = member.birth else { return .ageUnknown }
            guard birth.isCertainly(atLeast: adultAge, on: day) else { return .notRequired }
        }
        let checks = file.checks.filter {
            $0.member == member?.rowKey && $0.type == .value(type) && file.speaks($0, on: day)
        }
        guard !checks.isEmpty else { return .missing }
        return checks.map { state(of: $0, on: day) }.max { $0.weight < $1.weight } ?? .missing
    }

    private func state(of check: Check, on day: Day) -> State {
        switch check.result(on: day) {
        case .value(.clear): break
        case .value(.hit), .value(.inconclusive), .value(.waived): return check.isWaivedByName ? .waived : .adverse
        case .value(.pending), .notSaid, .unknown, .refused, .unlisted: return .pending
        }
        if let expires = check.expiresOn, expires < day { return .expired(expires) }
        return .clear(check.expiresOn)
    }
}

extension CheckGrid.State {
    /// Of several checks of one kind the worst speaks.
    fileprivate var weight: Int {
        switch self {
        case .notRequired: 0
        case .clear: 1
        case .waived: 2
        case .expired: 3
        case .pending: 4
        case .ageUnknown: 5
        case .missing: 6
        case .adverse: 7
        }
    }
}
