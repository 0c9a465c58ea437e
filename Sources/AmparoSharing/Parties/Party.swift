/// An agency, a part of one, or somebody outside government: a place in a tree that is written with dots
/// (`dhs.ice.ero`). A rule on a party covers the parties below it.
public struct Party: Hashable, Sendable {
    /// The dotted code.
    public var code: String

    /// A party by its code. Whether there is such a party, `PartyTree` knows.
    public init(code: String) { self.code = code }

    /// Whether this is `party` or stands below it.
    public func isPart(of party: Party) -> Bool {
        let own = code.utf8
        let other = party.code.utf8
        guard own.starts(with: other) else { return false }
        return own.count == other.count || own.dropFirst(other.count).first == 0x2E
    }

    /// The first segment of the code: who answers for it (`dhs` of `dhs.ice.ero`).
    public var department: String { String(code.prefix { $0 != "." }) }
}

extension Party: CustomStringConvertible {
    /// The code.
    public var description: String { code }
}
