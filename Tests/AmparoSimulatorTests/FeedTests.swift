import struct AmparoModel.Day
import struct AmparoModel.Instant
import Foundation
import Testing

@testable import AmparoSimulator

/// Keeps everything; only for small simulations.
struct KeepingSink: TruthSink {
    var read: [ReadChild] = []
    var world: [WorldChild] = []
    var notices: [Notice] = []
    var results: [AgencyResult] = []

    mutating func add(read child: ReadChild) { read.append(child) }
    mutating func add(world child: WorldChild) { world.append(child) }
    mutating func add(unmatched notice: Notice) { notices.append(notice) }
    mutating func add(unmatched result: AgencyResult) { results.append(result) }
}

/// Five thousand children with three releases, read back once for all tests of this file.
struct Told: Sendable {
    static let simulation = Simulation(children: 5000, seed: 20_260_601, releases: 3, adultsPerChild: 1)
    static let shared = Result { try Told() }

    let read: [ReadChild]
    let world: [WorldChild]
    let unmatched: Int
    /// By release, then table.
    var tables: [[CourtTable: SlowTable]] = []
    var sheets: [CareSheets.File: SlowSheet] = [:]
    var counts: [String] = []
    var dates: [String] = []
    var mail: [SlowSheet] = []
    var links: SlowSheet

    private init() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/amparo-told-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var sink = KeepingSink()
        try Self.simulation.writeFeeds(to: folder, threads: 2, sink: &sink) { _ in }
        read = sink.read
        world = sink.world
        unmatched = sink.notices.count
        func data(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: folder + "/" + path)) }
        for release in 1...Self.simulation.releases {
            var found: [CourtTable: SlowTable] = [:]
            for table in CourtTable.allCases {
                found[table] = SlowTable(
                    try data("court/R\(release)/\(table.name).csv"), surplus: table == .motions ? 2 : 0)
            }
            tables.append(found)
            counts.append(String(decoding: try data("court/R\(release)/Count.txt"), as: UTF8.self))
            dates.append(String(decoding: try data("court/R\(release)/RELEASE.txt"), as: UTF8.self))
            mail.append(SlowSheet(try data("court/R\(release)/mail.csv"), required: ["idncase", "hearing_date"]))
        }
        for file in CareSheets.File.allCases { sheets[file] = SlowSheet(try data(file.path), required: []) }
        links = SlowSheet(try data("truth-links.csv"), required: ["feed", "child"])
    }

    func table(_ table: CourtTable, _ release: Int) -> SlowTable? { tables[release][table] }
}

@Suite("What a slow reader finds in the feeds")
struct FeedTests {
    let told: Told

    init() throws { told = try Told.shared.get() }

    @Test("Every record of every table is counted in Count.txt, and few of them are quarantined")
    func counted() {
        for release in told.tables.indices {
            for (table, slow) in told.tables[release] {
                #expect(told.counts[release].contains("\(table.name)\t\(slow.records)\r\n"), "\(table.name)")
                let bad = slow.quarantined.values.reduce(0, +)
                #expect(bad <= 20 || bad * 20 < slow.records, "\(table.name)")
            }
            #expect(told.dates[release] == "\(Told.simulation.releaseDates[release])\n")
        }
    }

    @Test("A child's court rows are in the files exactly as the truth says they can be read")
    func sameRows() {
        for release in told.tables.indices {
            compare(release, .cases, \.row.self)
            compare(release, .proceedings, \.proceedings)
            compare(release, .schedule, \.schedule)
            compare(release, .juvenile, \.juvenile)
            compare(release, .reps, \.reps)
            compare(release, .charges, \.charges)
            compare(release, .applications, \.applications)
            compare(release, .motions, \.motions)
            compare(release, .custody, \.custody)
            compare(release, .riders, \.riders)
            compare(release, .identifiers, \.identifiers)
            compare(release, .priorities, \.priorities)
        }
    }

    private func compare(_ release: Int, _ table: CourtTable, _ path: KeyPath<ReadCase, RowHistory<CourtCase>>) {
        compare(release, table, told.read.flatMap(\.cases).map { $0[keyPath: path] })
    }

    private func compare<Row: TabRow>(_ release: Int, _ table: CourtTable, _ path: KeyPath<ReadCase, [RowHistory<Row>]>)
    {
        compare(release, table, told.read.flatMap(\.cases).flatMap { $0[keyPath: path] })
    }

    private func compare<Row: TabRow>(_ release: Int, _ table: CourtTable, _ histories: [RowHistory<Row>]) {
        guard let slow = told.table(table, release) else { return }
        let key = slow.header[0]
        let found = Dictionary(grouping: slow.rows) { $0[key] ?? "" }
        let unreadable = Set(slow.quarantinedKeys)
        var missing = 0
        var wrong = 0
        for history in histories {
            let rows = found[String(history.key)] ?? []
            switch history.states[release] {
            case .absent: if !rows.isEmpty || unreadable.contains(String(history.key)) { wrong += 1 }
            case .unreadable: if !rows.isEmpty || !unreadable.contains(String(history.key)) { wrong += 1 }
            case .readable(let row, _):
                guard rows.count == 1 else {
                    missing += 1
                    continue
                }
                if !row.agrees(with: rows[0]) { wrong += 1 }
            }
        }
        #expect(missing == 0, "\(table.name) of release \(release + 1)")
        #expect(wrong == 0, "\(table.name) of release \(release + 1)")
    }

    @Test("The case's own row and at least one signal stand in the first release that shows the case")
    func firstSignal() {
        for one in told.read.flatMap(\.cases) {
            guard let first = one.row.states.firstIndex(where: { if case .readable = $0 { true } else { false } })
            else {
                Issue.record("a case that cannot be read at all")
                continue
            }
            func shown<Row>(_ rows: [RowHistory<Row>]) -> [Row] {
                rows.compactMap { if case .readable(let row, _) = $0.states[first] { row } else { nil } }
            }
            guard case .readable(let row, _) = one.row.states[first] else { continue }
            let codes = shown(one.juvenile).compactMap(\.idnJuvenile)
            let issued = shown(one.proceedings).compactMap(\.oscDate).min()
            let isUnder18 =
                if let birth = row.cBirthdate, let issued,
                    let of18 = Day(year: birth.year + 18, month: birth.month, day: 1)
                {
                    issued < of18
                } else { false }
            let signals: [Bool] = [
                codes.contains { [1, 2, 3, 4, 6].contains($0) }, shown(one.riders).contains(where: \.blnActive),
                !shown(one.priorities).isEmpty, shown(one.identifiers).contains { $0.caseID != "DD" },
                row.cAsyType == "J",
                isUnder18,
            ]
            #expect(signals.contains(true), "case \(one.idncase)")
        }
    }

    @Test("No adult's case shows a signal of a child, and no adult's number is in the care feed")
    func adults() {
        let children = Set(told.links.rows.filter { $0["feed"] == "court" }.compactMap { $0["key"] })
        let numbers = Set(told.sheets[.referrals]?.rows.compactMap { $0["a_number"] } ?? [])
        let juvenileList = Set(
            """
            ADJ ANJ BAY BJV BKC CAN CFS CHJ CHV CNH CNJ CRG CRS DBC DRI EJD EPJ HYJ JUD JUV LAJ LJD LJN NYJ PHJ SDJ SJD
            SJN SJR SSL STC SUC SWK SWQ TRN VJD VUA WAJ WJD
            """.split { $0 == " " || $0 == "\n" }.map(String.init))
        for release in told.tables.indices {
            func adult(_ table: CourtTable, _ column: String = "IDNCASE") -> [[String: String]] {
                (told.table(table, release)?.rows ?? []).filter { !children.contains($0[column] ?? "") }
            }
            var birth: [String: Int] = [:]
            for row in adult(.cases) {
                #expect(!numbers.contains(row["ALIEN_NUMBER"] ?? "-"))
                #expect(row["C_ASY_TYPE"] != "J" && row["CASEPRIORITY_CODE"] != "UC")
                let parts = (row["C_BIRTHDATE"] ?? "").split(separator: "/")
                if parts.count == 2, let year = Int(parts[1]), let month = Int(parts[0]) {
                    birth[row["IDNCASE"] ?? ""] = year * 12 + month
                }
            }
            for row in adult(.proceedings) {
                #expect(!juvenileList.contains(row["HEARING_LOC_CODE"] ?? ""))
                if let months = birth[row["IDNCASE"] ?? ""],
                    let issued = Day(String((row["OSC_DATE"] ?? "").prefix(10)))
                {
                    #expect(issued.year * 12 + issued.month - months > 18 * 12)
                }
            }
            for row in adult(.schedule) { #expect(!juvenileList.contains(row["HEARING_LOC_CODE"] ?? "")) }
            for row in adult(.juvenile) { #expect(["5", ""].contains(row["IDNJUVENILE"])) }
            #expect(adult(.identifiers).isEmpty)
            #expect(adult(.priorities).isEmpty)
            #expect(adult(.riders, "IDNRIDERCASE").isEmpty)
        }
    }

    @Test("The care feed holds exactly the rows that the truth has read")
    func careRows() {
        let care = told.read.compactMap(\.care)
        func expect(_ file: CareSheets.File, _ count: Int) {
            #expect(told.sheets[file]?.rows.count == count, "\(file)")
        }
        expect(.referrals, care.map(\.referrals.count).reduce(0, +))
        expect(.placements, care.map(\.placements.count).reduce(0, +))
        expect(.releases, care.map(\.releases.count).reduce(0, +))
        expect(.addresses, care.map(\.addresses.count).reduce(0, +))
        expect(.calls, care.map(\.calls.count).reduce(0, +))
        expect(.services, care.map(\.services.count).reduce(0, +))
        expect(.applications, care.map(\.applications.count).reduce(0, +))
        expect(.family, care.map(\.family.count).reduce(0, +))
        expect(.concerns, care.map(\.concerns.count).reduce(0, +))
        expect(.notices, told.read.filter { $0.care != nil }.map(\.notices.count).reduce(0, +) + told.unmatched)
        #expect(told.sheets.values.contains { $0.quarantined > 0 })
        #expect(told.sheets.values.contains { $0.duplicates > 0 })
        for sheet in told.sheets.values {
            #expect(sheet.quarantined <= 20 || sheet.quarantined * 20 < sheet.rows.count)
        }
    }

    @Test("Letters accumulate over releases to those that the truth has read")
    func letters() {
        var keys: Set<String> = []
        var returned: Set<String> = []
        for row in told.mail.flatMap(\.rows) {
            let key = ["idncase", "hearing_date", "mailed_on", "addressee"].map { row[$0] ?? "" }.joined(separator: "/")
            keys.insert(key)
            if row["returned_on"] != "" { returned.insert(key) }
        }
        let mail = told.read.flatMap(\.cases).flatMap(\.mail)
        #expect(keys.count == mail.count)
        #expect(returned.count == mail.filter { $0.returnedOn != nil }.count)
        #expect(mail.contains { $0.mailedOn == nil && !$0.oralNoticeLanguage.isEmpty })
    }
}

/// What a table's text says of a row, compared with the row; the columns that rules read.
extension TabRow {
    func agrees(with text: [String: String]) -> Bool {
        func same(_ column: String, _ value: String) -> Bool { text[column] == value }
        func same(_ column: String, _ value: Day?) -> Bool {
            String((text[column] ?? "").prefix(10)) == (value?.description ?? "")
        }
        func sameTime(_ column: String, _ value: String) -> Bool {
            let digits = (text[column] ?? "").filter { $0 != ":" }
            return (digits.count == 3 ? "0" + digits : digits) == value
        }
        switch self {
        case let row as CourtCase:
            return same("ALIEN_NUMBER", row.alienNumber) && same("CASE_TYPE", row.caseType)
                && same("SITE_TYPE", row.siteType)
                && same("ALIEN_CITY", row.alienCity) && same("LANG", row.lang)
                && same("LATEST_HEARING", row.latestHearing)
        case let row as Proceeding:
            return same("IDNCASE", String(row.idncase)) && same("OSC_DATE", row.oscDate)
                && same("INPUT_DATE", row.inputDate)
                && same("DEC_CODE", row.decCode) && same("OTHER_COMP", row.otherComp) && same("COMP_DATE", row.compDate)
                && same("ABSENTIA", row.absentia) && same("CASE_TYPE", row.caseType)
        case let row as ScheduleRow:
            return same("IDNCASE", String(row.idncase)) && same("IDNPROCEEDING", String(row.idnproceeding))
                && same("ADJ_DATE", row.adjDate) && sameTime("ADJ_TIME_START", row.adjTimeStart)
                && same("ADJ_RSN", row.adjRsn) && same("ADJ_MEDIUM", row.adjMedium) && same("CAL_TYPE", row.calType)
                && same("REC_TYPE", row.recType) && same("SCHEDULE_TYPE", row.scheduleType)
        case let row as JuvenileRow:
            return same("IDNJUVENILE", row.idnJuvenile.map(String.init) ?? "") && same("DATCREATEDON", row.datcreatedon)
        case let row as MotionRow:
            return same("REC_TYPE", row.recType) && same("DEC", row.dec) && same("COMP_DATE", row.compDate)
                && same("MOTION_RECD_DATE", row.motionRecdDate)
        case let row as RepRow: return same("E_28_DATE", row.e28Date) && same("STRATTYTYPE", row.strattytype)
        case let row as CourtApplicationRow: return same("APPL_CODE", row.applCode) && same("APPL_DEC", row.applDec)
        case let row as RiderRow: return same("BLNACTIVE", row.blnActive ? "1" : "0")
        case let row as IdentifierRow: return same("CASE_ID", row.caseID)
        default: return true
        }
    }
}
