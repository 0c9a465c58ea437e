internal import AmparoModel

/// The birth month of every case, two bytes each: months from January 1000, the latest where a case's rows disagree
/// (nobody is certainly 18 whom one of them makes younger). Pages exist only where cases do.
///
/// Written by the calling thread between chunks of A_TblCase, read by all threads afterwards.
final class BirthMonths: @unchecked Sendable {
    private static let pageBits = 12
    private static let directoryCount = 1 << 20
    /// 128 MiB of pages: 67 million neighbouring cases.
    private static let mostPages = 16384
    private static let mostScattered = 1 << 20
    private static let firstMonth = 12_000

    private let directory: UnsafeMutablePointer<UnsafeMutablePointer<UInt16>?>
    private var pages = 0
    private var scattered: [Int64: UInt16] = [:]

    init() {
        directory = .allocate(capacity: BirthMonths.directoryCount)
        directory.initialize(repeating: nil, count: BirthMonths.directoryCount)
    }

    deinit {
        for index in 0..<BirthMonths.directoryCount { directory[index]?.deallocate() }
        directory.deallocate()
    }

    /// Notes a birth month, in months from January of year 0. False when there are more scattered cases than any
    /// release has.
    func note(_ month: Int, of number: Int64) -> Bool {
        let value = UInt16(clamping: month - BirthMonths.firstMonth + 1)
        let page = number &>> Int64(BirthMonths.pageBits)
        if page >= 0, page < Int64(BirthMonths.directoryCount), let months = directory[Int(page)] ?? newPage(Int(page))
        {
            let slot = Int(truncatingIfNeeded: number) & (1 << BirthMonths.pageBits - 1)
            months[slot] = max(months[slot], value)
            return true
        }
        guard scattered.count < BirthMonths.mostScattered else { return false }
        scattered[number] = max(scattered[number] ?? 0, value)
        return true
    }

    /// The birth month of a case, in months from January of year 0; nil when none was given.
    @inline(__always)
    func month(of number: Int64) -> Int? {
        let page = number &>> Int64(BirthMonths.pageBits)
        var value: UInt16 = 0
        if page >= 0, page < Int64(BirthMonths.directoryCount), let months = directory[Int(page)] {
            value = months[Int(truncatingIfNeeded: number) & (1 << BirthMonths.pageBits - 1)]
        } else if !scattered.isEmpty {
            value = scattered[number] ?? 0
        }
        return value == 0 ? nil : Int(value) + BirthMonths.firstMonth - 1
    }

    private func newPage(_ page: Int) -> UnsafeMutablePointer<UInt16>? {
        guard pages < BirthMonths.mostPages else { return nil }
        let months = UnsafeMutablePointer<UInt16>.allocate(capacity: 1 << BirthMonths.pageBits)
        months.initialize(repeating: 0, count: 1 << BirthMonths.pageBits)
        directory[page] = months
        pages += 1
        return months
    }
}

/// Ages by birth month (MISSED-HEARING.md, grades 3 and 4).
enum BirthMonthAge {
    /// Under 18 even if born on the first day of the month. The first day of a month has its eighteenth birthday on the
    /// first day of the same month, so the month of `day` decides.
    static func isCertainlyUnderEighteen(bornIn month: Int, onMonth other: Int) -> Bool { other < month + 216 }

    /// 18 even if born on the last day of the month.
    static func isCertainlyEighteen(bornIn month: Int, on day: Day) -> Bool {
        let year = month / 12
        let inYear = month % 12 + 1
        guard let last = Day(year: year, month: inYear, day: Day.daysInMonth(year: year, month: inYear)) else {
            return false
        }
        return last.adding(years: 18) <= day
    }
}
