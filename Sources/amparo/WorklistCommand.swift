import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoSharing
import AmparoStore
import ArgumentParser
import Foundation

struct WorklistCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worklist",
        abstract: "Open findings, alarms and duties, most urgent first, with whom they lie: ids and rule numbers only.",
        discussion: """
            With --as and --purpose each child in the answer is a disclosure with its receipt: what the account may see of
            it is shown beside the work; work on a child of whom it may see nothing is not there.
            Examples:
              amparo worklist --as-of 2026-06-01
              amparo worklist --agency dhs.ice.opla --limit 20 --json
              amparo worklist --agency hhs.orr --role federal-field-specialist --office LOS
              amparo worklist --after 20614.3.17.200981 --json

            Findings and alarms lie with the agencies \(names(WorkHolder.allCases.map(\.agency))) and the
            roles \(names(WorkHolder.allCases.map(\.role))); duties with posts (amparo office list). A part
            of an agency's code, such as dhs, stands for all of it.
            """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var asker: AskerOptions
    @Option(help: "Only what lies with this agency.") var agency: String?
    @Option(help: "Only what lies with this role.") var role: String?
    @Option(help: "Only duties that lie with this office.") var office: String?
    @Option(name: .long, help: "The day in the world, YYYY-MM-DD (default: today).") var asOf: Day?
    @Option(help: "How many at most, 1 to 1000.") var limit = 50
    @Option(help: "Go on after a page: the cursor that it gave as `next`.") var after: String?
    @Flag(help: "Answer as JSON.") var json = false

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit must be 1 to 1000.") }
        guard after.map({ WorkPage.Cursor($0) != nil }) ?? true else {
            throw ValidationError("--after takes the cursor that the page before gave as `next`.")
        }
        let terms = try SharingTerms.shipped()
        let agencies = WorkHolder.allCases.map(\.agency)
        let isParty = agency.map { name in
            terms.parties.knows(name) || agencies.contains { $0 == name || $0.hasPrefix(name + ".") }
        }
        let isRole = role.map { name in
            terms.parties.role(name) != nil || WorkHolder.allCases.contains { $0.role == name }
        }
        guard isParty ?? true, isRole ?? true else {
            throw ValidationError(
                "Nobody holds work there. Agencies are \(Self.names(agencies)) and the other parties of the sharing rules; "
                    + "roles are \(Self.names(WorkHolder.allCases.map(\.role))) and theirs.")
        }
    }

    func run() throws {
        let store = try store.open()
        let day = asOf ?? Clock.today
        try store.bringWorklistUpToDate()
        try store.unlessIngesting { try store.bringDutiesUpToDate() }
        let page = try WorkPage(
            store,
            WorkPage.Question(
                asOf: day, agency: agency, role: role, office: office, limit: limit,
                after: after.flatMap(WorkPage.Cursor.init)))
        guard let request = asker.request(.list, fields: DisclosedList.workFields) else {
            Terminal.print(json ? page.json.description : page.table)
            return
        }
        let children = Set(page.lines.map(\.child)).subtracting([0]).sorted()
        let shown = try store.gate().discloseList(request, children: children, asOf: day)
        let work = DisclosedWork(page, shown)
        Terminal.print(json ? work.json.description : work.table)
    }

    private static func names(_ all: [String]) -> String {
        all.enumerated().filter { all.firstIndex(of: $0.element) == $0.offset }.map(\.element).joined(separator: ", ")
    }
}

extension OpenStore {
    /// Brings the worklist up to date with the journal, with progress on a terminal. Where another process has begun to do
    /// the same, it is left to that one.
    func bringWorklistUpToDate() throws {
        let line = ProgressLine(unit: "records")
        defer { line.end() }
        do {
            try WorklistUpkeep(database, secrets: keys.secrets).bringUpToDate { line.show("worklist", $0, $1) }
        } catch let error as StoreError where error.code == .conflict {}
    }
}
