/// Agreements for tests, as the YAML of SHARING.md.
struct SampleAgreement {
    var id = "orr-opla-court"
    var version = 1
    var kind = "mou"
    var from = "hhs.orr"
    var to = "dhs.ice.opla"
    var effective = "2026-03-01"
    var expires = "2027-06-30"
    var replaces: String?
    var renews: String?
    var isEnactable = true
    var classes = ["court", "notice"]
    var isPermit = true

    var name: String { "\(id)@\(version)" }

    var yaml: String {
        var lines = [
            "agreement: \(id)", "version: \(version)", "title: Court appearance", "kind: \(kind)",
            "parties: [\(from), \(to)]", "authority: { privacyAct: b3, citation: \"a routine use\" }",
            "effective: \(effective)", "expires: \(expires)",
        ]
        if let replaces { lines.append("replaces: \(replaces)") }
        if let renews { lines.append("renews: \(renews)") }
        if !isEnactable { lines.append("enactable: false") }
        lines += ["clauses:", "  - id: first"]
        if isPermit {
            lines += [
                "    permit:", "      from: \(from)", "      to: { agency: \(to) }",
                "      purposes: [court-appearance]", "      classes: [\(classes.joined(separator: ", "))]",
            ]
        } else {
            lines.append("    prohibit: { to: \(to), classes: [\(classes.joined(separator: ", "))] }")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
