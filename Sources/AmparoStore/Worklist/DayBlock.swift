/// A run of 1, 2, 4, ... days that begins at a multiple of its length. Every span of days is a handful of blocks, and
/// every day lies in one block of each length: so "what is open on this day, most urgent first" reads the front of two
/// dozen ordered lists, however much was open before or after.
///
/// A span that never ends is in one list of its own, the block 0.
enum DayBlock {
    /// The list of spans that never end.
    static let endless: Int64 = 0
    /// Blocks are up to 2^22 days long; with this offset every day of the years 1 to 9999 has a positive number below it.
    private static let levels = 23
    private static let offset: Int32 = 1 << 20

    /// The days that can be asked for, as numbers of `Day`: 0001-01-01 to 9999-12-31.
    static let days: ClosedRange<Int32> = -719_162...2_932_896

    /// The blocks in which a day lies.
    static func containing(_ day: Int32) -> [Int64] {
        let place = Int64(min(max(day, days.lowerBound), days.upperBound) + offset)
        return (0..<levels).map { block(Int64($0), place >> Int64($0)) }
    }

    /// The fewest blocks that are together the span from `opens` up to and not including `closes`.
    static func covering(_ opens: Int32, _ closes: Int32) -> [Int64] {
        guard closes != WorkSpan.never else { return [endless] }
        var start = Int64(min(max(opens, days.lowerBound), days.upperBound) + offset)
        let end = Int64(min(max(closes, days.lowerBound), days.upperBound + 1) + offset)
        var blocks: [Int64] = []
        while start < end {
            var level = min(start.trailingZeroBitCount, levels - 1)
            while start + 1 << Int64(level) > end { level -= 1 }
            blocks.append(block(Int64(level), start >> Int64(level)))
            start += 1 << Int64(level)
        }
        return blocks
    }

    private static func block(_ level: Int64, _ place: Int64) -> Int64 { (level + 1) << 32 | place }
}
