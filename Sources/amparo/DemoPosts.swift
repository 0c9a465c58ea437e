import AmparoDuties
import AmparoStore

/// The posts that the shipped procedures know: for each an account and a posting in a demonstration.
enum DemoPosts {
    /// Every post: headquarters, the demonstration's office for those of an area, and whoever is of record.
    static func all() throws -> [Post] {
        var posts: Set<Post> = []
        for template in try templates() where !template.party.isEmpty && !template.role.isEmpty {
            let place: Post.Place =
                switch template.place {
                case .headquarters: .headquarters
                case .area: .office(DemoAccounts.office)
                case .ofRecord: .ofRecord
                }
            posts.insert(Post(party: template.party, role: template.role, place: place))
            // Whoever is of record belongs to some office.
            if place == .ofRecord {
                posts.insert(Post(party: template.party, role: template.role, place: .office(DemoAccounts.office)))
            }
        }
        return posts.sorted { $0.description < $1.description }
    }

    /// The roles that procedures know at headquarters only.
    static let headquarters: Set<String> = {
        guard let templates = try? templates() else { return [] }
        let own = Set(templates.filter { $0.place == .headquarters }.map(\.role))
        return own.subtracting(templates.filter { $0.place != .headquarters }.map(\.role))
    }()

    private static func templates() throws -> [PostTemplate] {
        try ProcedureBook.shippedProcedures().flatMap(\.steps).flatMap { step in
            [step.holder] + step.handoffs.map(\.to) + step.escalation.map(\.to)
        }
    }
}
