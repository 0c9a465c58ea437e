public import AmparoStore

// The entries of private matching (docs/formats.md, "Private matching"). They are governance's, so that the quota is counted on
// the state on which the answer is decided. Numbers 195 to 199 are theirs.

extension EntryKind {
    /// A table of keyed words of the house's own records was made for an agreement.
    public static let matchTableMade = EntryKind(rawValue: 195)
    /// This house asked another one: how many probes, under which agreement. The entry of whoever asks.
    public static let matchAsked = EntryKind(rawValue: 196)
    /// One probe of another house was evaluated: its receipt. What was asked for, nobody here can tell.
    public static let matchAnswered = EntryKind(rawValue: 197)
    /// Probes of another house were refused.
    public static let matchRefused = EntryKind(rawValue: 198)
    /// This house read an answer: how many people may be known to the other one.
    public static let matchRead = EntryKind(rawValue: 199)
}
