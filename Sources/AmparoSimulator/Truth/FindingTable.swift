internal import AmparoModel

/// truth-findings.csv: every finding of a `certain` or `likely` case, in the order case, hearing, time, proceeding.
///
/// A finding takes 32 bytes here, so that those of half a million children fit in some 60 MB.
struct FindingTable: Sendable {
    private struct Row: Sendable {
        var idncase: Int
        var idnproceeding: Int
        var day: Int32
        /// Place of the time in `times`.
        var time: UInt16
        var finding: UInt8
        var status: UInt8
        var notice: UInt8
    }

    private var rows: [Row] = []
    private var times: [String] = []
    private var timeNumbers: [String: UInt16] = [:]

    private static let none = UInt8.max
    private static let findings = Finding.allCases
    private static let statuses = OrderStatus.allCases
    private static let notices = NoticeProof.allCases

    /// How many findings there are.
    var count: Int { rows.count }

    mutating func add(_ finding: HearingFinding) {
        rows.append(
            Row(
                idncase: finding.idncase, idnproceeding: finding.idnproceeding, day: finding.date.number,
                time: number(of: finding.time), finding: Self.place(of: finding.finding, in: Self.findings),
                status: finding.status.map { Self.place(of: $0, in: Self.statuses) } ?? Self.none,
                notice: finding.notice.map { Self.place(of: $0, in: Self.notices) } ?? Self.none))
    }

    private static func place<Word: Equatable>(of word: Word, in words: [Word]) -> UInt8 {
        words.firstIndex(of: word).map { UInt8($0) } ?? none
    }

    private mutating func number(of time: String) -> UInt16 {
        if let known = timeNumbers[time] { return known }
        let number = UInt16(clamping: times.count)
        times.append(time)
        timeNumbers[time] = number
        return number
    }

    /// Writes the file in pieces of some 64 KiB of UTF-8, lines ending in LF; what does not apply is empty.
    mutating func write<Failure: Error>(_ piece: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
        let times = times
        rows.sort { a, b in
            if a.idncase != b.idncase { return a.idncase < b.idncase }
            if a.day != b.day { return a.day < b.day }
            if a.time != b.time { return times[Int(a.time)] < times[Int(b.time)] }
            return a.idnproceeding < b.idnproceeding
        }
        var bytes = Array("case,proceeding,hearing,time,finding,status,notice\n".utf8)
        func append(_ text: String, _ end: Character) {
            bytes.append(contentsOf: text.utf8)
            bytes.append(end == "\n" ? 0x0A : 0x2C)
        }
        for row in rows {
            append(String(row.idncase), ",")
            append(String(row.idnproceeding), ",")
            append(Day(number: row.day).description, ",")
            append(times[Int(row.time)], ",")
            append(Self.findings[Int(row.finding)].rawValue, ",")
            append(row.status == Self.none ? "" : Self.statuses[Int(row.status)].rawValue, ",")
            append(row.notice == Self.none ? "" : Self.notices[Int(row.notice)].rawValue, "\n")
            if bytes.count >= 65_536 {
                try piece(bytes)
                bytes.removeAll(keepingCapacity: true)
            }
        }
        try piece(bytes)
    }
}
