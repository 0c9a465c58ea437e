internal import AmparoModel

extension ScheduleRow {
    private static let firstHearingDay = Day(number: -7305)  // 1950-01-01
    private static let lastHearingDay = Day(number: 24_105)  // 2035-12-31

    /// MISSED-HEARING.md: "A hearing is a row of tbl_schedule with ...".
    var isHearing: Bool {
        guard let adjDate, adjDate >= Self.firstHearingDay, adjDate <= Self.lastHearingDay else { return false }
        return CourtCodes.calendars.contains(calType) && recType != "B"
            && CourtCodes.scheduleTypes.contains(scheduleType)
    }
}

/// One hearing: the rows equal in proceeding, date and time, of which the one with the greatest IDNSCHEDULE speaks.
struct Hearing: Sendable, Hashable {
    var idnproceeding: Int
    var idnschedule: Int
    var date: Day
    /// Four digits, or empty.
    var time: String
    /// ADJ_RSN, or empty.
    var code: String
    /// ADJ_MEDIUM, or empty.
    var medium: String

    /// The hearing of a row, or nil when the row is none.
    init?(_ row: ScheduleRow) {
        guard row.isHearing, let date = row.adjDate else { return nil }
        self.idnproceeding = row.idnproceeding
        self.idnschedule = row.idnschedule
        self.date = date
        self.time = Hearing.fourDigits(row.adjTimeStart)
        self.code = row.adjRsn
        self.medium = row.adjMedium
    }

    /// `9:30` and `930` are `0930`; text that is no time stays as it is.
    static func fourDigits(_ time: String) -> String {
        let digits = time.utf8.filter { $0 != 0x3A }
        guard (1...4).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return time }
        if digits.count == 4 && time.utf8.count == 4 { return time }
        return String(repeating: "0", count: 4 - digits.count) + String(decoding: digits, as: UTF8.self)
    }

    /// Orders hearings of a case by proceeding, then in time; rows of one hearing stand together, the speaker last.
    static func precedes(_ a: Hearing, _ b: Hearing) -> Bool {
        if a.idnproceeding != b.idnproceeding { return a.idnproceeding < b.idnproceeding }
        if a.date != b.date { return a.date < b.date }
        if a.time != b.time { return a.time < b.time }
        return a.idnschedule < b.idnschedule
    }

    func isSameHearing(as other: Hearing) -> Bool {
        idnproceeding == other.idnproceeding && date == other.date && time == other.time
    }
}

extension ReadCase {
    /// The hearings of the case, ordered by proceeding, date and time. A vanished row speaks as it was last read.
    var hearings: [Hearing] {
        var rows: [Hearing] = []
        rows.reserveCapacity(schedule.count)
        for history in schedule {
            if let row = history.latest, let hearing = Hearing(row) { rows.append(hearing) }
        }
        rows.sort(by: Hearing.precedes)
        var hearings: [Hearing] = []
        hearings.reserveCapacity(rows.count)
        for row in rows {
            if let last = hearings.last, last.isSameHearing(as: row) {
                hearings[hearings.count - 1] = row
            } else {
                hearings.append(row)
            }
        }
        return hearings
    }
}
