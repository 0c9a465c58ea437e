import AmparoCourt
import AmparoModel
import AmparoOversight

/// A small population as data: the children, the results of their court cases, and the sponsors.
struct Population {
    var question: Question
    var children: [(child: ChildFile, court: CourtFile)] = []
    var sponsors: [SponsorFile] = []

    /// Every figure, counted in the order the population stands in.
    var figures: [Figure] { figures(split: children.count) }

    /// Every figure, counted in two books, the first with `split` children, and merged.
    func figures(split: Int) -> [Figure] {
        var first = FigureBook(question)
        var second = FigureBook(question)
        for (index, entry) in children.enumerated() {
            if index < split { first.add(entry.child, entry.court) } else { second.add(entry.child, entry.court) }
        }
        second.settle()
        first.merge(second)
        var checks = CheckBook(first)
        var others = checks
        for (index, sponsor) in sponsors.enumerated() {
            if index % 2 == 0 { checks.add(sponsor) } else { others.add(sponsor) }
        }
        checks.merge(others)
        return first.figures(checks)
    }

    func figure(_ id: FigureID) -> Figure { figures.first { $0.id == id }! }
}

/// What is wrong with a population's text.
struct BadPopulation: Error, CustomStringConvertible {
    var description: String
}

extension Population {
    /// Reads the `example` of a definition; rows have the feeds' column names, `id` stands for a row's key and `referral`
    /// or `member` for another row's.
    init(_ json: JSON) throws {
        var question = Question(asOf: try json.day("asOf")!)
        if let text = json["cohort"]?.string { question.cohort = Cohort(text)! }
        for system in json["resultSystems"]?.elements ?? [] {
            question.resultSystems.insert(try JSON.term(system.string!))
        }
        self.init(question: question)
        for child in json["children"]?.elements ?? [] {
            children.append((try ChildFile(child), try CourtFile(child["court"] ?? .null)))
        }
        for sponsor in json["sponsors"]?.elements ?? [] { sponsors.append(try SponsorFile(sponsor)) }
    }
}

extension JSON {
    func day(_ name: String) throws -> Day? {
        guard let text = self[name]?.string else { return nil }
        guard let day = Day(text) else { throw BadPopulation(description: "\(name) \(text)") }
        return day
    }

    func instant(_ name: String) throws -> Instant? {
        guard let text = self[name]?.string else { return nil }
        guard let instant = Instant(text) else { throw BadPopulation(description: "\(name) \(text)") }
        return instant
    }

    func number(_ name: String) -> Int? { self[name]?.int }
    func flag(_ name: String) -> Bool? { self[name] == .bool(true) ? true : self[name] == .bool(false) ? false : nil }
    func rows(_ name: String) -> [JSON] { self[name]?.elements ?? [] }

    static func term<Term: CareTerm>(_ word: String) throws -> Term {
        guard let term = Term.allCases.first(where: { $0.word == word.lowercased() }) else {
            throw BadPopulation(description: word)
        }
        return term
    }

    func said<Term: CareTerm>(_ name: String) throws -> Said<Term> {
        guard let word = self[name]?.string else { return .notSaid }
        if let term = Term.allCases.first(where: { $0.word == word.lowercased() }) { return .value(term) }
        switch word {
        case "unknown": return .unknown
        case "refused": return .refused
        case "unlisted": return .unlisted
        default: throw BadPopulation(description: "\(name) \(word)")
        }
    }

    func said(_ name: String) throws -> Said<Bool> {
        switch self[name]?.string {
        case nil: .notSaid
        case "Y": .value(true)
        case "N": .value(false)
        case "unknown": .unknown
        case "refused": .refused
        default: throw BadPopulation(description: name)
        }
    }

    func oneOf<Value: RawRepresentable>(_ name: String, default value: Value) throws -> Value
    where Value.RawValue == String {
        guard let word = self[name]?.string else { return value }
        guard let value = Value(rawValue: word) else { throw BadPopulation(description: "\(name) \(word)") }
        return value
    }

    var defect: AddressDefect {
        switch self["defect"]?.string {
        case "blank": .blank
        case "undeliverable": .undeliverable
        case "missing-unit": .missingUnit
        case "not-a-residence": .notAResidence
        default: .none
        }
    }

    var unit: UnitGiven {
        switch self["unit"]?.string {
        case "given": .given
        case "designator-only": .designatorOnly
        default: .none
        }
    }

    var address: AddressKey? { number("address").map { AddressKey(rawValue: Int64($0)) } }
    var building: BuildingKey? { number("building").map { BuildingKey(rawValue: Int64($0)) } }
    var state: StateCode { self["state"]?.string.map { StateCode($0) } ?? .notSaid }
    var key: UInt64 { UInt64(number("id") ?? 0) }
    var referral: UInt64? { number("referral").map(UInt64.init) }
}

extension ChildFile {
    init(_ json: JSON) throws {
        self.init(
            child: UInt64(json.number("child") ?? 0), isInCareRecord: json.flag("care") ?? true,
            hasANumber: json.flag("aNumber") ?? false, birth: try json.day("born").map { BirthRange($0) })
        if let last = try json.day("bornLast"), let birth {
            self.birth = BirthRange(earliest: birth.earliest, latest: last)
        }
        for row in json.rows("referrals") {
            referrals.append(
                Referral(
                    rowKey: row.key, transferredAt: try row.instant("transferred_at"),
                    separatedFromFamily: try row.said("separated_from_family")))
        }
        for row in json.rows("placements") {
            placements.append(
                Placement(
                    rowKey: row.key, referral: row.referral, from: try row.day("from")!, to: try row.day("to")))
        }
        for row in json.rows("releases") {
            releases.append(
                Release(
                    rowKey: row.key, referral: row.referral, releasedOn: try row.day("released_on")!,
                    sponsor: Int64(row.number("sponsor") ?? 0), category: try row.said("category"), state: row.state,
                    defect: row.defect, address: row.address, building: row.building, unit: row.unit))
        }
        for row in json.rows("addresses") {
            addresses.append(
                AddressReport(
                    reportedOn: try row.day("reported_on")!, source: try row.said("source"), address: row.address,
                    building: row.building, unit: row.unit))
        }
        for row in json.rows("calls") {
            calls.append(
                Call(
                    dueOn: try row.day("due_on") ?? Day(number: 0), attemptedAt: try row.instant("attempted_at"),
                    outcome: try row.said("outcome"), spokeWith: try row.said("spoke_with"),
                    documentedOn: try row.day("documented_on")))
        }
        for row in json.rows("services") {
            services.append(
                Service(
                    kind: try row.said("kind"), startedOn: try row.day("started_on"), endedOn: try row.day("ended_on")))
        }
        for row in json.rows("applications") {
            applications.append(
                Application(
                    sponsor: Int64(row.number("sponsor") ?? 0), openedOn: try row.day("opened_on")!,
                    withdrawnOn: try row.day("withdrawn_on"), withdrawnReason: try row.said("withdrawn_reason")))
        }
        for row in json.rows("family") {
            family.append(
                FamilyRow(
                    relation: try row.said("relation"), separatedOn: try row.day("separated_on"),
                    isSeparatedBySomebody: row["separated_by"] != nil, reunitedOn: try row.day("reunited_on")))
        }
        for row in json.rows("notices") {
            notices.append(
                NoticeToAppear(
                    id: 0, issuedOn: try row.day("issued_on"), servedOn: try row.day("served_on"),
                    filedOn: try row.day("filed_on"),
                    notServedReason: NoticeToAppear.NotServedReason.allCases.first {
                        $0.text == row["not_served_reason"]?.string
                    }, source: RowSource(snapshot: SnapshotID(rawValue: 1))))
        }
        for row in json.rows("results") {
            results.append(
                AgencyResult(
                    system: try row.said("system"), hearingDate: try row.day("hearing_date")!,
                    result: try row.said("result"), enteredOn: try row.day("entered_on")))
        }
    }
}

extension CourtFile {
    init(_ json: JSON) throws {
        self.init()
        hasFiledCase = json.flag("filed") ?? false
        notYetReported = json.number("notYetReported") ?? 0
        for row in json.rows("hearings") {
            let notice: NoticeStanding? = row["notice"] == nil ? nil : try row.oneOf("notice", default: .unproven)
            hearings.append(
                HearingResult(
                    hearing: try row.day("hearing")!, kind: try row.oneOf("finding", default: .unknown), notice: notice,
                    age: try row.oneOf("age", default: .unknown), grade: try row.oneOf("grade", default: .certain),
                    orr: try CourtFile.handoff(row["orr"]), ice: try CourtFile.handoff(row["ice"])))
        }
        for row in json.rows("orders") {
            orders.append(
                OrderResult(
                    status: try row.oneOf("status", default: .standing), hasHearing: row["hearing"]?.string == "found"))
        }
        for row in json.rows("returnedMail") {
            returnedMail.append(ReturnedMail(address: row.address!, returnedOn: try row.day("returned_on")!))
        }
        for row in json.rows("absentRows") {
            let table = RecordKind.allCases.first { $0.table.file == row["table"]!.string! + ".csv" }!
            absentRows.append(AbsentRow(table: table, isQuarantined: row.flag("quarantined") ?? false))
        }
    }

    static func handoff(_ json: JSON?) throws -> HandoffState {
        switch json?.string {
        case nil, "not-offered": .notOffered
        case "offered": .offered
        case "accepted": .accepted
        case let word?: throw BadPopulation(description: word)
        }
    }
}

extension SponsorFile {
    init(_ json: JSON) throws {
        self.init(number: Int64(json.number("number")!), isInFeed: json.flag("inFeed") ?? true)
        for row in json.rows("members") {
            members.append(
                HouseholdMember(
                    rowKey: row.key, birth: try row.day("born").map { BirthRange($0) }, from: try row.day("from"),
                    to: try row.day("to")))
        }
        for row in json.rows("checks") {
            var place = row["jurisdiction"]?.string ?? ""
            checks.append(
                Check(
                    rowKey: row.key, member: row.number("member").map(UInt64.init), type: try row.said("type"),
                    jurisdiction: place.withUTF8 { Check.jurisdiction(utf8: UnsafeRawBufferPointer($0)) },
                    orderedOn: try row.day("ordered_on")!, resultedOn: try row.day("resulted_on"),
                    result: try row.said("result"), isWaivedByName: row.flag("waived") ?? false,
                    expiresOn: try row.day("expires_on")))
        }
    }
}

extension Figure {
    /// The figure without id and version, members in the order of FEEDS.md, as a definition's `expect` has it.
    var outcome: JSON { .object(json.members.filter { $0.name != "id" && $0.name != "version" }) }
}

extension JSON {
    /// The same with the members of every object by name, so that two can be compared.
    var ordered: JSON {
        switch self {
        case .array(let elements): .array(elements.map(\.ordered))
        case .object(let members):
            .sorted(Dictionary(uniqueKeysWithValues: members.map { ($0.name, $0.value.ordered) }))
        default: self
        }
    }
}
