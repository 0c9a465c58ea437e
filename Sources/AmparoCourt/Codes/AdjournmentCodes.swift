public import AmparoModel

/// What a reason in `ADJ_RSN` says about a past hearing: the rule of MISSED-HEARING.md in whose list it stands.
public enum AdjournmentMeaning: UInt8, Hashable, Sendable, CaseIterable {
    /// The field is blank.
    case none
    /// Rule 1: the entry was a mistake.
    case recordedInError
    /// Rule 2: vacated, reset, advanced, moved or closed by the court's own act.
    case notHeld
    /// Rule 3: government held the child and did not bring it.
    case notProduced
    /// Rule 4: the court itself says the notice was bad.
    case defectiveNotice
    /// Rule 5(c): no-show by respondent or attorney.
    case noShow
    /// Rule 6: illness, quarantine.
    case excused
    /// Rule 7: child or counsel must have been there.
    case attended
    /// Rule 8: held or adjourned for a reason that says nothing of who came.
    case heldPresenceUnknown
    /// In no list.
    case unknown

    /// Whether the code is one of rules 6 to 8, which say that the hearing was held or excused.
    @inlinable public var isHeldOrExcused: Bool {
        self == .excused || self == .attended || self == .heldPresenceUnknown
    }
}

/// The adjournment codes by meaning: data with a version. Each code stands in at most one list.
public struct AdjournmentCodes: Sendable {
    /// The version of MISSED-HEARING.md the lists are from.
    public let version: Int
    /// Where the codes are published.
    public let citation: String
    /// The meaning of every one-letter and two-letter code, by `AdjournmentCodes.slot`.
    private let meanings: [UInt8]

    /// The lists of version 1.
    public static let version1 = AdjournmentCodes(
        version: 1,
        citation: "MISSED-HEARING.md version 1, rules 1 to 8; codes of EOIR Case Data, tblAdjournmentcodes",
        lists: [
            .recordedInError: "99",
            .notHeld: """
            14 19 1A 1B 25 34 35 3A 3B 41 46 4A 52 55 59 5A 64 74 8A 96 97 98 9A 9B 9C 9V RO TQ
            """,
            .notProduced: "09",
            .defectiveNotice: "10",
            .noShow: "11",
            .excused: "38 39 40 50",
            .attended: """
            01 02 05 06 17 20 21 22 23 26 29 36 42 45 51 54 8B AB AS CA CB OT RD RE RR ST SU WA
            """,
            .heldPresenceUnknown: """
            03 04 07 08 12 13 16 18 24 27 28 30 31 32 33 37 43 44 47 48 49 4B 4C 4D 4E 4F 53 56 57 58 5B 5C \
            60 61 62 63 7A 7B 7C 7D 7E 7F 7G 7H DD IA IB MR PD SR
            """,
        ])

    /// Lists of another version or source: for each meaning its codes, parted by blanks. A code that stands in two lists is in
    /// neither: it becomes `unknown`, so that the answer never depends on which list was read first.
    public init(version: Int, citation: String, lists: [AdjournmentMeaning: String]) {
        self.version = version
        self.citation = citation
        var meanings = [UInt8](repeating: AdjournmentMeaning.unknown.rawValue, count: 37 * 37)
        var isListed = [Bool](repeating: false, count: meanings.count)
        for (meaning, list) in lists {
            for code in list.split(separator: " ") {
                guard let slot = AdjournmentCodes.slot(of: CourtCode(code)) else { continue }
                meanings[slot] = isListed[slot] ? AdjournmentMeaning.unknown.rawValue : meaning.rawValue
                isListed[slot] = true
            }
        }
        self.meanings = meanings
    }

    /// What the code says; a code in no list is `unknown`, a blank field `none`.
    public func meaning(of code: CourtCode) -> AdjournmentMeaning {
        if code.isNone { return .none }
        guard let slot = AdjournmentCodes.slot(of: code) else { return .unknown }
        return AdjournmentMeaning(rawValue: meanings[slot]) ?? .unknown
    }

    /// The place of a code of one or two digits and capitals; nil for every other.
    private static func slot(of code: CourtCode) -> Int? {
        guard code.packed & 0x0000_FFFF_FFFF_FFFF == 0 else { return nil }
        func digit(_ byte: UInt8) -> Int? {
            switch byte {
            case 0: 0
            case 0x30...0x39: Int(byte) - 0x2F
            case 0x41...0x5A: Int(byte) - 0x36
            default: nil
            }
        }
        guard let first = digit(UInt8(truncatingIfNeeded: code.packed >> 56)),
            let second = digit(UInt8(truncatingIfNeeded: code.packed >> 48))
        else { return nil }
        return first * 37 + second
    }
}
