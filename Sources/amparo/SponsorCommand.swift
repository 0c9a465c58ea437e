import AmparoGate
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

    @OptionGroup var viewed: ViewedRecord
    @Argument(help: "The record's number of the sponsor.") var sponsor: Int64

    func run() throws {
        try viewed.show("sponsor") { gate, request, asOf, seq in
            try gate.disclose(request, sponsor: sponsor, asOf: asOf, asKnown: seq)
        }
    }
}
