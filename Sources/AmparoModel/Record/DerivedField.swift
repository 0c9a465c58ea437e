/// Fields that the record itself adds to a row's plain payload at intake, so that figures and findings need no person's
/// key and stay the same after an erasure (ARCHITECTURE law 5). Ids 50 to 63 of every table.
public enum DerivedField {
    /// First and last possible day of birth, masked under the store's counting key (form 1): earliest.
    public static let earliestBirth: UInt8 = 50
    /// The last possible day of birth, masked; absent when it equals the first.
    public static let latestBirth: UInt8 = 51
    /// Surrogate of (number, street, unit, five ZIP digits) after standardising; absent when nothing of them is given.
    public static let addressKey: UInt8 = 52
    /// Surrogate of (number, street, five ZIP digits).
    public static let buildingKey: UInt8 = 53
    /// `AddressDefect` decidable from the address alone, as its number; 0 for none.
    public static let addressDefect: UInt8 = 54
    /// 1 when a unit value is given.
    public static let hasUnit: UInt8 = 55
    /// The record's number of the sponsor named by the row.
    public static let sponsor: UInt8 = 56
    /// 1 when a waiver names who waived.
    public static let waivedByName: UInt8 = 57
    /// 1 when the row carries an A-number that can be read.
    public static let hasANumber: UInt8 = 58
    /// Fingerprint of the row's sealed text under the person's own key: equal text, equal word; nothing without the key.
    public static let fingerprint: UInt8 = 59
    /// The number of a post-release service's kind (`prs-1` to `prs-3`, 0 to 2); absent for every other service.
    public static let postReleaseKind: UInt8 = 62
    /// 1 when the row tells who separated a family member from the child.
    public static let separatedBySomebody: UInt8 = 61
    /// The record's number of the household member the row is about.
    public static let member: UInt8 = 60
}
