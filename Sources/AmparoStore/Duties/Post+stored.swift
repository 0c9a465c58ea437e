public import AmparoDuties

extension Post.Place {
    /// How a place is stored and written on the command line: empty for headquarters, `of-record`, else the office. An
    /// office cannot have that name.
    public var stored: String {
        switch self {
        case .headquarters: ""
        case .ofRecord: "of-record"
        case .office(let code): code
        }
    }

    /// Reads what `stored` wrote.
    public init(stored: String) {
        switch stored {
        case "": self = .headquarters
        case "of-record": self = .ofRecord
        default: self = .office(stored)
        }
    }
}

extension Post {
    /// Reads a post as people write it, `party/role` or `party/role@office`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { return nil }
        let desk = parts[1].split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let role = desk.first, !role.isEmpty else { return nil }
        if desk.count == 2, desk[1].isEmpty { return nil }
        self.init(
            party: String(parts[0]), role: String(role), place: Place(stored: desk.count == 2 ? String(desk[1]) : ""))
    }
}
