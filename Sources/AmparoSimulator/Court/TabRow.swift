internal import AmparoModel

/// A row of a court table.
protocol TabRow: Sendable, Hashable {
    static var table: CourtTable { get }
    /// The primary key.
    var key: Int { get }
    /// Writes all fields with tabs between them, without the line end. The first field has no tab before it.
    func write(to bytes: inout Bytes, profile: Simulation.Profile)
}

extension Bytes {
    mutating func tab(_ value: String) {
        byte(0x09)
        if !value.isEmpty { text(value) }
    }

    mutating func tab(_ value: Int?) {
        byte(0x09)
        if let value { number(value) }
    }

    /// `YYYY-MM-DD 00:00:00.000`.
    mutating func tab(_ value: Day?) {
        byte(0x09)
        if let value {
            day(value)
            text(" 00:00:00.000")
        }
    }

    /// A system stamp: a date with a time of day made from `noise`.
    mutating func tab(stamp value: Day?, noise: UInt64) {
        byte(0x09)
        guard let value else { return }
        day(value)
        byte(0x20)
        padded(8 + Int(noise % 10), 2)
        byte(0x3A)
        padded(Int(noise >> 8 % 60) % 60, 2)
        byte(0x3A)
        padded(Int(noise >> 16) % 60, 2)
        byte(0x2E)
        padded(Int(noise >> 24) % 1000, 3)
    }

    mutating func tabs(_ count: Int) { for _ in 0..<count { byte(0x09) } }

    /// LANG, in one of fifty rows padded as the fixed-width column is.
    mutating func tab(language value: String, noise: UInt64) {
        tab(value)
        if value.utf8.count == 2, noise % 50 == 7 { byte(0x20) }
    }

    /// A time of day: `0930`, rarely `9:30` or `930`.
    mutating func tab(time value: String, noise: UInt64) {
        guard value.utf8.first == 0x30, noise % 64 < 2 else { return tab(value) }
        byte(0x09)
        var digits = Array(value.utf8.dropFirst())
        if noise % 64 == 0 { digits.insert(0x3A, at: 1) }
        raw(digits)
    }

    mutating func truncate(to count: Int) { drop(storage.count - count) }
}
