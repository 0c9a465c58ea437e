import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoSharing
import AmparoStore
import ArgumentParser

struct OrderCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "order",
        abstract: "Courts' papers: orders, injunctions, appointments, evidence of an exception, subpoenas.",
        discussion: """
            A subpoena is taken and is no court order: it opens nothing. Evidence of an exception needs two signatures of two
            home agencies, one of them outside DHS. The title of the case is sealed; the docket number is not.
            Examples:
              amparo order take --kind injunction --docket 1:25-cv-01405 --dated 2025-06-09 --population stalled-2025 \\
                --to dhs --class sponsor.identity --paper @title.txt --as orr-privacy --signing-key ana.key
              amparo order list --json
            """,
        subcommands: [Take.self, List.self])

    struct Take: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "take",
            abstract: "Takes a court's paper.",
            discussion: """
                Example: amparo order take --kind order --docket 4:26-mc-7 --dated 2026-05-30 --until 2026-12-31 --to dol.whd \\
                  --class education --record 212 --paper @title.txt --as orr-privacy --signing-key ana.key
                """)

        @Option(help: "order, injunction, appointment, evidence or subpoena.") var kind: String
        @Option(help: "The court's docket number.") var docket: String
        @Option(help: "The day it is dated, YYYY-MM-DD.") var dated: Day
        @Option(help: "From when it holds, an RFC 3339 instant (default: from now on).") var from: String?
        @Option(help: "When it ends: a day (to its end in Washington) or an instant (default: it says no end).")
        var until: Ending?
        @Option(name: .customLong("to"), help: "A recipient it speaks of; may be repeated.") var recipients: [String] =
            []
        @Option(name: .customLong("class"), help: "A class of fields it speaks of; may be repeated (default: all).")
        var classes: [String] = []
        @Option(name: .customLong("record"), help: "A record it names; may be repeated.") var records: [Int64] = []
        @Option(help: "The code of the class of people of an injunction, or of the exception that evidence is of.")
        var population: String?
        @Option(help: "The account that an appointment names.") var appoints: String?
        @Option(help: "The title of the case and where the paper is filed, or @FILE (sealed).") var paper: String
        @OptionGroup var signer: SignerOptions
        @OptionGroup var second: SecondSignerOptions
        @OptionGroup var store: StoreOptions

        func run() throws {
            guard let kind = CourtPaper.Kind.allCases.first(where: { $0.word == kind }) else {
                throw ValidationError(
                    "--kind is one of \(CourtPaper.Kind.allCases.map(\.word).joined(separator: ", ")).")
            }
            let start = try from.map { text in
                guard let instant = Instant(text) else { throw ValidationError("--from is an RFC 3339 instant.") }
                return instant
            }
            let request = CourtPaperRequest(
                kind: kind, docket: docket, dated: dated, from: start, until: until?.instant, recipients: recipients,
                classes: classes, records: records, population: population ?? "", appointee: appoints,
                paper: Sensitive(try PrivateWords.read(paper, what: "the title")))
            let signer = try signer.required(store)
            let second = try second.signer(store)
            let desk = try OrderDesk(store.open().governance, codes: SharingTerms.shipped())
            try signing {
                let id = try desk.take(request, by: signer, and: second)
                Terminal.print("The \(kind.word) is taken as \(id).")
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Every paper taken; no title of a case.", discussion: "Example: amparo order list --json")

        @Flag(help: "Answer as JSON.") var json = false
        @OptionGroup var store: StoreOptions

        func run() throws {
            let now = Clock.now()
            let papers = try OrderDesk(store.open().governance, codes: SharingTerms.shipped()).all()
            Answer.list("orders", papers.map { $0.json(at: now) }, json: json, none: "No paper of a court was taken.")
        }
    }
}

extension CourtPaper {
    fileprivate func json(at now: Instant) -> JSON {
        .object([
            JSON.Member("id", .number(String(id))), JSON.Member("kind", .string(kind.word)),
            JSON.Member("docket", .string(docket)), JSON.Member("dated", .string(dated.description)),
            JSON.Member("inForce", .bool(holds(at: now))), JSON.Member("from", .string(from.description)),
            JSON.Member("until", .text(until?.description)), JSON.Member("to", .array(recipients.map(JSON.string))),
            JSON.Member("classes", .array(classes.map(JSON.string))), JSON.Member("records", .count(records.count)),
            JSON.Member("population", .text(population.isEmpty ? nil : population)),
        ])
    }
}
