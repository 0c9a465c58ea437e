/// Whose fields a key seals (ARCHITECTURE.md, law 5).
public enum PersonClass: UInt8, Sendable, CaseIterable {
    /// A child.
    case child = 1
    /// A sponsor.
    case sponsor = 2
    /// A member of a sponsor's household.
    case householdMember = 3
    /// A court case, as long as it is not linked to a child.
    case courtCase = 4
    /// The quarantined records of one release of a feed.
    case quarantineRelease = 5
    /// The holder of an account: name and address of an officer, in the account and in the receipts of what it was shown.
    case account = 6
    /// A receiver of messages: its address.
    case receiver = 7
}

/// A person, or what stands for one, that has a key of its own.
///
/// One 64-bit number: a number counted within the class, times 16, plus the class. So persons of different classes
/// never share a key, and the number stays small in the database.
public struct Person: RawRepresentable, Hashable, Comparable, Sendable {
    /// The number that stands in the journal and in the key store.
    public let rawValue: Int64

    /// The person of a stored number.
    public init(rawValue: Int64) { self.rawValue = rawValue }

    /// The person with that number (1 to 2^59 - 1) in the class.
    public init(_ personClass: PersonClass, _ number: Int64) {
        rawValue = number << 4 | Int64(personClass.rawValue)
    }

    /// Whose fields the key seals; nil for a number of a class this program does not know.
    public var personClass: PersonClass? { PersonClass(rawValue: UInt8(rawValue & 15)) }
    /// The number within the class.
    public var number: Int64 { rawValue >> 4 }

    /// Persons order by their numbers, as rows of the key store do.
    public static func < (a: Person, b: Person) -> Bool { a.rawValue < b.rawValue }
}
