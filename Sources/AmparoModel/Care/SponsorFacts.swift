/// A row of `household.csv`: a member of a sponsor's household, present from `from` up to and not including `to`.
public struct HouseholdMember: Hashable, Sendable {
    /// The row; checks name it.
    public var rowKey: UInt64
    /// `date_of_birth`; nil when no birth date is known.
    public var birth: BirthRange?
    /// `from`; nil when nobody said since when.
    public var from: Day?
    /// `to`; nil while the member lives there.
    public var to: Day?

    /// A member of a household.
    public init(rowKey: UInt64, birth: BirthRange? = nil, from: Day? = nil, to: Day? = nil) {
        self.rowKey = rowKey
        self.birth = birth
        self.from = from
        self.to = to
    }

    /// Whether the member lived there on `day`: `from` ≤ `day` < `to`; without `from`, since ever.
    @inlinable public func isPresent(on day: Day) -> Bool {
        if let from, from > day { return false }
        guard let to else { return true }
        return day < to
    }
}

/// A row of `checks.csv`: a check on a sponsor or a member of the household.
public struct Check: Hashable, Sendable {
    /// The row.
    public var rowKey: UInt64
    /// The row key of the member; nil when the check is of the sponsor.
    public var member: UInt64?
    /// `type`
    public var type: Said<CheckType>
    /// Stands for `jurisdiction`: equal for equal codes, 0 for none.
    public var jurisdiction: UInt64
    /// `ordered_on`
    public var orderedOn: Day
    /// `resulted_on`
    public var resultedOn: Day?
    /// `result`
    public var result: Said<CheckResult>
    /// Whether `waived_by` names somebody.
    public var isWaivedByName: Bool
    /// `expires_on`
    public var expiresOn: Day?

    /// A check.
    public init(
        rowKey: UInt64, member: UInt64? = nil, type: Said<CheckType>, jurisdiction: UInt64 = 0, orderedOn: Day,
        resultedOn: Day? = nil, result: Said<CheckResult> = .notSaid, isWaivedByName: Bool = false,
        expiresOn: Day? = nil
    ) {
        self.rowKey = rowKey
        self.member = member
        self.type = type
        self.jurisdiction = jurisdiction
        self.orderedOn = orderedOn
        self.resultedOn = resultedOn
        self.result = result
        self.isWaivedByName = isWaivedByName
        self.expiresOn = expiresOn
    }

    /// The number that stands for a jurisdiction's code: FNV-1a over its bytes without the blanks around them, 0 for none.
    public static func jurisdiction(utf8 bytes: UnsafeRawBufferPointer) -> UInt64 {
        var first = 0
        var end = bytes.count
        while first < end, bytes[first] <= 0x20 { first += 1 }
        while end > first, bytes[end - 1] <= 0x20 { end -= 1 }
        guard end > first else { return 0 }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in first..<end { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3 }
        return max(hash, 1)
    }
}

/// Everything the care feed says of one sponsor, effective on one day: the sponsor, the household, the checks.
///
/// The caller has chosen, for every row, the version valid on the as-of day. The order of rows never matters. One value
/// can be emptied and filled again for the next sponsor.
public struct SponsorFile: Sendable {
    /// The record's number of the sponsor, which releases and applications name.
    public var number: Int64
    /// Whether `sponsors.csv` holds the sponsor; rows of the household and checks may be there without.
    public var isInFeed: Bool
    /// The sponsor's own birth date; nil when it is not known.
    public var birth: BirthRange?
    /// The household.
    public var members: [HouseholdMember] = []
    /// The checks on the sponsor and the household.
    public var checks: [Check] = []

    /// An empty file of a sponsor.
    public init(number: Int64, isInFeed: Bool = true, birth: BirthRange? = nil) {
        self.number = number
        self.isInFeed = isInFeed
        self.birth = birth
    }

    /// Empties the file for the sponsor `number`, keeping the room its arrays have.
    public mutating func removeAll(next number: Int64) {
        self.number = number
        isInFeed = false
        birth = nil
        members.removeAllKeepingRoom()
        checks.removeAllKeepingRoom()
    }
}
