internal import AmparoModel

/// A growing run of bytes that rows are written into.
struct Bytes: Sendable {
    private(set) var storage: [UInt8] = []

    var count: Int { storage.count }

    mutating func reserve(_ capacity: Int) { storage.reserveCapacity(capacity) }
    mutating func removeAll() { storage.removeAll(keepingCapacity: true) }

    mutating func drop(_ count: Int) { storage.removeLast(count) }

    mutating func byte(_ value: UInt8) { storage.append(value) }

    mutating func text(_ value: String) {
        var value = value
        value.withUTF8 { storage.append(contentsOf: $0) }
    }

    mutating func raw(_ value: ArraySlice<UInt8>) { storage.append(contentsOf: value) }
    mutating func raw(_ value: [UInt8]) { storage.append(contentsOf: value) }

    mutating func number(_ value: Int) {
        if value < 0 {
            byte(0x2D)
            number(-value)
            return
        }
        if value < 10 {
            byte(UInt8(0x30 + value))
            return
        }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var rest = value
            var at = 20
            while rest > 0 {
                at -= 1
                digits[at] = UInt8(0x30 + rest % 10)
                rest /= 10
            }
            storage.append(contentsOf: UnsafeMutableBufferPointer(rebasing: digits[at..<20]))
        }
    }

    /// `value` in `width` digits with leading zeros.
    mutating func padded(_ value: Int, _ width: Int) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: width) { digits in
            var rest = value
            for at in stride(from: width - 1, through: 0, by: -1) {
                digits[at] = UInt8(0x30 + rest % 10)
                rest /= 10
            }
            storage.append(contentsOf: digits)
        }
    }

    /// `YYYY-MM-DD`.
    mutating func day(_ value: Day) {
        let date = value.date
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 10) { digits in
            digits[0] = UInt8(0x30 + date.year / 1000 % 10)
            digits[1] = UInt8(0x30 + date.year / 100 % 10)
            digits[2] = UInt8(0x30 + date.year / 10 % 10)
            digits[3] = UInt8(0x30 + date.year % 10)
            digits[4] = 0x2D
            digits[5] = UInt8(0x30 + date.month / 10)
            digits[6] = UInt8(0x30 + date.month % 10)
            digits[7] = 0x2D
            digits[8] = UInt8(0x30 + date.day / 10)
            digits[9] = UInt8(0x30 + date.day % 10)
            storage.append(contentsOf: digits)
        }
    }

    /// RFC 3339 in the instant's own offset, to the second.
    mutating func instant(_ value: Instant) {
        let local = value.microseconds + Int64(value.offsetMinutes) * 60_000_000
        let seconds = Int((local % 86_400_000_000 + 86_400_000_000) % 86_400_000_000 / 1_000_000)
        day(value.day)
        byte(0x54)
        padded(seconds / 3600, 2)
        byte(0x3A)
        padded(seconds / 60 % 60, 2)
        byte(0x3A)
        padded(seconds % 60, 2)
        if value.offsetMinutes == 0 {
            byte(0x5A)
        } else {
            let offset = Int(value.offsetMinutes.magnitude)
            byte(value.offsetMinutes < 0 ? 0x2D : 0x2B)
            padded(offset / 60, 2)
            byte(0x3A)
            padded(offset % 60, 2)
        }
    }
}
