import AmparoDuties
import AmparoGate
import AmparoModel
import AmparoServer
import AmparoSharing
import AmparoStore
import ArgumentParser
import Foundation

struct WriteBackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "write-back",
        abstract:
            "Results, addresses and checks of the children a post works on, as CSV in the layout of its own system.",
        discussion: """
            The layout says which columns that system wants; docs/import.md has its form. Each child in the file is an export
            with its receipt.
            Example: amparo write-back ./opla.yaml --as trial-attorney-office --purpose court-appearance --since 2026-06-01
            """)

    @Argument(help: "The YAML file with the layout.") var layout: String
    @OptionGroup var asker: AskerOptions
    @Option(help: "What was recorded from this day on, YYYY-MM-DD (default: today in Washington).") var since: Day?
    @OptionGroup var store: StoreOptions

    func run() throws {
        guard let text = try? String(contentsOfFile: layout, encoding: .utf8) else {
            throw Refusal("The layout cannot be opened; check the path and your rights to it.")
        }
        let layout: WriteBackLayout
        do { layout = try WriteBackLayout(yaml: text) } catch { throw Refusal(error.description) }
        let asked = try asker.required(.export)
        let store = try self.store.open()
        let duties = try store.dutyDesk()
        let now = store.now()
        guard let posts = try duties.office().posts() else {
            throw Refusal(
                "Nobody has accepted to hold what no other post accepts, so no duty has begun: amparo office.")
        }
        let actor = try duties.actor(asked.account)
        let children = try store.database.read {
            try WriteBackFile.children(of: { posts.mayAct(actor, for: $0, at: now) }, at: now, on: $0)
        }
        let file = try WriteBackFile(
            layout, since: since ?? WashingtonTime.day(of: now), of: children, gate: try store.gate()
        ) { try asker.required(.export, fields: $0) }
        Terminal.write(file.text, to: 1)
    }
}
