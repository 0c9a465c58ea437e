internal import AmparoLinkage
internal import AmparoModel
internal import AmparoStore

/// A person as one record describes them, opened for a comparison inside the program. Nothing of it is written anywhere or
/// shown to anybody: what leaves is a number that says how well two agree.
struct KnownPerson: Sendable {
    /// The record.
    var anchor: Int64
    /// The child under whom it stands; of a sponsor, itself.
    var child: Int64
    /// The last entry that says something of what is compared.
    var version: Int64
    /// What is compared.
    var description: PersonDescription
    /// Whether it is a child of a care feed.
    var isCare = false

    /// The record without what it tells.
    var record: ComparedRecord {
        ComparedRecord(anchor: anchor, child: child, version: version, isCare: isCare)
    }
}

/// Which record it is, and how far: all that is kept of a person once the comparison's index holds what is compared.
struct ComparedRecord: Sendable {
    var anchor: Int64
    var child: Int64
    var version: Int64
    var isCare: Bool
}

/// Everybody whom the record can compare.
struct KnownPeople: Sendable {
    var children: [KnownPerson] = []
    /// Court cases that stand under no child.
    var cases: [KnownPerson] = []
    var sponsors: [KnownPerson] = []
    /// The telephones of releases, by the sponsor's anchor.
    var releasePhones: [Int64: Set<String>] = [:]
}

/// Reads and opens what sources say of children, cases and sponsors. A person whose key was destroyed is left out.
struct PersonReader {
    static let page = 2048
    let database: any Database
    let keys: KeyStore
    let dates: [Int32?]
    private var standardiser = AddressStandardiser()

    init(_ database: any Database, keys: KeyStore) throws {
        self.database = database
        self.keys = keys
        dates = try database.read { try SnapshotBook(reading: $0) }.dates(asKnown: .max)
    }

    /// Reads everybody.
    mutating func read() throws -> KnownPeople {
        var children: [KnownPerson] = []
        var people = try read { children.append($0) }
        people.children = children
        return people
    }

    /// Reads everybody; children are handed over one after the other and not kept.
    mutating func read(eachChild body: (KnownPerson) throws -> Void) throws -> KnownPeople {
        var people = KnownPeople()
        people.sponsors = try sponsors()
        let names = Dictionary(
            people.sponsors.map { ($0.anchor, "\($0.description.given) \($0.description.surnames)") },
            uniquingKeysWith: { $1 })
        var homes: [Int64: Home] = [:]
        try children(names, &homes, body)
        people.cases = try cases()
        for index in people.sponsors.indices {
            guard let home = homes[people.sponsors[index].anchor] else { continue }
            people.sponsors[index].description.place = home.place
            if people.sponsors[index].description.phone.isEmpty {
                people.sponsors[index].description.phone = home.phones.sorted().first ?? ""
            }
        }
        people.releasePhones = homes.mapValues(\.phones)
        return people
    }

    /// Where a sponsor was last known to live, and by which telephones.
    private struct Home {
        var day = Day(number: .min)
        var place = ""
        var phones: Set<String> = []
    }

    // MARK: Children

    private struct ChildPlan {
        var anchor: Int64
        var child: Int64
        var version: Int64 = 0
        var referral: (place: (Int64, Int64), entered: Day?, transferred: Day?)?
        var release: (day: Day, seq: Int64, sponsor: Int64)?
        var isDisputed = false
    }

    private mutating func children(
        _ sponsors: [Int64: String], _ homes: inout [Int64: Home], _ body: (KnownPerson) throws -> Void
    ) throws {
        var place: (child: Int64, anchor: Int64) = (.min, .min)
        while true {
            let (plans, sealed, next) = try childPage(after: place)
            let opener = try Opener(sealed, keys: keys)
            for plan in plans {
                if let known = try open(plan, opener, sponsors, &homes) { try body(known) }
            }
            guard let next else { return }
            place = next
        }
    }

    private func childPage(
        after place: (child: Int64, anchor: Int64)
    ) throws -> ([ChildPlan], SealedParts, (child: Int64, anchor: Int64)?) {
        try database.read { connection in
            let row = try connection.statement(
                """
                SELECT child, anchor, facts FROM dossier WHERE kind = 1 AND child >= ? AND (child > ? OR anchor > ?)
                ORDER BY child, anchor LIMIT ?
                """)
            row.bind(place.child, at: 1)
            row.bind(place.child, at: 2)
            row.bind(place.anchor, at: 3)
            row.bind(Int64(Self.page), at: 4)
            var plans: [ChildPlan] = []
            var rows = EffectiveRows()
            while try row.step() {
                rows.load(row.bytes(2), asOf: nil, asKnown: .max, dates: dates)
                plans.append(Self.plan(rows, anchor: row.int64(1), child: row.int64(0)))
            }
            row.reset()
            var sealed = SealedParts()
            try sealed.read(
                plans.flatMap { [$0.referral?.place.1, $0.release?.seq].compactMap(\.self) }, on: connection)
            let next = plans.count == Self.page ? plans.last.map { (child: $0.child, anchor: $0.anchor) } : nil
            return (plans, sealed, next)
        }
    }

    private static let redetermined = CareVocabulary.exitReason.number(of: "age-redetermined").map { Int64($0) }

    private static func plan(_ rows: EffectiveRows, anchor: Int64, child: Int64) -> ChildPlan {
        var plan = ChildPlan(anchor: anchor, child: child)
        for fact in rows.facts where fact.kind == .referral || fact.kind == .release {
            plan.version = max(plan.version, fact.seq)
        }
        for row in rows.rows {
            var reader = PayloadReader(row.fact.payload)
            switch row.fact.kind {
            case .referral:
                var transferred: Instant?
                var apprehended: Instant?
                while let field = reader.next() {
                    if field.id == CareColumn.Referral.transferred { transferred = field.instant }
                    if field.id == CareColumn.Referral.apprehended { apprehended = field.instant }
                }
                let place = (transferred?.microseconds ?? .min, row.fact.seq)
                // The latest tells best how the person is called; the first, when they came.
                let first = plan.referral
                if first.map({ place > $0.place }) ?? true {
                    plan.referral = (place, first?.entered ?? apprehended?.day, first?.transferred ?? transferred?.day)
                }
            case .release:
                var day: Day?
                var sponsor: Int64 = 0
                while let field = reader.next() {
                    if field.id == CareColumn.Release.released { day = field.day }
                    if field.id == DerivedField.sponsor { sponsor = field.number }
                }
                if let day, plan.release.map({ day > $0.day }) ?? true { plan.release = (day, row.fact.seq, sponsor) }
            case .placement:
                while let field = reader.next() {
                    if field.id == CareColumn.Placement.exit, field.form == 0, field.number == redetermined {
                        plan.isDisputed = true
                    }
                }
            default: break
            }
        }
        return plan
    }

    private mutating func open(
        _ plan: ChildPlan, _ opener: Opener, _ sponsors: [Int64: String], _ homes: inout [Int64: Home]
    ) throws -> KnownPerson? {
        guard let referral = plan.referral else { return nil }
        let text: [UInt8: String]
        switch try opener.withText(of: referral.place.1, Self.texts) {
        case .nothing, .erased: return nil
        case .text(let texts): text = texts
        }
        var person = PersonDescription(
            given: text[CareColumn.Referral.givenNames] ?? "", surnames: text[CareColumn.Referral.surnames] ?? "")
        person.birth = Self.birth(text[CareColumn.Referral.birth] ?? "")
        person.birthDisputed = plan.isDisputed
        person.aNumber = text[CareColumn.Referral.aNumber] ?? ""
        person.sex = (text[7] ?? "").uppercased()
        person.country = (text[8] ?? "").uppercased()
        person.language = (text[9] ?? "").lowercased()
        person.entered = referral.entered
        person.transferred = referral.transferred
        if let release = plan.release, case .text(let texts) = try opener.withText(of: release.seq, Self.texts) {
            let home = standardiser.standardise(
                line1: texts[CareColumn.Release.line1] ?? "", line2: texts[CareColumn.Release.line2] ?? "",
                city: texts[CareColumn.Release.city] ?? "", zip: texts[CareColumn.Release.zip] ?? "")
            var key: [UInt8] = []
            if home.namesBuilding { home.key(into: &key) }
            person.place = String(decoding: key, as: UTF8.self)
            person.contact = sponsors[release.sponsor] ?? ""
            note(release.sponsor, release.day, person.place, phone: texts[13] ?? "", &homes)
        }
        return KnownPerson(
            anchor: plan.anchor, child: plan.child, version: plan.version, description: person, isCare: true)
    }

    private func note(_ sponsor: Int64, _ day: Day, _ place: String, phone: String, _ homes: inout [Int64: Home]) {
        guard sponsor != 0 else { return }
        if day >= homes[sponsor, default: Home()].day, !place.isEmpty {
            homes[sponsor, default: Home()].day = day
            homes[sponsor, default: Home()].place = place
        }
        let digits = Telephone.digits(phone)
        if !digits.isEmpty { homes[sponsor, default: Home()].phones.insert(digits) }
    }

    // MARK: Words

    static func texts(_ sealed: UnsafeRawBufferPointer) -> [UInt8: String] {
        var texts: [UInt8: String] = [:]
        var reader = SealedTextReader(sealed)
        while let field = reader.next() {
            guard field.id != 0 else { continue }
            texts[field.id] = String(decoding: field.text, as: UTF8.self)
        }
        return texts
    }

    /// A date of birth of FEEDS.md: a day, a month or a year.
    static func birth(_ text: String) -> BirthRange? {
        if let day = Day(text) { return BirthRange(day) }
        switch text.utf8.count {
        case 7:
            guard let first = Day(text + "-01") else { return nil }
            let length = Day.daysInMonth(year: first.year, month: first.month)
            return BirthRange(earliest: first, latest: first.adding(days: length - 1))
        case 4:
            guard let first = Day(text + "-01-01"), let last = Day(text + "-12-31") else { return nil }
            return BirthRange(earliest: first, latest: last)
        default: return nil
        }
    }
}

/// Telephones in one spelling.
enum Telephone {
    /// The ten digits of a number of the United States, or all digits of another; empty for fewer than seven.
    static func digits(_ text: String) -> String {
        var digits = text.utf8.filter { (0x30...0x39).contains($0) }
        if digits.count == 11, digits.first == UInt8(ascii: "1") { digits.removeFirst() }
        return digits.count < 7 ? "" : String(decoding: digits, as: UTF8.self)
    }
}
