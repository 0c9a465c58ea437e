/// What a recipient owes for what was disclosed: the closed vocabulary of SHARING.md, "Obligations are checked".
public struct ObligationSet: Hashable, Sendable {
    /// An obligation without a number.
    public enum Flag: UInt8, CaseIterable, Sendable {
        /// Passed on to nobody without an authority of its own; each onward disclosure is reported.
        case noOnwardTransfer = 0
        /// Used in the court case only.
        case courtCaseOnly = 1
        /// Used to judge the suitability of a sponsor only.
        case suitabilityOnly = 2
        /// Used for the safety of the child only.
        case safetyOnly = 3
        /// Used for the protection of workers only.
        case laborCaseOnly = 4
        /// Nobody is detained, referred or removed because of it.
        case noRemovalAction = 5
        /// The person concerned is told of the disclosure.
        case notifySubject = 6
        /// Used in counts only; no person is sought by it.
        case statisticsOnly = 7

        /// The word in agreements.
        public var code: String {
            switch self {
            case .noOnwardTransfer: "no-onward-transfer"
            case .courtCaseOnly: "court-case-only"
            case .suitabilityOnly: "suitability-only"
            case .safetyOnly: "safety-only"
            case .laborCaseOnly: "labor-case-only"
            case .noRemovalAction: "no-removal-action"
            case .notifySubject: "notify-subject"
            case .statisticsOnly: "statistics-only"
            }
        }
    }

    /// One bit for each flag.
    public private(set) var bits: UInt32 = 0
    /// After how many days it is deleted, with a certificate; nil when nothing is said.
    public private(set) var retainDays: UInt16?
    /// Within how many hours the disclosure is reviewed; nil when nothing is said.
    public private(set) var reviewHours: UInt16?

    /// No obligation.
    public init() {}

    /// Flags without numbers.
    public init(_ flags: some Sequence<Flag>) { for flag in flags { insert(flag) } }

    /// Whether nothing is owed.
    public var isEmpty: Bool { bits == 0 && retainDays == nil && reviewHours == nil }

    /// Adds a flag.
    public mutating func insert(_ flag: Flag) { bits |= 1 << UInt32(flag.rawValue) }

    /// Whether a flag is set.
    public func contains(_ flag: Flag) -> Bool { bits & 1 << UInt32(flag.rawValue) != 0 }

    /// Deletion after at most so many days.
    public mutating func retain(days: UInt16) { retainDays = min(retainDays ?? .max, days) }

    /// Review within at most so many hours.
    public mutating func review(hours: UInt16) { reviewHours = min(reviewHours ?? .max, hours) }

    /// What both ask; of two limits the shorter.
    public mutating func formUnion(_ other: ObligationSet) {
        bits |= other.bits
        if let days = other.retainDays { retain(days: days) }
        if let hours = other.reviewHours { review(hours: hours) }
    }

    /// How many there are.
    public var count: Int { bits.nonzeroBitCount + (retainDays == nil ? 0 : 1) + (reviewHours == nil ? 0 : 1) }

    /// The days of a code `retain-days: 90`; nil for any other code.
    public static func retainDays(in code: String) -> Int? {
        code.hasPrefix("retain-days: ") ? Int(code.dropFirst(13)) : nil
    }

    /// The words, flags by number, then `retain-days: 90`, `review-in-hours: 72`.
    public var codes: [String] {
        var codes = Flag.allCases.filter(contains).map(\.code)
        if let retainDays { codes.append("retain-days: \(retainDays)") }
        if let reviewHours { codes.append("review-in-hours: \(reviewHours)") }
        return codes
    }
}
