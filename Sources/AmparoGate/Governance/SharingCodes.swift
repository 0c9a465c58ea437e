internal import AmparoModel
internal import AmparoSharing

extension SharingTerms {
    /// Throws `unknownWord` for a code that there is not. `parties` may be groups of parties, too.
    func check(parties codes: [String] = [], purposes wanted: [String] = [], classes: [String] = []) throws {
        let wrong =
            codes.first { !parties.knows($0) }.map { ($0, "party, such as hhs.orr") }
            ?? wanted.first { purposes.purpose($0) == nil }.map { ($0, "purpose, such as court-appearance") }
            ?? classes.first { FieldClass(code: $0) == nil }.map { ($0, "field class, such as address.service") }
        guard let (code, kind) = wrong else { return }
        throw GovernanceError(.unknownWord, "\(Self.shown(code)) is no \(kind).")
    }

    /// Throws `unknownWord` unless an account of that agency and home agency can have that role.
    func check(role: String, agency: String, homeAgency: String) throws {
        for code in [agency, homeAgency] where parties.index(of: Party(code: code)) == nil {
            throw GovernanceError(.unknownWord, "\(Self.shown(code)) is no party, such as hhs.orr.")
        }
        guard let role = parties.role(role), parties.belongs(role, to: Party(code: agency)) else {
            throw GovernanceError(.unknownWord, "That role is not one that \(agency) can give.")
        }
    }

    /// What was typed, when it can be a code; never something else, which might name somebody.
    private static func shown(_ code: String) -> String {
        let isCode = code.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || [0x2D, 0x2E].contains($0)
        }
        return isCode && code.utf8.count <= 40 ? "“\(code)”" : "What was typed"
    }
}
