internal import AmparoModel
internal import AmparoStore

/// The identifiers that a row gives rise to, worked out alike at intake and at a rebuild.
struct RowIdentity {
    let kind: RecordKind
    let anchor: Int64
    let parts: SealedParts

    /// The identifier by which the anchor itself is known.
    func addSubject(_ text: UnsafeRawBufferPointer, _ blind: BlindIndexes, to hint: inout BlindHints) {
        switch kind.subject {
        case .child: hint.identifiers.append((.childNumber, blind.childNumber.value(of: text), anchor))
        case .sponsor: hint.identifiers.append((.sponsorNumber, blind.sponsorNumber.value(of: text), anchor))
        case .aNumber: hint.identifiers.append((.aNumberOfNotice, blind.aNumber.value(of: text), anchor))
        case .courtCase: break
        }
    }

    /// The A-number and names that a referral or a court's case row tells.
    func addNumbersAndNames(_ blind: BlindIndexes, to hint: inout BlindHints) {
        guard kind == .referral || kind == .courtCase else { return }
        if let digits = parts.aNumber.flatMap(aNumberDigits) {
            let value = digits.withUnsafeBytes { blind.aNumber.value(of: $0) }
            hint.identifiers.append((kind == .referral ? .aNumberOfChild : .aNumberOfCase, value, anchor))
        }
        guard kind == .referral else { return }
        for (text, kind, index) in [
            (parts.surnames, IdentifierKind.surname, blind.surname),
            (parts.givenNames, IdentifierKind.givenName, blind.givenName),
        ] {
            guard let text else { continue }
            for word in NameFolding.words(text) {
                hint.identifiers.append((kind, word.withUnsafeBytes { index.value(of: $0) }, anchor))
            }
        }
    }
}
