/// Whose duties a ledger holds: a child of the record, or something that is no child and has duties all the same.
///
/// One number. That of a child is its record number; the others carry what they are above bit 56, where no record number
/// reaches; what belongs to the record as a whole (releases in quarantine, disputes) is 0.
public struct DutySubject: RawRepresentable, Hashable, Comparable, Sendable {
    /// What a subject is.
    public enum Kind: Int64, Sendable, CaseIterable {
        /// A child, or a court case that stands for one. Also the record itself, with the number 0.
        case child = 0
        /// An account.
        case account = 1
        /// An agreement, by the number of the entry that proposed it.
        case agreement = 2
    }

    /// The number under which the ledger is kept.
    public let rawValue: Int64

    /// The subject of a stored number.
    public init(rawValue: Int64) { self.rawValue = rawValue }

    /// A subject of a kind, by its own number.
    public init(_ kind: Kind, _ number: Int64) { rawValue = kind.rawValue << 56 | number }

    /// The record as a whole.
    public static let record = DutySubject(rawValue: 0)

    /// What it is; nil for a number that no subject has.
    public var kind: Kind? { Kind(rawValue: rawValue >> 56) }
    /// Its number among those of its kind.
    public var number: Int64 { rawValue & (1 << 56 - 1) }
    /// The record number of the child; 0 when it is none.
    public var child: Int64 { kind == .child ? number : 0 }

    /// Children by number, then accounts, then agreements.
    public static func < (a: DutySubject, b: DutySubject) -> Bool { a.rawValue < b.rawValue }
}

extension EntryView {
    /// Whose duties an entry of a duty is about: the child of its header, else what stands where other entries have their
    /// anchor.
    public var dutySubject: DutySubject { DutySubject(rawValue: child != 0 ? child : anchor) }
}
