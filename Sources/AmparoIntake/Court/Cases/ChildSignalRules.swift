internal import AmparoCourt
internal import AmparoModel

/// Which rows say that a case is a child's: the signals of `GradeRules`, asked of bytes. Whether a row says anything is
/// all that the reader needs; which grade it gives is found out from the record.
struct ChildSignalRules: Sendable {
    private let grades: GradeRules
    private let locations: LocationSet

    /// The rules of version 1 (MISSED-HEARING.md, "Which court cases are a child's").
    static let version1 = ChildSignalRules(.version1)

    init(_ grades: GradeRules) {
        self.grades = grades
        locations = LocationSet(grades.locations.codes.map(\.description))
    }

    /// Rows are asked one by one, so where they came from does not matter.
    private static let source = RowSource(snapshot: SnapshotID(rawValue: 0))

    /// Whether a trimmed value is a location of the list.
    @inline(__always)
    func isListed(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Bool { locations.contains(bytes, count) }

    /// Whether a juvenile row with this code says anything.
    func isJuvenileCode(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Bool {
        guard let code = Int16(exactly: plainNumber(bytes, count)), code >= 0 else { return false }
        return grades.signal(of: JuvenileRow(id: 0, caseID: 0, code: code, source: Self.source)) != nil
    }

    /// Whether a case priority, of the case or its history, says anything.
    func isPriority(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Bool {
        guard count > 0, count < 8 else { return false }
        let row = CasePriorityRow(id: 0, caseID: 0, code: code(bytes, count), source: Self.source)
        return grades.signal(of: row) != nil
    }

    /// Whether a case identifier says anything.
    func isIdentifier(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Bool {
        let row = CaseIdentifierRow(id: 0, caseID: 0, code: code(bytes, count), source: Self.source)
        return grades.signal(of: row) != nil
    }

    /// Whether a rider row is active: the bit is 1.
    func isActive(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Bool { count == 1 && bytes[0] == 0x31 }

    /// Asylum type J.
    @inline(__always)
    func isJuvenileAsylum(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Bool { count == 1 && bytes[0] == 0x4A }

    /// Whether a schedule row is a hearing.
    func isHearing(
        calendar: (bytes: UnsafePointer<Byte>, count: Int), record: (bytes: UnsafePointer<Byte>, count: Int),
        schedule: (bytes: UnsafePointer<Byte>, count: Int), on day: Day
    ) -> Bool {
        ScheduledHearing(
            id: 0, proceedingID: nil, caseID: 0, recordType: code(record.bytes, record.count),
            calendarType: code(calendar.bytes, calendar.count), scheduleType: code(schedule.bytes, schedule.count),
            heldOn: day, source: Self.source
        ).isHearing
    }

    private func code(_ bytes: UnsafePointer<Byte>, _ count: Int) -> CourtCode {
        CourtCode(utf8: UnsafeRawBufferPointer(start: bytes, count: count))
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
