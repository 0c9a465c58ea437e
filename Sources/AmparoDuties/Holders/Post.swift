/// A desk of an agency: party, role and office. It is the post that holds a duty; people come and go.
public struct Post: Hashable, Sendable {
    /// Where in the agency.
    public enum Place: Hashable, Sendable {
        /// The agency as a whole, its headquarters.
        case headquarters
        /// One office, by its code.
        case office(String)
        /// Whoever is of record for this child: counsel, advocate, the post-release worker in charge.
        case ofRecord
    }

    /// The party, by its dotted code (`hhs.orr`).
    public var party: String
    /// The role within it (`federal-field-specialist`).
    public var role: String
    /// Where.
    public var place: Place

    /// A post.
    public init(party: String, role: String, place: Place = .headquarters) {
        self.party = party
        self.role = role
        self.place = place
    }

    /// Whether a party is the same as another or part of it: `dhs.ice.ero` is part of `dhs`.
    public static func isPart(_ party: String, of whole: String) -> Bool {
        party == whole || (party.hasPrefix(whole) && party.dropFirst(whole.count).first == ".")
    }

    /// The purpose under which a post takes on a duty where the procedure names none: one that its role holds by SHARING.md's
    /// table of roles.
    public static func usualPurpose(party: String, role: String) -> String {
        switch role {
        case "inspector", "privacy-officer", "orr-privacy-officer": "audit"
        case "data-quality-steward": "data-quality"
        case "intakes": "placement"
        case "cbp-officer": "security"
        case "counsel-of-record": "legal-representation"
        default: isPart(party, of: "hhs") || isPart(party, of: "state") ? "safety-check" : "court-appearance"
        }
    }

    /// Whether both are one desk: the same role and place, and one party the other's or part of it.
    public func isSameDesk(as other: Post) -> Bool {
        role == other.role && place == other.place
            && (Post.isPart(party, of: other.party) || Post.isPart(other.party, of: party))
    }
}

extension Post: CustomStringConvertible {
    /// `party/role`, with the office behind an `@` where there is one.
    public var description: String {
        switch place {
        case .headquarters: "\(party)/\(role)"
        case .office(let code): "\(party)/\(role)@\(code)"
        case .ofRecord: "\(party)/\(role)@of-record"
        }
    }
}

/// Which post a procedure means, before it is known for whom.
public struct PostTemplate: Hashable, Sendable {
    /// How the place is found.
    public enum Place: String, Hashable, Sendable, CaseIterable {
        /// The office that is in charge of the occasion's court or state, else headquarters.
        case area
        /// Whoever is of record for the child.
        case ofRecord = "of-record"
        /// Headquarters.
        case headquarters
    }

    /// The party's code; empty when it is the party the occasion concerns.
    public var party: String
    /// The role; empty when it is the one the occasion names.
    public var role: String
    /// How the place is found.
    public var place: Place

    /// A template.
    public init(party: String, role: String, place: Place) {
        self.party = party
        self.role = role
        self.place = place
    }

    /// How a procedure writes the party or role that an occasion concerns.
    public static let ofOccasion = "of-occasion"
}

extension PostTemplate: CustomStringConvertible {
    /// `party/role`, with how its place is found behind an `@` unless it is headquarters.
    public var description: String {
        let words = [party, role].map { $0.isEmpty ? PostTemplate.ofOccasion : $0 }
        let name = "\(words[0])/\(words[1])"
        return place == .headquarters ? name : name + "@\(place.rawValue)"
    }
}
