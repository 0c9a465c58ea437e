public import AmparoModel
public import AmparoSharing

extension AgreementDesk {
    /// What an agreement changes, in force or not yet, beside all others that are or will be: the difference between the rules
    /// without it and with it, from a moment on. Nobody is named.
    public func changes(by item: AgreementShelf.Item, at instant: Instant) throws -> [Disclosure.Change] {
        let shelf = try shelf()
        let others = shelf.enacted().filter { $0.name != item.agreement.name }
        let own = shelf.enacted().first { $0.name == item.agreement.name } ?? item.agreement
        let before = try RuleBook.standard(agreements: others)
        let after = try RuleBook.standard(agreements: others + [own])
        return try Disclosure.changes(before, after, from: instant)
    }
}
