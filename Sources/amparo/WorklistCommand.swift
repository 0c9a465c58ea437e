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
        abstract: "Open findings and alarms, most urgent first, with whom they lie: ids and rule numbers only.",
        discussion: """
            With --as and --purpose each child in the answer is a disclosure with its receipt: what the account may see of
            it is shown beside the work; work on a child of whom it may see nothing is not there.
            Examples:
              amparo worklist --as-of 2026-06-01
              amparo worklist --agency dhs.ice.opla --limit 20 --json
              amparo worklist --after 20614.3.17.200981 --json

            Agencies: \(names(WorkHolder.allCases.map(\.agency))); a part of one, such as dhs, stands for all of it.
            Roles: \(names(WorkHolder.allCases.map(\.role))).
            """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var asker: AskerOptions
    @Option(help: "Only what lies with this agency.") var agency: String?
    @Option(help: "Only what lies with this role.") var role: String?
    @Option(name: .long, help: "The day in the world, YYYY-MM-DD (default: today).") var asOf: Day?
    @Option(help: "How many at most, 1 to 1000.") var limit = 50
    @Option(help: "Go on after a page: the cursor that it gave as `next`.") var after: String?
    @Flag(help: "Answer as JSON.") var json = false

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit must be 1 to 1000.") }
        guard after.map({ Worklist.Cursor($0) != nil }) ?? true else {
            throw ValidationError("--after takes the cursor that the page before gave as `next`.")
        }
        guard !WorkHolder.matching(agency: agency, role: role).isEmpty else {
            throw ValidationError(
                "Nobody holds work there. Agencies are \(Self.names(WorkHolder.allCases.map(\.agency))); roles are "
                    + "\(Self.names(WorkHolder.allCases.map(\.role))).")
        }
    }

    func run() throws {
        let store = try store.open()
        let day = asOf ?? Clock.today
        try store.bringWorklistUpToDate()
        let page = try Worklist(store.database).page(
            asOf: day, holders: WorkHolder.matching(agency: agency, role: role), limit: limit,
            after: after.flatMap(Worklist.Cursor.init))
        guard let request = asker.request(.list, fields: DisclosedList.workFields) else {
            Terminal.print(json ? page.json(asOf: day).description : page.table(asOf: day))
            return
        }
        let children = Set(page.items.map(\.child)).subtracting([0]).sorted()
        let shown = try store.gate().discloseList(request, children: children, asOf: day)
        let work = DisclosedWork(page, shown, asOf: day)
        Terminal.print(json ? work.json.description : work.table)
    }

    private static func names(_ all: [String]) -> String {
        all.enumerated().filter { all.firstIndex(of: $0.element) == $0.offset }.map(\.element).joined(separator: ", ")
    }
}

extension OpenStore {
    /// Brings the worklist up to date with the journal, with progress on a terminal. Where another process has begun to do the same, it is left to that one.
    func bringWorklistUpToDate() throws {
        let upkeep = WorklistUpkeep(database, secrets: keys.secrets)
        let line = ProgressLine(unit: "records")
        defer { line.end() }
        do {
            try upkeep.bringUpToDate { line.show("worklist", $0, $1) }
        } catch let error as StoreError where error.code == .conflict {}
    }
}

extension Worklist.Page {
    /// The page in the shape of COMMANDS.md.
    func json(asOf day: Day) -> JSON {
        .object([
            JSON.Member("asOf", .string(day.description)),
            JSON.Member("items", .array(items.map { Self.json($0, asOf: day) })),
            JSON.Member("next", .text(next?.description)),
        ])
    }

    static func json(_ item: WorkItem, asOf day: Day) -> JSON {
        .object([
            JSON.Member("id", .string(item.id)),
            JSON.Member("kind", .string(item.kind.name)),
            JSON.Member("child", item.child == 0 ? .null : .number(String(item.child))),
            JSON.Member("what", .string(item.kind.what)),
            JSON.Member(
                "holder",
                .object([
                    JSON.Member("agency", .string(item.kind.holder.agency)),
                    JSON.Member("office", .null),
                    JSON.Member("person", .null),
                    JSON.Member("role", .string(item.kind.holder.role)),
                ])),
            JSON.Member("deadline", .string(item.deadline.description)),
            JSON.Member("state", .string(item.state(asOf: day))),
            JSON.Member("reason", .string(item.reason)),
            JSON.Member("case", item.caseNumber.map { .number(String($0)) } ?? .null),
            JSON.Member("about", .text(item.about?.description)),
        ])
    }

    /// The page as a table for a terminal.
    func table(asOf day: Day) -> String {
        guard !items.isEmpty else { return "Nothing is open as of \(day)." }
        var lines = ["deadline\tstate\tchild\tcase\twhat\tholder\treason\tid"]
        for item in items {
            lines.append(
                [
                    item.deadline.description, item.state(asOf: day), item.child == 0 ? "-" : String(item.child),
                    item.caseNumber.map { String($0) } ?? "-", item.kind.what, item.kind.holder.agency, item.reason,
                    item.id,
                ].joined(separator: "\t"))
        }
        if let next { lines.append("More: amparo worklist --as-of \(day) --after \(next)") }
        return lines.joined(separator: "\n")
    }
}
