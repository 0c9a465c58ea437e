#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The bytes the reader works on: a pointer and a length, never a `String` and never a copy.
typealias Byte = UInt8

/// Bytes of the format, by name.
enum Mark {
    static let tab: Byte = 0x09
    static let newline: Byte = 0x0A
    static let carriageReturn: Byte = 0x0D
    static let blank: Byte = 0x20
}

/// The high bit of each byte that is a tab, first byte lowest; exact for any bytes.
@inline(__always)
func tabBits(_ word: UInt64) -> UInt64 {
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    let x = word ^ 0x0909_0909_0909_0909
    return ~(((x & low) &+ low) | x | low)
}

@inline(__always)
func loadWord(_ bytes: UnsafePointer<Byte>) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self))
}

/// How many tabs a line holds.
@inline(__always)
func countTabs(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Int {
    let tabs = SIMD16<UInt8>(repeating: Mark.tab)
    var total = 0
    var index = 0
    while index &+ 16 <= count {
        // Each lane counts up to 255, so at most 255 blocks are added before the lanes are summed.
        let last = min(count &- 16, index &+ 254 &* 16)
        var lanes = SIMD16<UInt8>(repeating: 0)
        while index <= last {
            let block = UnsafeRawPointer(bytes + index).loadUnaligned(as: SIMD16<UInt8>.self)
            lanes = lanes &- unsafeBitCast(block .== tabs, to: SIMD16<UInt8>.self)
            index &+= 16
        }
        let words = unsafeBitCast(lanes, to: SIMD2<UInt64>.self)
        total &+= sumOfBytes(words[0]) &+ sumOfBytes(words[1])
    }
    while index < count {
        if bytes[index] == Mark.tab { total &+= 1 }
        index &+= 1
    }
    return total
}

@inline(__always)
private func sumOfBytes(_ word: UInt64) -> Int {
    let mask: UInt64 = 0x00FF_00FF_00FF_00FF
    let pairs = (word & mask) &+ ((word >> 8) & mask)
    return Int((pairs &* 0x0001_0001_0001_0001) >> 48)
}

/// Writes where the fields of a line end: field `i` is `ends[i - 1] + 1 ..< ends[i]`. At most `limit` fields; returns
/// how many were written. The last field of the line ends at `count`.
@inline(__always)
func fieldEnds(
    _ bytes: UnsafePointer<Byte>, _ count: Int, into ends: UnsafeMutablePointer<Int32>, limit: Int
) -> Int {
    var found = 0
    var index = 0
    while index &+ 8 <= count {
        var bits = tabBits(loadWord(bytes + index))
        while bits != 0 {
            ends[found] = Int32(truncatingIfNeeded: index &+ bits.trailingZeroBitCount &>> 3)
            found &+= 1
            if found == limit { return found }
            bits &= bits &- 1
        }
        index &+= 8
    }
    while index < count {
        if bytes[index] == Mark.tab {
            ends[found] = Int32(truncatingIfNeeded: index)
            found &+= 1
            if found == limit { return found }
        }
        index &+= 1
    }
    ends[found] = Int32(truncatingIfNeeded: count)
    return found &+ 1
}

/// The next newline at or after `from`, or `end`.
@inline(__always)
func newline(in bytes: UnsafePointer<Byte>, from: Int, end: Int) -> Int {
    guard from < end, let found = memchr(bytes + from, Int32(Mark.newline), end &- from) else { return end }
    return UnsafeRawPointer(found) - UnsafeRawPointer(bytes)
}

/// Where a byte first stands, nil when it does not.
@inline(__always)
func firstIndex(of byte: Byte, in bytes: UnsafePointer<Byte>, _ count: Int) -> Int? {
    guard count > 0, let found = memchr(bytes, Int32(byte), count) else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(bytes)
}

/// One past the last newline, or 0.
func endOfLastLine(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Int {
    var index = count
    while index > 0 {
        if bytes[index - 1] == Mark.newline { return index }
        index -= 1
    }
    return 0
}

/// A whole number of 1 to 18 digits and nothing else; -1 for anything else.
@inline(__always)
func plainNumber(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Int64 {
    guard count > 0, count <= 18 else { return -1 }
    var value: Int64 = 0
    for index in 0..<count {
        let digit = bytes[index] &- 0x30
        guard digit <= 9 else { return -1 }
        value = value &* 10 &+ Int64(digit)
    }
    return value
}
