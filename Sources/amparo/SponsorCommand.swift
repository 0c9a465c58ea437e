import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoSharing
import AmparoStore
import ArgumentParser

struct SponsorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sponsor",
        abstract:
            "What the record holds of a sponsor, as far as the account may see it: the own access, and counsel's.",
        discussion: """
            Rows of the sponsor, the household and the checks, and nothing of a child. A receipt is written; what may not be seen
            is not there. Example: amparo sponsor 31 --as maria --purpose subject-access --json
            """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var asker: AskerOptions
    @Argument(help: "The record's number of the sponsor.") var sponsor: Int64
    @Option(name: .long, help: "The day in the world, YYYY-MM-DD (default: today).") var asOf: Day?
    @Option(name: .long, help: "What had been recorded by then: an RFC 3339 instant or seq:N.") var asKnown: String?
    @Flag(help: "Answer as JSON.") var json = false

    func run() throws {
        let request = try asker.required(.view)
        let question = try FigureQuestion(asOf: asOf, asKnown: asKnown, cohort: nil, definition: nil)
        let store = try store.open()
        let seq = try question.asKnown.map { try store.journal.seq(asKnown: $0) }
        let shown = try store.gate().disclose(request, sponsor: sponsor, asOf: asOf, asKnown: seq)
        Terminal.print(json ? shown.json(of: "sponsor").description : shown.table(of: "Sponsor"))
    }
}
