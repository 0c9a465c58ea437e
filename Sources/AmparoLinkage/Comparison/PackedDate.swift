/// A date in parts, in one number.
enum PackedDate {
    static func pack(_ date: (year: Int, month: Int, day: Int)) -> UInt32 {
        UInt32(date.year) << 9 | UInt32(date.month) << 5 | UInt32(date.day)
    }

    @inline(__always) static func year(_ packed: UInt32) -> Int { Int(packed >> 9) }
    @inline(__always) static func month(_ packed: UInt32) -> UInt32 { packed >> 5 & 15 }
    @inline(__always) static func day(_ packed: UInt32) -> UInt32 { packed & 31 }
    /// Day and month without the year.
    @inline(__always) static func yearless(_ packed: UInt32) -> UInt32 { packed & 511 }

    /// A number below 65,536 that no two dates of 128 years share.
    @inline(__always) static func bucket(_ packed: UInt32) -> UInt32 { packed & 0xFFFF }

    /// Day and month exchanged; nil where that is no date or the same one.
    @inline(__always)
    static func swapped(_ packed: UInt32) -> UInt32? {
        let (month, day) = (month(packed), day(packed))
        guard day <= 12, day != month else { return nil }
        return packed & ~511 | day << 5 | month
    }
}
