internal import AmparoModel

/// Which rows say that a case is a child's (MISSED-HEARING.md, "Which court cases are a child's", version 1). This is the
/// reader's own narrow form of the rules: whether a row says anything, not which grade it gives.
struct ChildSignalRules: Sendable {
    private let locations: LocationSet

    /// The rules with the list of juvenile and care-provider locations, version 1.
    static let version1 = ChildSignalRules(locations: [
        "ADJ", "ANJ", "BAY", "BJV", "BKC", "CAN", "CFS", "CHJ", "CHV", "CNH", "CNJ", "CRG", "CRS", "DBC", "DRI",
        "EJD", "EPJ", "HYJ", "JUD", "JUV", "LAJ", "LJD", "LJN", "NYJ", "PHJ", "SDJ", "SJD", "SJN", "SJR", "SSL",
        "STC", "SUC", "SWK", "SWQ", "TRN", "VJD", "VUA", "WAJ", "WJD",
    ])

    init(locations: [String]) { self.locations = LocationSet(locations) }

    /// Whether a trimmed value is a location of the list.
    @inline(__always)
    func isListed(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Bool { locations.contains(bytes, count) }

    /// Codes 1, 2, 3, 4 and 6 of a juvenile row; 5 and empty say nothing.
    func isJuvenileCode(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Bool {
        count == 1 && ((0x31...0x34).contains(bytes[0]) || bytes[0] == 0x36)
    }

    /// Case priority UC.
    func isPriority(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Bool { equals(bytes, count, "UC") }

    /// Identifiers J, J1, J2, UJ and FA.
    func isIdentifier(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Bool {
        equals(bytes, count, "J") || equals(bytes, count, "J1") || equals(bytes, count, "J2")
            || equals(bytes, count, "UJ") || equals(bytes, count, "FA")
    }

    /// An active rider row.
    func isActive(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Bool { equals(bytes, count, "1") }

    /// Asylum type J.
    func isJuvenileAsylum(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Bool { equals(bytes, count, "J") }

    /// CAL_TYPE M or I.
    func isHearingCalendar(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Bool {
        equals(bytes, count, "M") || equals(bytes, count, "I")
    }

    /// REC_TYPE B, a bond row, which is no hearing.
    func isBondRow(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Bool { equals(bytes, count, "B") }

    /// SCHEDULE_TYPE of a hearing: MM MR MA MD RD MS II IA IR ID `--` or blank.
    func isHearingSchedule(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Bool {
        if count == 0 { return true }
        let types: [StaticString] = ["MM", "MR", "MA", "MD", "RD", "MS", "II", "IA", "IR", "ID", "--"]
        return types.contains { equals(bytes, count, $0) }
    }

    /// A day on which a hearing can be: 1950-01-01 to 2035-12-31.
    func isHearingDay(_ day: Day) -> Bool { day.number >= -7305 && day.number <= 24_105 }

    private func equals(_ bytes: UnsafePointer<Byte>, _ count: Int, _ word: StaticString) -> Bool {
        guard count == word.utf8CodeUnitCount else { return false }
        for index in 0..<count where bytes[index] != word.utf8Start[index] { return false }
        return true
    }
}

/// A set of three-letter codes as a table of bits.
private struct LocationSet: Sendable {
    private var bits = [UInt64](repeating: 0, count: (26 * 26 * 26 + 63) / 64)
    /// Codes that are not three capitals; none in version 1.
    private var others: [[Byte]] = []

    init(_ codes: [String]) {
        for code in codes {
            let bytes = Array(code.utf8)
            bytes.withUnsafeBufferPointer { buffer in
                guard let base = buffer.baseAddress else { return }
                if let index = LocationSet.index(base, buffer.count) {
                    bits[index >> 6] |= 1 << UInt64(index & 63)
                } else {
                    others.append(bytes)
                }
            }
        }
    }

    @inline(__always)
    func contains(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Bool {
        if let index = LocationSet.index(bytes, count) { return bits[index &>> 6] &>> UInt64(index & 63) & 1 == 1 }
        return !others.isEmpty && others.contains { $0.elementsEqual(UnsafeBufferPointer(start: bytes, count: count)) }
    }

    @inline(__always)
    private static func index(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Int? {
        guard count == 3 else { return nil }
        let a = Int(bytes[0] &- 0x41)
        let b = Int(bytes[1] &- 0x41)
        let c = Int(bytes[2] &- 0x41)
        guard a < 26, b < 26, c < 26 else { return nil }
        return (a &* 26 &+ b) &* 26 &+ c
    }
}
