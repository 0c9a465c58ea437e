/// What somebody else would be shown of a child (SCREENS.md, "Share preview"): their page, as far as the one who looks may
/// see it. Made by the gate only.
public struct SharePreview: Hashable, Sendable {
    /// The record's number of the child.
    public let child: Int64
    /// The rows of the page, without the fields that the one who looks may not see.
    public let rows: [RecordRow]
    /// What would be decided of every field of the catalogue, by rule.
    public let groups: [Receipt.Group]
    /// The fields that the other may see, where they say anything, and the one who looks may not.
    public let hidden: [String]

    init(child: Int64, rows: [RecordRow], groups: [Receipt.Group], hidden: [String]) {
        self.child = child
        self.rows = rows
        self.groups = groups
        self.hidden = hidden
    }
}
