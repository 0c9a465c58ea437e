/// A set of the court's numbers: one bit each, in pages that exist only where numbers do. Absurdly large or scattered
/// numbers go to an ordinary set of bounded size, so memory stays bounded whatever a file says.
///
/// Written by the calling thread between chunks, read by all threads only while nobody writes.
final class NumberSet: @unchecked Sendable {
    private static let pageBits = 16
    private static let words = 1 << (pageBits - 6)
    private static let directoryCount = 1 << 16
    /// 128 MiB of pages: a thousand million neighbouring numbers.
    private static let mostPages = 16384
    private static let mostScattered = 1 << 20

    private let directory: UnsafeMutablePointer<UnsafeMutablePointer<UInt64>?>
    private var pages = 0
    private var scattered: Set<Int64> = []
    /// How many numbers are in it.
    private(set) var count = 0

    init() {
        directory = .allocate(capacity: NumberSet.directoryCount)
        directory.initialize(repeating: nil, count: NumberSet.directoryCount)
    }

    deinit {
        for index in 0..<NumberSet.directoryCount { directory[index]?.deallocate() }
        directory.deallocate()
    }

    /// Whether a number is in the set.
    @inline(__always)
    func contains(_ number: Int64) -> Bool {
        let page = number &>> Int64(NumberSet.pageBits)
        if page >= 0, page < Int64(NumberSet.directoryCount), let words = directory[Int(page)] {
            let bit = Int(truncatingIfNeeded: number) & (1 << NumberSet.pageBits - 1)
            return words[bit &>> 6] &>> UInt64(bit & 63) & 1 == 1
        }
        return !scattered.isEmpty && scattered.contains(number)
    }

    /// Adds a number; false when it was there. Nil when there are more scattered numbers than any release has.
    @inline(__always)
    func insert(_ number: Int64) -> Bool? {
        let page = number &>> Int64(NumberSet.pageBits)
        guard page >= 0, page < Int64(NumberSet.directoryCount), let words = directory[Int(page)] ?? newPage(Int(page))
        else { return insertScattered(number) }
        let bit = Int(truncatingIfNeeded: number) & (1 << NumberSet.pageBits - 1)
        let mask: UInt64 = 1 &<< UInt64(bit & 63)
        guard words[bit &>> 6] & mask == 0 else { return false }
        words[bit &>> 6] |= mask
        count &+= 1
        return true
    }

    private func newPage(_ page: Int) -> UnsafeMutablePointer<UInt64>? {
        guard pages < NumberSet.mostPages else { return nil }
        let words = UnsafeMutablePointer<UInt64>.allocate(capacity: NumberSet.words)
        words.initialize(repeating: 0, count: NumberSet.words)
        directory[page] = words
        pages += 1
        return words
    }

    private func insertScattered(_ number: Int64) -> Bool? {
        guard scattered.count < NumberSet.mostScattered else { return scattered.contains(number) ? false : nil }
        let inserted = scattered.insert(number).inserted
        if inserted { count &+= 1 }
        return inserted
    }
}
