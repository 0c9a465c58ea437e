/// What two descriptions of a person can be compared by. The raw value stands in a model's text.
public enum LinkageField: String, CaseIterable, Hashable, Sendable {
    /// Given names, in any order.
    case givenNames = "given-names"
    /// Surnames, one or two, in any order.
    case surnames
    /// Date of birth, known to a day, a month or a range.
    case birth
    /// Date of birth as eight digits, for lists in which digits are mistyped and not dates disputed.
    case birthDigits = "birth-digits"
    /// A-number.
    case aNumber = "a-number"
    /// Sex as told.
    case sex
    /// Country of nationality or birth.
    case country
    /// Preferred language.
    case language
    /// Day of entry, apprehension or the like.
    case entered
    /// Day of transfer to ORR, of placement or the like.
    case transferred
    /// Address, standardised (`StandardAddress.key`): of a child, the sponsor's.
    case place
    /// Place of origin, the widest part first: `GT/HUEHUETENANGO/SAN PEDRO NECTA`.
    case origin
    /// Name of the sponsor of a child.
    case contact
    /// Telephone number.
    case phone
    /// House number, where an address is told in parts.
    case streetNumber = "street-number"
    /// Street or road.
    case street
    /// A second line of an address.
    case locality
    /// City, town or suburb.
    case city
    /// Postal code.
    case postcode
    /// State or department.
    case state

    /// Fields that go together: who agrees on the sponsor's name agrees on the address and the telephone mostly, also two
    /// children who are not one. Of these only the one that says most for one person counts.
    static let together: Set<LinkageField> = [.place, .contact, .phone]
}
