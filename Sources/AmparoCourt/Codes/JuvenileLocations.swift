public import AmparoModel

/// The hearing locations that are juvenile dockets or care providers: data with a version and a date.
public struct JuvenileLocations: Hashable, Sendable {
    /// The version of the list.
    public let version: Int
    /// The day on which the list was drawn up.
    public let drawnUpOn: Day
    /// Where the locations are published.
    public let citation: String
    /// The location codes, in their own order.
    public let codes: [CourtCode]

    /// The list of version 1.
    public static let version1 = JuvenileLocations(
        version: 1, drawnUpOn: Day(number: 20_778),
        citation: "MISSED-HEARING.md version 1, grade 3; EOIR Case Data, tblLookupHloc",
        codes: [
            "ADJ", "ANJ", "BAY", "BJV", "BKC", "CAN", "CFS", "CHJ", "CHV", "CNH", "CNJ", "CRG", "CRS", "DBC", "DRI",
            "EJD", "EPJ", "HYJ", "JUD", "JUV", "LAJ", "LJD", "LJN", "NYJ", "PHJ", "SDJ", "SJD", "SJN", "SJR", "SSL",
            "STC", "SUC", "SWK", "SWQ", "TRN", "VJD", "VUA", "WAJ", "WJD",
        ])

    /// A list of another version or source; the order of the codes does not matter.
    public init(version: Int, drawnUpOn: Day, citation: String, codes: [CourtCode]) {
        self.version = version
        self.drawnUpOn = drawnUpOn
        self.citation = citation
        self.codes = codes.sorted()
    }

    /// Whether the location is on the list.
    public func contains(_ code: CourtCode) -> Bool {
        var low = 0
        var high = codes.count
        while low < high {
            let middle = (low + high) / 2
            if codes[middle] < code { low = middle + 1 } else { high = middle }
        }
        return low < codes.count && codes[low] == code
    }
}
