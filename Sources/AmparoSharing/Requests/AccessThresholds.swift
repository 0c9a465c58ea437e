/// What is so unusual in how an account asks that oversight is told: policy as data (limits.yaml, `alarms`).
public struct AccessThresholds: Hashable, Sendable {
    /// Requests in any 60 minutes for a purpose that the role does not hold.
    public var refusedPurposesPerHour: Int
    /// Records in any 24 hours that were shown without a case: the account's post holds no duty of them, and no handoff.
    public var noCaseLinkPerDay: Int
    /// The roles of which `noCaseLinkPerDay` is asked.
    public var noCaseLinkRoles: Set<String>

    /// These thresholds.
    public init(refusedPurposesPerHour: Int, noCaseLinkPerDay: Int, noCaseLinkRoles: Set<String>) {
        self.refusedPurposesPerHour = refusedPurposesPerHour
        self.noCaseLinkPerDay = noCaseLinkPerDay
        self.noCaseLinkRoles = noCaseLinkRoles
    }

    /// Reads the `alarms` of limits.yaml. Throws `SharingError` with line and column.
    public init(yaml: String, file: String, terms: SharingTerms) throws(SharingError) {
        let root = try DocumentMembers(DocumentNode.parse(yaml, file: file), known: VolumeLimits.members)
        let alarms = try DocumentMembers(
            root.required("alarms"),
            known: ["refused-purposes-per-hour", "no-case-link-per-day", "no-case-link-roles"])
        refusedPurposesPerHour = try alarms.required("refused-purposes-per-hour").number(1...1_000_000)
        noCaseLinkPerDay = try alarms.required("no-case-link-per-day").number(1...1_000_000)
        var roles: Set<String> = []
        for node in try alarms.required("no-case-link-roles").elements() {
            let role = try node.text()
            guard terms.parties.role(role) != nil else { throw node.fail(.unknownRole, "no role is called \(role)") }
            roles.insert(role)
        }
        noCaseLinkRoles = roles
    }

    /// The thresholds shipped with the program. Throws `SharingError` when the embedded data is not sound; a test reads it.
    public static func shipped() throws(SharingError) -> AccessThresholds {
        try AccessThresholds(
            yaml: String(decoding: PackageResources.limits_yaml, as: UTF8.self), file: "limits.yaml", terms: .shipped())
    }
}
