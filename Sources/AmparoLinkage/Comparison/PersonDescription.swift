public import AmparoModel

/// What one source says of one person: typed values, not who it is.
///
/// Texts are as they were told; the linkage folds them itself. An empty text, an "UNKNOWN" and nil all mean that nothing
/// was told. It holds a person's name and home: it prints as `‹sealed›`.
public struct PersonDescription: Equatable, Sendable {
    /// Given names, as told.
    public var given: String
    /// Surnames, as told: one or two, with their particles.
    public var surnames: String
    /// When the person was born, as far as it is told.
    public var birth: BirthRange?
    /// Whether the source itself doubts the age (an age determination is open, or was made against what was told).
    public var birthDisputed: Bool
    /// A-number in any spelling (`A012-345-678`, `012345678`).
    public var aNumber: String
    /// Sex as told (`F`, `M`, `female`...).
    public var sex: String
    /// Country of nationality; one code system for all descriptions that are compared.
    public var country: String
    /// Preferred language; one code system for all descriptions that are compared.
    public var language: String
    /// Day of entry into the United States, or of apprehension.
    public var entered: Day?
    /// Day of transfer to ORR, or of the first placement.
    public var transferred: Day?
    /// The address as one key, standardised; of a child, the sponsor's.
    public var place: String
    /// Place of origin, the widest part first, parts separated by `/`.
    public var origin: String
    /// Name of the child's sponsor; empty for a sponsor.
    public var contact: String
    /// Telephone number in any spelling.
    public var phone: String
    /// Parts of an address and whatever else the model compares as text (`street`, `city`, `postcode`...).
    public var others: [LinkageField: String]

    /// A description of which only names are told; the rest is set after it.
    public init(given: String = "", surnames: String = "") {
        self.given = given
        self.surnames = surnames
        birth = nil
        birthDisputed = false
        aNumber = ""
        sex = ""
        country = ""
        language = ""
        entered = nil
        transferred = nil
        place = ""
        origin = ""
        contact = ""
        phone = ""
        others = [:]
    }
}

extension PersonDescription: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `‹sealed›` (ARCHITECTURE.md, law 5).
    public var description: String { "‹sealed›" }

    /// `‹sealed›`.
    public var debugDescription: String { description }

    /// Nothing: a dump must not show a person.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
