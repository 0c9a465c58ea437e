import AmparoDuties
import AmparoGate
import AmparoIntake
import AmparoModel
import AmparoOversight
import AmparoStore
import ArgumentParser

struct DisputeCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "dispute",
        abstract: "Numbers that two people are told to have, and findings of hearings that ORR or counsel disputes.",
        discussion: """
            Until a dispute is adopted, the court cases and notices of the number belong to neither child.
            Examples:
              amparo dispute list
              amparo dispute adopt 17807 --child 212 --reason "Fingerprint match, ORR memo of 3 June"
              amparo dispute finding 212 --hearing 900211 --evidence @letter.txt --as counsel-7
            """,
        subcommands: [List.self, Adopt.self, Finding.self])

    struct Finding: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "finding",
            abstract: "Disputes with evidence, or confirms, what a past hearing was found to be.",
            discussion: """
                A dispute of ORR or of counsel of record with evidence is a ground to contest the notice (rule 5.3): the finding is
                no failure to appear while it stands. Anybody else's only marks it. The evidence is sealed to the child.
                Example: amparo dispute finding 212 --hearing 900211 --evidence @letter.txt --as counsel-7
                """)

        @Argument(help: "The child's record number.") var child: Int64
        @Option(help: "The number of the hearing's row in the court's schedule.") var hearing: Int64
        @Flag(help: "It is right: a confirmation.") var confirm = false
        @Option(help: "On what that rests, or @FILE (sealed).") var evidence: String
        @Option(help: "The account that says so.") var `as`: String
        @OptionGroup var store: StoreOptions

        func run() throws {
            let evidence = Sensitive(try PrivateWords.read(evidence, what: "the evidence"))
            let store = try store.open()
            let desk = try store.dutyDesk()
            let said = ReportedOccasion(
                confirm ? .findingConfirmed : .findingDisputed, related: hearing, occurred: .instant(store.now()))
            let entry = try desk.report(DutySubject(.child, child), said, evidence: evidence, by: `as`)
            try store.unlessIngesting {
                try store.bringWorklistUpToDate()
                try desk.bringUpToDate()
            }
            Terminal.print("Entry \(entry) says so.")
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Every dispute, with the record ids of those in it.",
            discussion: "Example: amparo dispute list --json")

        @OptionGroup var store: StoreOptions
        @Flag(help: "Only those that are open.") var open = false
        @Flag(help: "Answer as JSON.") var json = false

        func run() throws {
            let disputes = try DisputeDesk(store.open().record).all().filter { !open || $0.adopted == nil }
            guard !json else {
                Terminal.print(JSON.object([JSON.Member("disputes", .array(disputes.map(\.json)))]).description)
                return
            }
            guard !disputes.isEmpty else {
                Terminal.print("There is no dispute.")
                return
            }
            Terminal.print("id\tstate\tchildren\tcases")
            for dispute in disputes {
                let state = dispute.adopted.map { "adopted for \($0)" } ?? "open"
                let children = dispute.holders.map { "\($0.child) (\($0.source))" }.joined(separator: ", ")
                let cases = dispute.holders.compactMap(\.caseNumber).map { String($0) }.joined(separator: ", ")
                Terminal.print("\(dispute.id)\t\(state)\t\(children)\t\(cases.isEmpty ? "-" : cases)")
            }
        }
    }

    struct Adopt: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "adopt",
            abstract: "Says whose the number is: its court cases and notices go to that child from here on.",
            discussion:
                "Example: amparo dispute adopt 17807 --child 212 --reason \"Fingerprint match, ORR memo of 3 June\"")

        @Argument(help: "The dispute's number.") var id: Int64
        @Option(help: "The record id of the child to whom the number belongs; one of those in the dispute.")
        var child: Int64
        @Option(help: "On what that rests. It is sealed to the child.") var reason: String
        @OptionGroup var store: StoreOptions

        func validate() throws {
            guard reason.contains(where: { !$0.isWhitespace }) else { throw ValidationError("--reason must say why.") }
        }

        func run() throws {
            let store = try store.open()
            let moved = try store.whileIngesting {
                let moved = try DisputeDesk(store.record).adopt(id, child: child, reason: reason)
                try store.bringWorklistUpToDate()
                try store.oweCorrections()
                return moved
            }
            Terminal.print(
                "Dispute \(id) is adopted: the number is child \(child)'s. Cases and notices that moved: \(moved).")
        }
    }
}
