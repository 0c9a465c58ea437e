/// Which codes there are: parties, roles, purposes, field classes.
public protocol SharingCodes: Sendable {
    /// Whether there is a party of that code.
    func isParty(_ code: String) -> Bool
    /// Whether an account of that agency can have that role.
    func canHold(role: String, agency: String) -> Bool
    /// Whether there is a purpose of that code.
    func isPurpose(_ code: String) -> Bool
    /// Whether a purpose is another or below it.
    func purpose(_ part: String, isPartOf whole: String) -> Bool
    /// Whether there is a field class of that code.
    func isClass(_ code: String) -> Bool
}

extension SharingCodes {
    /// Throws `unknownWord` for a code that there is not.
    func check(parties: [String] = [], purposes: [String] = [], classes: [String] = []) throws {
        let wrong =
            parties.first { !isParty($0) }.map { ($0, "party, such as hhs.orr") }
            ?? purposes.first { !isPurpose($0) }.map { ($0, "purpose, such as court-appearance") }
            ?? classes.first { !isClass($0) }.map { ($0, "field class, such as address.service") }
        guard let (code, kind) = wrong else { return }
        throw GovernanceError(.unknownWord, "\(Self.shown(code)) is no \(kind).")
    }

    /// What was typed, when it can be a code; never something else, which might name somebody.
    static func shown(_ code: String) -> String {
        let isCode =
            code.utf8.count <= 40
            && code.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || [0x2D, 0x2E].contains($0)
            }
        return isCode ? "“\(code)”" : "What was typed"
    }
}
