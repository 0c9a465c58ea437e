/// The ZIP codes of the United States, with the state each lies in and the city names the Postal Service takes for it.
///
/// The table is part of the program: nothing is read from a file. ZIPs that are no longer in use are in it: they exist
/// (COUNTING.md, `address.defective`). Reading `bundled` the first time takes about a millisecond; a look-up is one
/// array access and allocates nothing.
///
///     ZIPTable.bundled.state(of: ZIPCode(10001)!)    // NY
public struct ZIPTable: Sendable {
    /// The table that was built into this program.
    public static let bundled = ZIPTable()

    /// The edition of the source the table was written from (NOTICE). A figure that rests on the table names it.
    public static let edition: StaticString = "zipcodes 1.3.0"

    /// How many ZIPs there are.
    public let count: Int

    /// For each of the 100,000 possible ZIPs: 0 if there is none, else where its names begin in `text` and its state.
    /// Low ten bits: state, five bits for each letter; the rest: the offset. One ZIP can never be 0: its state is not.
    private let entries: [UInt32]

    private init() {
        var entries = [UInt32](repeating: 0, count: 100_000)
        var count = 0
        Self.text.withUTF8Buffer { text in
            var at = 0
            var prefix = 0
            var state: UInt32 = 0
            var names = 0
            func digit(_ offset: Int) -> Int { Int(text[offset] &- 48) }
            while at < text.count {
                if text[at] == UInt8(ascii: "@") {
                    prefix = digit(at + 1) * 100 + digit(at + 2) * 10 + digit(at + 3)
                    state = UInt32(text[at + 4] &- 64) << 5 | UInt32(text[at + 5] &- 64)
                } else {
                    if text[at + 2] != UInt8(ascii: "=") { names = at + 2 }
                    entries[prefix * 100 + digit(at) * 10 + digit(at + 1)] = UInt32(names) << 10 | state
                    count += 1
                }
                while at < text.count, !Self.endsEntry(text[at]) { at += 1 }
                at += 1
            }
        }
        self.entries = entries
        self.count = count
    }

    /// Whether there is, or was, such a ZIP.
    public func contains(_ zip: ZIPCode) -> Bool { entries[Int(zip.number)] != 0 }

    /// The state the ZIP lies in (AA, AE and AP are the armed forces' own), or nil where there is no such ZIP.
    public func state(of zip: ZIPCode) -> PostalState? {
        let entry = entries[Int(zip.number)]
        guard entry != 0 else { return nil }
        return PostalState(first: UInt8(entry >> 5 & 31) + 64, second: UInt8(entry & 31) + 64)
    }

    /// The city names of the ZIP in capitals, the primary one first; empty where there is no such ZIP.
    public func cityNames(of zip: ZIPCode) -> [String] {
        var names: [String] = []
        _ = anyCityName(of: zip) { name in
            names.append(String(decoding: name, as: UTF8.self))
            return false
        }
        return names
    }

    /// The table's text and form, for whoever must name by its hash what a figure was computed from (ARCHITECTURE.md,
    /// law 7).
    public static func withText<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        text.withUTF8Buffer(body)
    }

    /// Whether one of the names of the ZIP meets the condition. Allocates nothing.
    func anyCityName(of zip: ZIPCode, where isMeant: (UnsafeBufferPointer<UInt8>) -> Bool) -> Bool {
        let entry = entries[Int(zip.number)]
        guard entry != 0 else { return false }
        return Self.text.withUTF8Buffer { text in
            var start = Int(entry >> 10)
            var end = start
            while true {
                let atEnd = end == text.count || Self.endsEntry(text[end])
                if atEnd || text[end] == UInt8(ascii: ",") {
                    if isMeant(UnsafeBufferPointer(rebasing: text[start..<end])) { return true }
                    if atEnd { return false }
                    start = end + 1
                }
                end += 1
            }
        }
    }

    private static func endsEntry(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ";") || byte == UInt8(ascii: "\n") }
}
