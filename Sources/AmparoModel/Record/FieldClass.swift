/// The class of a field that can leave the record (SHARING.md, "Field classes"). Agreements speak of classes, never of
/// columns. At most 64, so that a decision is a word of bits; the raw value is stored and never reused.
public enum FieldClass: UInt8, CaseIterable, Sendable {
    case general = 0
    case identity = 1
    case court = 2
    case notice = 3
    case addressService = 4
    case addressResidence = 5
    case contact = 6
    case placement = 7
    case sponsorIdentity = 8
    case sponsorContact = 9
    case sponsorNetwork = 10
    case household = 11
    case biometric = 12
    case checkResult = 13
    case criminalHistory = 14
    case clinical = 15
    case incident = 16
    case trafficking = 17
    case asylum = 18
    case protected1367 = 19
    case cat4Plan = 20
    case attorney = 21
    case education = 22
    case immigrationStatus = 23
    case safetyCall = 24
    case familyLink = 25
    case existence = 26
    case statistics = 27
}
