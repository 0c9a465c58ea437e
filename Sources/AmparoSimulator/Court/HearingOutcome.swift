internal import AmparoModel

/// What becomes of one hearing, in the classes of MISSED-HEARING.md.
enum HearingOutcome: Int, CaseIterable, Sendable {
    case attended, presenceUnknown, notHeld, notProduced, badNotice, noShow, excused, inError, silent, strangeCode
    case orderedInAbsentia, closedForAbsence, decided, venueChanged

    /// Weights of the outcomes in their order. Counsel's presence predicts the outcome more than anything
    /// (process-and-law.md E6); the whole gives about one missed child in five of those served.
    static func weights(represented: Bool) -> [Int] {
        represented
            ? [4600, 1000, 1900, 60, 90, 90, 200, 40, 110, 12, 170, 45, 1350, 250]
            : [3900, 1000, 1900, 100, 150, 210, 120, 40, 120, 12, 680, 110, 1200, 250]
    }

    static let attendedCodes = codes(
        "01 01 01 01 02 02 05 05 06 17 17 17 20 21 22 23 26 29 36 42 45 51 54 8B AB AS CA CB OT RD RE RR ST SU WA")
    static let presenceUnknownCodes = codes(
        """
        12 12 13 13 7A 7A 7B 7C 03 04 07 08 16 18 18 24 27 28 30 31 32 33 37 43 44 47 48 49 4B 4C 4D 4E 4F 53 56 57 58 5B
        5C 60 61 62 63 7D 7E 7F 7G 7H DD IA IB MR PD SR
        """)
    static let notHeldCodes = codes(
        """
        9A 9A 9A 9B 9B 9C 9C 55 55 34 34 59 59 74 8A 14 19 1A 1B 25 35 3A 3B 41 46 4A 52 5A 64 64 96 97 98 9V RO TQ
        """)
    static let excusedCodes = codes("38 39 40 50 38")
    /// Codes that no code table knows.
    static let strangeCodes = codes("ZQ X9 0A")

    private static func codes(_ text: String) -> [String] {
        text.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init)
    }

    /// The juvenile dockets of a court: where children at liberty are heard, and where children in care are.
    static func juvenileLocations(court: String) -> (released: [String], detained: [String]) {
        switch court {
        case "MIA": (["JUV"], ["JUD"])
        case "NYC": (["VUA"], ["NYJ", "VJD", "CHV"])
        case "ATL": (["ANJ"], ["ADJ"])
        case "BOS": (["BJV"], [])
        case "CHI": (["CNJ"], ["CHJ"])
        case "LOS": (["LAJ"], ["LAJ"])
        case "SNA": (["SJN"], ["SJD", "BAY", "DBC"])
        case "SND": (["SJR"], ["SDJ"])
        case "ELP": (["EPJ"], ["EJD", "CAN"])
        case "PHO": (["PHJ"], ["SWK", "SSL"])
        case "WAS": (["WAJ"], ["WJD"])
        case "HYA": (["HYJ"], [])
        case "HOU": ([], ["STC", "SWQ", "CRG", "CRS"])
        case "HLG": ([], ["CNH", "DRI", "TRN", "BKC", "SUC"])
        case "NEW": ([], ["CFS"])
        case "DAL": (["LJN"], ["LJD"])
        default: ([], [])
        }
    }
}
