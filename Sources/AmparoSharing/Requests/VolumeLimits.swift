/// How many records an account may be shown in an hour and in a day, by its role: policy as data (limits.yaml).
public struct VolumeLimits: Hashable, Sendable {
    /// The limits of a role.
    public struct Limit: Hashable, Sendable {
        /// Records in any 60 minutes.
        public var perHour: Int
        /// Records in any 24 hours.
        public var perDay: Int

        /// Limits.
        public init(perHour: Int, perDay: Int) {
            self.perHour = perHour
            self.perDay = perDay
        }
    }

    private let standard: Limit
    private let byRole: [String: Limit]

    /// The same limits for everybody, but for the roles named.
    public init(standard: Limit, byRole: [String: Limit] = [:]) {
        self.standard = standard
        self.byRole = byRole
    }

    /// Reads limits.yaml. Throws `SharingError` with line and column.
    public init(yaml: String, file: String, terms: SharingTerms) throws(SharingError) {
        let root = try DocumentMembers(
            DocumentNode.parse(yaml, file: file), known: VolumeLimits.members)
        standard = try VolumeLimits.limit(root.required("default"))
        var byRole: [String: Limit] = [:]
        for member in try root["roles"]?.members() ?? [] {
            guard terms.parties.role(member.name) != nil else {
                throw member.key.fail(.unknownRole, "no role is called \(member.name)")
            }
            byRole[member.name] = try VolumeLimits.limit(member.value)
        }
        self.byRole = byRole
    }

    /// What limits.yaml can say.
    static let members = ["version", "default", "roles", "alarms"]

    /// The limits shipped with the program. Throws `SharingError` when the embedded data is not sound; a test reads it.
    public static func shipped() throws(SharingError) -> VolumeLimits { try shippedLimits.get() }

    private static let shippedLimits = Result<VolumeLimits, SharingError> { () throws(SharingError) -> VolumeLimits in
        try VolumeLimits(
            yaml: String(decoding: PackageResources.limits_yaml, as: UTF8.self), file: "limits.yaml",
            terms: .shipped())
    }

    private static func limit(_ node: DocumentNode) throws(SharingError) -> Limit {
        let members = try DocumentMembers(node, known: ["per-hour", "per-day"])
        return Limit(
            perHour: try members.required("per-hour").number(1...1_000_000),
            perDay: try members.required("per-day").number(1...10_000_000))
    }

    /// The limits of a role.
    public subscript(role: String) -> Limit { byRole[role] ?? standard }
}
