internal import AmparoLinkage
internal import AmparoModel
internal import AmparoStore

/// Court cases that stand under no child.
extension PersonReader {
    func cases() throws -> [KnownPerson] {
        var found: [KnownPerson] = []
        var after = Int64.min
        while true {
            let (people, sealed) = try casePage(after: after)
            let opener = try Opener(sealed, keys: keys)
            for (person, seq) in people {
                var person = person
                switch try opener.withText(of: seq, Self.texts) {
                case .erased: continue
                case .nothing: break
                case .text(let text): person.description.aNumber = text[CourtColumn.Case.aNumber] ?? ""
                }
                found.append(person)
            }
            guard people.count == Self.page, let last = people.last else { return found }
            after = last.0.anchor
        }
    }

    private func casePage(after anchor: Int64) throws -> ([(KnownPerson, Int64)], SealedParts) {
        try database.read { connection in
            let row = try connection.statement(
                """
                SELECT anchor, facts FROM dossier WHERE kind = 4 AND child = anchor AND anchor > ?
                ORDER BY anchor LIMIT ?
                """)
            row.bind(anchor, at: 1)
            row.bind(Int64(Self.page), at: 2)
            var people: [(KnownPerson, Int64)] = []
            var rows = EffectiveRows()
            while try row.step() {
                rows.load(row.bytes(1), asOf: nil, asKnown: .max, dates: dates)
                let own = rows.rows.first { $0.fact.kind == .courtCase }
                var person = KnownPerson(
                    anchor: row.int64(0), child: row.int64(0), version: own?.fact.seq ?? 0,
                    description: PersonDescription())
                if let own { Self.describe(own.fact.payload, rows, &person.description) }
                people.append((person, own?.fact.seq ?? 0))
            }
            row.reset()
            var sealed = SealedParts()
            try sealed.read(people.map(\.1).filter { $0 != 0 }, on: connection)
            return (people, sealed)
        }
    }

    private static func describe(
        _ payload: UnsafeRawBufferPointer, _ rows: EffectiveRows, _ person: inout PersonDescription
    ) {
        var file = CaseFile(id: 0)
        CaseDecoder().decode(rows, into: &file)
        person.birth = file.courtCase?.birthMonth.flatMap { month in
            Self.birth("\(Self.padded(Int(month.year), 4))-\(Self.padded(Int(month.month), 2))")
        }
        var reader = PayloadReader(payload)
        while let field = reader.next() {
            switch field.id {
            case CaseCodes.nationality: person.country = CaseCodes.country(String(decoding: field.bytes, as: UTF8.self))
            case CaseCodes.spoken: person.language = CaseCodes.language(String(decoding: field.bytes, as: UTF8.self))
            case CaseCodes.entry: person.entered = field.stampDay
            case CaseCodes.sex: person.sex = String(decoding: field.bytes, as: UTF8.self).uppercased()
            default: break
            }
        }
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}

/// The court's codes of what a case can be compared by, in those of the care feed.
private enum CaseCodes {
    static let nationality: UInt8 = 7
    static let spoken: UInt8 = 8
    static let entry: UInt8 = 24
    static let sex: UInt8 = 31

    /// EOIR's NAT (look-up table of nationalities) where it is not ISO 3166-1's own.
    private static let countries = [
        "AF": "AF", "BH": "BZ", "BL": "BO", "BR": "BR", "CH": "CN", "CI": "CL", "CO": "CO", "CS": "CR", "CU": "CU",
        "DR": "DO", "EC": "EC", "ES": "SV", "GT": "GT", "HA": "HT", "HO": "HN", "IN": "IN", "MX": "MX", "NU": "NI",
        "PE": "PE", "PM": "PA", "VE": "VE",
    ]
    /// EOIR's LANG (look-up table of languages) as ISO 639-3.
    private static let languages = [
        "SP": "spa", "MAM": "mam", "KEK": "kek", "QUI": "quc", "KON": "kjb", "IXL": "ixl", "CRE": "hat", "POR": "por",
        "MAN": "cmn", "PUN": "pan", "ENG": "eng",
    ]

    /// The country; empty for a code that is not known: then nothing is compared.
    static func country(_ code: String) -> String { countries[code.uppercased()] ?? "" }

    /// The language; empty likewise.
    static func language(_ code: String) -> String { languages[code.uppercased()] ?? "" }
}
