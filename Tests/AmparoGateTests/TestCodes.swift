import AmparoGate

/// The few codes that tests use.
struct TestCodes: SharingCodes {
    private static let roles: [String: [String]] = [
        "orr-privacy-officer": ["hhs.orr"], "privacy-officer": ["hhs", "dhs", "doj"], "inspector": ["hhs.oig"],
        "case-manager": ["hhs.orr"], "ero-officer": ["dhs.ice.ero"], "labor-investigator": ["dol.whd"],
    ]

    func isParty(_ code: String) -> Bool {
        ["hhs", "dhs", "doj", "dol"].contains(code.prefix(3)) && code != "hhs.nowhere"
    }

    func canHold(role: String, agency: String) -> Bool {
        Self.roles[role]?.contains { agency == $0 || agency.hasPrefix($0 + ".") } ?? false
    }

    func isPurpose(_ code: String) -> Bool { ["court-appearance", "safety-check", "child-welfare"].contains(code) }

    func purpose(_ part: String, isPartOf whole: String) -> Bool {
        part == whole || whole == "child-welfare" && part == "safety-check"
    }

    func isClass(_ code: String) -> Bool { ["court", "education", "address.service"].contains(code) }
}
