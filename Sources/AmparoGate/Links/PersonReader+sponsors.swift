internal import AmparoLinkage
internal import AmparoModel
internal import AmparoStore

/// Sponsors, and the members of their households.
extension PersonReader {
    func sponsors() throws -> [KnownPerson] {
        var found: [KnownPerson] = []
        var after = Int64.min
        while true {
            let (places, sealed) = try sponsorPage(after: after)
            let opener = try Opener(sealed, keys: keys)
            for (anchor, seq) in places {
                guard seq != 0, case .text(let text) = try opener.withText(of: seq, Self.texts) else { continue }
                var person = PersonDescription(given: text[2] ?? "", surnames: text[3] ?? "")
                person.birth = Self.birth(text[CareColumn.Sponsor.birth] ?? "")
                person.phone = Telephone.digits(text[5] ?? "")
                person.language = (text[7] ?? "").lowercased()
                found.append(KnownPerson(anchor: anchor, child: anchor, version: seq, description: person))
            }
            guard places.count == Self.page, let last = places.last else { return found }
            after = last.anchor
        }
    }

    private func sponsorPage(after sponsor: Int64) throws -> ([(anchor: Int64, seq: Int64)], SealedParts) {
        try database.read { connection in
            let row = try connection.statement(
                "SELECT sponsor, facts FROM sponsor_dossier WHERE sponsor > ? ORDER BY sponsor LIMIT ?")
            row.bind(sponsor, at: 1)
            row.bind(Int64(Self.page), at: 2)
            var places: [(anchor: Int64, seq: Int64)] = []
            var rows = EffectiveRows()
            while try row.step() {
                rows.load(row.bytes(1), asOf: nil, asKnown: .max, dates: dates)
                places.append((row.int64(0), rows.rows.first { $0.fact.kind == .sponsor }?.fact.seq ?? 0))
            }
            row.reset()
            var sealed = SealedParts()
            try sealed.read(places.map(\.seq).filter { $0 != 0 }, on: connection)
            return (places, sealed)
        }
    }

    /// The members of sponsors' households: name and birth.
    func households() throws -> [PersonDescription] {
        var found: [PersonDescription] = []
        var after = Int64.min
        while true {
            let (places, sealed, next) = try householdPage(after: after)
            let opener = try Opener(sealed, keys: keys)
            for seq in places {
                guard case .text(let text) = try opener.withText(of: seq, Self.texts) else { continue }
                var person = PersonDescription(given: text[3] ?? "", surnames: text[4] ?? "")
                person.birth = Self.birth(text[5] ?? "")
                found.append(person)
            }
            guard let next else { return found }
            after = next
        }
    }

    private func householdPage(
        after sponsor: Int64
    ) throws -> ([Int64], SealedParts, next: Int64?) {
        try database.read { connection in
            let row = try connection.statement(
                "SELECT sponsor, facts FROM sponsor_dossier WHERE sponsor > ? ORDER BY sponsor LIMIT ?")
            row.bind(sponsor, at: 1)
            row.bind(Int64(Self.page), at: 2)
            var places: [Int64] = []
            var rows = EffectiveRows()
            var count = 0
            var last: Int64?
            while try row.step() {
                (count, last) = (count + 1, row.int64(0))
                rows.load(row.bytes(1), asOf: nil, asKnown: .max, dates: dates)
                for row in rows.rows where row.fact.kind == .householdMember {
                    places.append(row.fact.seq)
                }
            }
            row.reset()
            var sealed = SealedParts()
            try sealed.read(places, on: connection)
            return (places, sealed, count == Self.page ? last : nil)
        }
    }
}
