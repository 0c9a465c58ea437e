/// What an entry says happened. Open: each component adds its own as static members in an extension of its own.
///
/// The number stands in the journal for ever, so it is never used again for something else. 0 is never used;
/// 250 to 255 are for tests.
public struct EntryKind: RawRepresentable, Hashable, Sendable {
    /// The number that stands in the journal.
    public let rawValue: UInt8

    /// The kind of that number.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
}
