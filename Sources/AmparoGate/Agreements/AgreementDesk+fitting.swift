internal import AmparoModel
internal import AmparoSharing

extension AgreementDesk {
    /// Refuses an agreement that cannot stand beside those of the store: an example, one whose term is over, and
    /// whatever `lint` calls an error of it. Throws `agreement`.
    func require(_ agreement: Agreement, fits shelf: AgreementShelf, at now: Instant) throws {
        guard agreement.isEnactable else {
            throw GovernanceError(
                .agreement, "\(agreement.name) says `enactable: false`: it is an example, for simulation only.")
        }
        guard now.microseconds < agreement.expires.microseconds else {
            throw GovernanceError(.agreement, "\(agreement.name) has expired already; give it a term in the future.")
        }
        let others = shelf.enacted().filter { $0.name != agreement.name }
        let findings = AgreementLint.check(
            [agreement] + others, terms: terms, floor: try RuleDocument.shippedFloor().rules
        ).filter { $0.agreement == agreement.name && $0.code.isError }
        guard let first = findings.first else { return }
        let place = [first.clause.map { "clause \($0)" }, first.other].compactMap(\.self).joined(separator: ", ")
        throw GovernanceError(
            .agreement,
            "\(agreement.name): \(first.code.rawValue)\(place.isEmpty ? "" : " (\(place))"); `amparo agreement lint` says more."
        )
    }
}
