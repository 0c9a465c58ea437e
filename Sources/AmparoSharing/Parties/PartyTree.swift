/// The parties, groups and roles, as data (parties.yaml).
public struct PartyTree: Sendable {
    /// A party or group with its name in both languages.
    public struct Named: Hashable, Sendable {
        /// The party.
        public let party: Party
        /// Its name in English.
        public let english: String
        /// Its name in Spanish.
        public let spanish: String
    }

    /// A role: where it exists and what it is for.
    public struct Role: Hashable, Sendable {
        /// The role's code.
        public let code: String
        /// The parties it belongs to, with those below them.
        public let parties: [Party]
        /// Whether it is a role of immigration enforcement.
        public let isEnforcement: Bool
        /// The purposes it may declare, with those below them.
        public let purposes: [String]
    }

    /// The version of the data.
    public let version: Int
    /// The hash of the data as a text.
    public let hash: ContentHash
    /// The parties, in the order of the data.
    public let parties: [Named]
    /// The roles, in the order of the data.
    public let roles: [Role]
    /// The groups: codes that stand for several parties and those below them.
    public let groups: [String: [Party]]
    private let partyIndex: [String: Int]
    private let roleIndex: [String: Int]

    init(version: Int, hash: ContentHash, parties: [Named], groups: [String: [Party]], roles: [Role]) {
        self.version = version
        self.hash = hash
        self.parties = parties
        self.groups = groups
        self.roles = roles
        partyIndex = Dictionary(parties.enumerated().map { ($1.party.code, $0) }) { first, _ in first }
        roleIndex = Dictionary(roles.enumerated().map { ($1.code, $0) }) { first, _ in first }
    }

    /// The place in `parties` of a party, or nil when there is none of that code.
    public func index(of party: Party) -> Int? { partyIndex[party.code] }

    /// The place in `roles` of a role, or nil when there is none of that code.
    public func index(ofRole code: String) -> Int? { roleIndex[code] }

    /// The role of a code.
    public func role(_ code: String) -> Role? { roleIndex[code].map { roles[$0] } }

    /// Whether the code is one of a party or of a group.
    public func knows(_ code: String) -> Bool { partyIndex[code] != nil || groups[code] != nil }

    /// The parties a rule's code stands for: the members of a group, or the party itself.
    public func members(of code: String) -> [Party] { groups[code] ?? [Party(code: code)] }

    /// Whether a rule on `code`, a party or a group, covers `party`.
    public func covers(_ code: String, _ party: Party) -> Bool {
        guard let group = groups[code] else { return party.isPart(of: Party(code: code)) }
        return group.contains { party.isPart(of: $0) }
    }

    /// Whether a role exists at an agency.
    public func belongs(_ role: Role, to agency: Party) -> Bool { role.parties.contains { agency.isPart(of: $0) } }
}

extension PartyTree {
    /// Reads parties.yaml. Each party's parent must stand before it.
    ///
    /// - Throws: `SharingError` with line and column.
    public init(yaml: String, file: String) throws(SharingError) {
        let root = try DocumentMembers(
            DocumentNode.parse(yaml, file: file), known: ["version", "parties", "groups", "roles"])
        var parties: [Named] = []
        var codes: Set<String> = []
        for member in try root.required("parties").members() {
            if let dot = member.name.lastIndex(of: "."), !codes.contains(String(member.name[..<dot])) {
                throw member.key.fail(.unknownParty, "the party above \(member.name) is missing; put it before")
            }
            let names = try DocumentMembers(member.value, known: ["en", "es"])
            codes.insert(member.name)
            parties.append(
                Named(
                    party: Party(code: member.name), english: try names.required("en").text(),
                    spanish: try names.required("es").text()))
        }
        func known(_ nodes: [DocumentNode]) throws(SharingError) -> [Party] {
            var parties: [Party] = []
            for node in nodes {
                let code = try node.text()
                guard codes.contains(code) else { throw node.fail(.unknownParty, "no party is called \(code)") }
                parties.append(Party(code: code))
            }
            return parties
        }
        var groups: [String: [Party]] = [:]
        for member in try root.required("groups").members() {
            let group = try DocumentMembers(member.value, known: ["of", "en", "es"])
            groups[member.name] = try known(group.required("of").elements())
        }
        var roles: [Role] = []
        for member in try root.required("roles").members() {
            let role = try DocumentMembers(member.value, known: ["of", "enforcement", "purposes"])
            var purposes: [String] = []
            for purpose in try role.required("purposes").elements() { purposes.append(try purpose.text()) }
            roles.append(
                Role(
                    code: member.name, parties: try known(role.required("of").elements()),
                    isEnforcement: try role["enforcement"]?.flag() ?? false, purposes: purposes))
        }
        self.init(
            version: try root.required("version").number(1...1_000_000), hash: ContentHash(of: yaml), parties: parties,
            groups: groups, roles: roles)
    }
}
