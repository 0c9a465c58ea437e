internal import AmparoModel
internal import AmparoSharing

extension AgreementDesk {
    /// Refuses an agreement that cannot stand beside those of the store. Throws `agreement`, `exists`.
    func require(_ agreement: Agreement, fits shelf: AgreementShelf, at now: Instant) throws {
        let name = agreement.name.description
        func refuse(_ words: String) -> GovernanceError { GovernanceError(.agreement, words) }
        guard agreement.isEnactable else {
            throw refuse("\(name) says `enactable: false`: it is an example for simulation only.")
        }
        guard now.microseconds < agreement.expires.microseconds else {
            throw refuse("\(name) has expired already; give it a term in the future.")
        }
        try requireTerm(agreement, shelf)
        if let replaces = agreement.replaces {
            guard replaces != agreement.name, shelf.item(named: replaces.description) != nil else {
                throw refuse("\(name) replaces \(replaces), which is not there; name an agreement of this store.")
            }
            try requireNoCycle(agreement, shelf)
        }
        let others = shelf.items.filter { $0.agreement.id == agreement.id && $0.agreement.name != agreement.name }
        for other in others where other.agreement.name != agreement.replaces {
            guard let span = shelf.calendar.span(other.history.id) else { continue }
            let isApart = span.ends.microseconds <= max(now, agreement.effective).microseconds
                || agreement.expires.microseconds <= span.begins.microseconds
            guard isApart else {
                throw refuse("\(name) overlaps \(other.history.name), which is enacted; let it replace that one, or change the term.")
            }
        }
    }

    /// A matching agreement: at most 18 months, and one renewal of at most 12 (5 USC 552a(o)(2)).
    private func requireTerm(_ agreement: Agreement, _ shelf: AgreementShelf) throws {
        guard agreement.kind == .matching else { return }
        let months = agreement.renews == nil ? 18 : 12
        let first = WashingtonTime.day(of: agreement.effective)
        let last = WashingtonTime.day(of: Instant(microseconds: agreement.expires.microseconds - 1))
        guard last < first.adding(months: months) else {
            throw GovernanceError(
                .agreement, "\(agreement.name) is a matching agreement: its term is at most \(months) months.")
        }
        guard let renewed = agreement.renews else { return }
        guard let known = shelf.item(named: renewed.description)?.agreement, known.renews == nil, known.kind == .matching else {
            throw GovernanceError(
                .agreement, "\(agreement.name) renews \(renewed), which is not there, or was renewed before; once is allowed.")
        }
    }

    private func requireNoCycle(_ agreement: Agreement, _ shelf: AgreementShelf) throws {
        var seen: Set<String> = [agreement.name.description]
        var next = agreement.replaces
        while let name = next?.description {
            guard seen.insert(name).inserted else {
                throw GovernanceError(.agreement, "\(agreement.name) would replace itself in the end; correct `replaces`.")
            }
            next = shelf.item(named: name)?.agreement.replaces
        }
    }
}

extension Day {
    /// The same day so many months later, or the last of that month.
    func adding(months: Int) -> Day {
        let (year, month, day) = date
        let total = year * 12 + month - 1 + months
        let length = Day.daysInMonth(year: total / 12, month: total % 12 + 1)
        return Day(year: total / 12, month: total % 12 + 1, day: min(day, length)) ?? self
    }
}
