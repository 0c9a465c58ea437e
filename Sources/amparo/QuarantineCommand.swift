import AmparoIntake
import AmparoModel
import AmparoOversight
import ArgumentParser

struct QuarantineCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "quarantine",
        abstract: "Records that could not be read and are kept, sealed: list them, read them again, dismiss them.",
        discussion: """
            Examples:
              amparo quarantine list --reason bad-type
              amparo quarantine retry 2026-06-01
              amparo quarantine dismiss 20118 --reason "Printed twice by the sender, see the letter of 3 June"
            """,
        subcommands: [List.self, Retry.self, Dismiss.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Where each record stood, why it is here and how it stands; never what it says.",
            discussion: "Example: amparo quarantine list --feed court --state waiting --json")

        @OptionGroup var store: StoreOptions
        @Option(help: "Only of this feed: care, notices, results, court, census.") var feed: String?
        @Option(help: "Only of releases of this name.") var release: String?
        @Option(help: "Only for this reason, such as bad-type.") var reason: String?
        @Option(help: "Only what stands so: waiting, retried, dismissed.") var state: String?
        @Flag(help: "Answer as JSON.") var json = false

        func run() throws {
            var filter = QuarantineFilter()
            if let feed {
                guard let kind = Feed.allCases.first(where: { $0.name == feed }) else {
                    throw ValidationError("--feed is one of \(Feed.allCases.map(\.name).joined(separator: ", ")).")
                }
                filter.feed = kind
            }
            if let state {
                guard let known = QuarantineEntry.State.allCases.first(where: { $0.word == state }) else {
                    throw ValidationError("--state is waiting, retried or dismissed.")
                }
                filter.state = known
            }
            filter.release = release
            filter.reason = reason
            let store = try store.open()
            var output = json ? "{\"quarantine\":[" : "id\tfeed\trelease\tfile\tline\treason\tcolumn\tlength\tstate\n"
            var isFirst = true
            try QuarantineDesk(store.record).forEach(filter) { entry in
                if json {
                    output += (isFirst ? "" : ",") + entry.json.description
                    isFirst = false
                } else {
                    output +=
                        [
                            String(entry.id), entry.feed.name, Terminal.cell(entry.release),
                            Terminal.cell(entry.file), String(entry.line),
                            entry.reason, entry.column ?? "-", String(entry.length), entry.state.word,
                        ].joined(separator: "\t") + "\n"
                }
                guard output.utf8.count > 1 << 16 else { return }
                Terminal.write(output, to: 1)
                output = ""
            }
            Terminal.write(output + (json ? "]}\n" : ""), to: 1)
        }
    }

    struct Retry: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retry",
            abstract:
                "Reads records again with this program's readers; what can be read now becomes a row of its release.",
            discussion: """
                Exit code 1 when nothing could be read.
                Examples:
                  amparo quarantine retry 20118
                  amparo quarantine retry placements.csv
                """)

        @Argument(help: "A record's number, a file's name or a release's.") var what: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Answer as JSON.") var json = false

        func run() throws {
            let store = try store.open()
            let desk = QuarantineDesk(store.record)
            var outcomes: [(QuarantineEntry, QuarantineDesk.Outcome)] = []
            try store.whileIngesting {
                let line = ProgressLine(unit: "records")
                let waiting = try desk.waiting(what)
                for entry in waiting {
                    outcomes.append((entry, try desk.retry(entry)))
                    line.show("reading again", Int64(outcomes.count), Int64(waiting.count))
                }
                line.end()
                try store.bringWorklistUpToDate()
            }
            Terminal.print(json ? Self.json(outcomes).description : Self.lines(outcomes))
            if !outcomes.contains(where: { $0.1.isSettled }) {
                throw Refusal("Nothing could be read; everything stays in quarantine.")
            }
        }

        private static func words(_ outcome: QuarantineDesk.Outcome) -> (word: String, why: String?) {
            switch outcome {
            case .taken: ("taken", nil)
            case .held: ("taken", "the record holds the same row already")
            case .past(let reason): ("past", reason)
            case .refused(let reason): ("waiting", reason)
            }
        }

        private static func lines(_ outcomes: [(QuarantineEntry, QuarantineDesk.Outcome)]) -> String {
            outcomes.map { entry, outcome in
                let (word, why) = words(outcome)
                return "\(entry.id)\t\(Terminal.cell(entry.file)), line \(entry.line)\t\(word)"
                    + (why.map { ": \($0)" } ?? "")
            }.joined(separator: "\n")
        }

        private static func json(_ outcomes: [(QuarantineEntry, QuarantineDesk.Outcome)]) -> JSON {
            let entries = outcomes.map { entry, outcome -> JSON in
                let (word, why) = words(outcome)
                return .object([
                    JSON.Member("id", .number(String(entry.id))), JSON.Member("file", .string(entry.file)),
                    JSON.Member("line", .number(String(entry.line))), JSON.Member("outcome", .string(word)),
                    JSON.Member("why", .text(why)),
                ])
            }
            return .object([JSON.Member("retried", .array(entries))])
        }
    }

    struct Dismiss: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "dismiss",
            abstract: "Takes a record out of quarantine for good, with a reason, which is sealed as the record is.",
            discussion: "Example: amparo quarantine dismiss 20118 --reason \"Printed twice by the sender\"")

        @Argument(help: "The record's number.") var id: Int64
        @Option(help: "Why nothing more is to be done.") var reason: String
        @OptionGroup var store: StoreOptions

        func validate() throws {
            guard reason.contains(where: { !$0.isWhitespace }) else { throw ValidationError("--reason must say why.") }
        }

        func run() throws {
            let store = try store.open()
            try store.whileIngesting {
                try QuarantineDesk(store.record).dismiss(id, reason: reason)
                try store.bringWorklistUpToDate()
            }
            Terminal.print("Record \(id) is dismissed.")
        }
    }
}
