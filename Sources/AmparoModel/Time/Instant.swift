/// A moment in the world, to the microsecond, with the offset from UTC in which it was written.
///
/// The offset is kept because counting asks for the civil day of an instant *in its own offset* (COUNTING.md).
/// Instants compare by the moment, then by the offset.
public struct Instant: Hashable, Comparable, Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    public let microseconds: Int64
    /// Minutes east of UTC in which the instant was written; 0 for `Z`.
    public let offsetMinutes: Int16

    /// The moment `microseconds` after 1970-01-01T00:00:00Z, written `offsetMinutes` east of UTC.
    public init(microseconds: Int64, offsetMinutes: Int16 = 0) {
        self.microseconds = microseconds
        self.offsetMinutes = offsetMinutes
    }

    /// Earlier moments come first.
    public static func < (a: Instant, b: Instant) -> Bool {
        (a.microseconds, a.offsetMinutes) < (b.microseconds, b.offsetMinutes)
    }

    /// The civil day in the instant's own offset.
    public var day: Day {
        let local = microseconds + Int64(offsetMinutes) * 60_000_000
        let dayLength: Int64 = 86_400_000_000
        return Day(number: Int32((local - (local % dayLength + dayLength) % dayLength) / dayLength))
    }

    /// Reads an RFC 3339 date-time (`2024-05-01T13:45:00-05:00`, fraction optional, `T` or blank, `Z` or offset);
    /// anything else is nil.
    public init?(_ text: some StringProtocol) {
        var text = String(text)
        let instant: Instant? = text.withUTF8 { Instant(utf8: UnsafeRawBufferPointer($0)) }
        guard let instant else { return nil }
        self = instant
    }

    /// Reads the bytes of an RFC 3339 date-time; anything else is nil.
    public init?(utf8 bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= 20, let day = Day(utf8: UnsafeRawBufferPointer(rebasing: bytes[0..<10])),
            [0x54, 0x74, 0x20].contains(bytes[10]), bytes[13] == 0x3A, bytes[16] == 0x3A
        else { return nil }
        func pair(_ at: Int) -> Int? {
            let high = Int(bytes[at]) - 0x30
            let low = Int(bytes[at + 1]) - 0x30
            return (0...9).contains(high) && (0...9).contains(low) ? high * 10 + low : nil
        }
        guard let hour = pair(11), let minute = pair(14), let second = pair(17), hour < 24, minute < 60, second < 61
        else { return nil }
        var position = 19
        var fraction: Int64 = 0
        if bytes[position] == 0x2E {
            position += 1
            var unit: Int64 = 100_000
            let first = position
            while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
                fraction += Int64(bytes[position] - 0x30) * unit
                unit /= 10
                position += 1
            }
            guard position > first else { return nil }
        }
        guard position < bytes.count else { return nil }
        var offset = 0
        switch bytes[position] {
        case 0x5A, 0x7A:
            guard bytes.count == position + 1 else { return nil }
        case 0x2B, 0x2D:
            guard bytes.count == position + 6, bytes[position + 3] == 0x3A, let hours = pair(position + 1),
                let minutes = pair(position + 4), hours < 24, minutes < 60
            else { return nil }
            offset = (hours * 60 + minutes) * (bytes[position] == 0x2D ? -1 : 1)
        default: return nil
        }
        let seconds = Int64(day.number) * 86_400 + Int64(hour * 3600 + minute * 60 + second) - Int64(offset) * 60
        self.init(microseconds: seconds * 1_000_000 + fraction, offsetMinutes: Int16(offset))
    }
}

extension Instant: CustomStringConvertible {
    /// RFC 3339 in the instant's own offset, with a fraction only when there is one.
    public var description: String {
        let local = microseconds + Int64(offsetMinutes) * 60_000_000
        let dayLength: Int64 = 86_400_000_000
        let inDay = (local % dayLength + dayLength) % dayLength
        func padded(_ value: Int64, _ width: Int = 2) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        let seconds = inDay / 1_000_000
        let fraction = inDay % 1_000_000
        var text = "\(day)T\(padded(seconds / 3600)):\(padded(seconds / 60 % 60)):\(padded(seconds % 60))"
        if fraction != 0 { text += "." + padded(fraction, 6) }
        guard offsetMinutes != 0 else { return text + "Z" }
        let magnitude = Int64(offsetMinutes.magnitude)
        return text + (offsetMinutes < 0 ? "-" : "+") + "\(padded(magnitude / 60)):\(padded(magnitude % 60))"
    }
}
