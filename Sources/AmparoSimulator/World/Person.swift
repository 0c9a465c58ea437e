internal import AmparoModel

/// A country that children come from, in the codes of the feeds and of the court.
struct Country: Sendable {
    /// ISO 3166-1 alpha-2, of the care feed.
    let iso: String
    /// EOIR's NAT.
    let nat: String
    /// Share per 10,000 (HHS tables FY2015 to FY2024, about).
    let share: Int

    static let all = [
        Country(iso: "GT", nat: "GT", share: 4300), Country(iso: "HN", nat: "HO", share: 2600),
        Country(iso: "SV", nat: "ES", share: 1400), Country(iso: "MX", nat: "MX", share: 600),
        Country(iso: "EC", nat: "EC", share: 250), Country(iso: "HT", nat: "HA", share: 200),
        Country(iso: "NI", nat: "NU", share: 200), Country(iso: "VE", nat: "VE", share: 120),
        Country(iso: "CO", nat: "CO", share: 100), Country(iso: "PE", nat: "PE", share: 60),
        Country(iso: "BR", nat: "BR", share: 60), Country(iso: "IN", nat: "IN", share: 45),
        Country(iso: "CU", nat: "CU", share: 35), Country(iso: "CN", nat: "CH", share: 30),
    ]
    static let shares = all.map(\.share)
}

/// A language in the codes of the care feed (ISO 639-3) and of the court (LANG).
struct Language: Sendable, Hashable {
    let iso: String
    let court: String

    static let spanish = Language(iso: "spa", court: "SP")
    static let mayan = [
        Language(iso: "mam", court: "MAM"), Language(iso: "kek", court: "KEK"), Language(iso: "quc", court: "QUI"),
        Language(iso: "kjb", court: "KON"), Language(iso: "ixl", court: "IXL"),
    ]
    static let creole = Language(iso: "hat", court: "CRE")
    static let portuguese = Language(iso: "por", court: "POR")
    static let mandarin = Language(iso: "cmn", court: "MAN")
    static let punjabi = Language(iso: "pan", court: "PUN")
}

/// An invented person.
struct Person: Sendable {
    var given: String
    /// One or two surnames.
    var surnames: [String]
    var birth: Day
    /// `F` or `M`.
    var sex: String
    var country: Country
    var language: Language

    var surnameText: String { surnames.joined(separator: " ") }

    /// A person born on `birth`; `like` lends country and first surname (a relative).
    init(born birth: Day, like relative: Person? = nil, chance: inout Chance) {
        self.birth = birth
        sex = chance.hit(3500) ? "F" : "M"
        country = relative?.country ?? Country.all[chance.weighted(Country.shares)]
        let girl = sex == "F"
        switch country.iso {
        case "HT":
            language = .creole
            given = chance.pick(girl ? NameLists.haitianGirls : NameLists.haitianBoys)
            surnames = [chance.pick(NameLists.haitian)]
        case "BR":
            language = .portuguese
            given = chance.pick(girl ? NameLists.girls : NameLists.boys)
            surnames = [chance.pick(NameLists.brazilian), chance.pick(NameLists.brazilian)]
        case "CN":
            language = .mandarin
            given = chance.pick(NameLists.chineseGiven)
            surnames = [chance.pick(NameLists.chinese)]
        case "IN":
            language = .punjabi
            given = chance.pick(NameLists.punjabiGiven)
            surnames = [chance.pick(NameLists.punjabi)]
        default:
            let mayan = country.iso == "GT" && chance.hit(2800)
            language = mayan && chance.hit(5000) ? chance.pick(Language.mayan) : .spanish
            let given = girl ? NameLists.girls : NameLists.boys
            self.given = chance.pick(given)
            if chance.hit(5500) { self.given += " " + chance.pick(given) }
            let list = mayan ? NameLists.mayan : NameLists.spanish
            surnames = [chance.pick(list), chance.pick(list)]
        }
        if let relative {
            surnames[0] = relative.surnames[0]
            language = relative.language
        }
    }
}
