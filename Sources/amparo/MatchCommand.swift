import AmparoGate
import AmparoIntake
import AmparoLinkage
import AmparoModel
import AmparoOversight
import AmparoSharing
import AmparoStore
import ArgumentParser
import Foundation

struct MatchCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "match",
        abstract: "Asks between two agencies whether both know somebody, without telling each other whom.",
        discussion: """
            The agency that holds records makes a table; the other one asks with it and waits for the answer; a possible match is
            a reason to ask, and no more. Needed: a matching agreement in force that permits `existence` (of sponsors and
            households `sponsor.identity` or `household`, and `sponsor.network`, too) for the account's purpose. Never for a
            component of DHS about sponsors or households. At most 200 probes a day under one agreement, each with an entry.
            """,
        subcommands: [Table.self, Ask.self, Answer.self])

    /// The largest file that is read, in bytes.
    static let longestFile = 1 << 28

    static func read(_ path: String) throws -> String {
        guard let bytes = try DurableFile.read(path, limit: longestFile) else {
            throw Refusal("There is no such file; check its name.")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func subject(_ word: String) throws -> MatchSubject {
        guard let subject = MatchSubject(word: word) else {
            throw ValidationError("--of is children, sponsors or households.")
        }
        return subject
    }

    struct Table: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes the table for the agency that will ask: keyed words, of which nobody can try any alone.",
            discussion: """
                Example: amparo match table orr-eoir-matching@1 --of children --out children.match \\
                  --as data-quality-steward --purpose data-quality
                """)

        @Argument(help: "The agreement, such as orr-eoir-matching@1.") var agreement: String
        @Option(name: .customLong("of"), help: "children, sponsors or households.") var subject = "children"
        @Option(help: "The file to write.") var out: String
        @OptionGroup var asker: AskerOptions
        @OptionGroup var store: StoreOptions

        func run() throws {
            let subject = try MatchCommand.subject(subject)
            let request = try asker.required(.aggregate)
            let table = try store.open().matchDesk().table(request, agreement: agreement, of: subject)
            try DurableFile.write(Array(table.text.utf8), to: out, mode: 0o600, syncing: true)
            Terminal.print("\(table.count) tags, those of nobody too. Give the file to the agency that will ask.")
        }
    }

    struct Ask: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Asks about people of a file, waits for the answer, and says whom the other agency may know.",
            discussion: """
                FILE is a CSV of one's own with the columns ref, a_number, given_names, surnames, date_of_birth and phone, of
                which all but ref may be missing or empty. The blinds that hide them are in this process only: leave it running
                until the answer lies where --answer says. What is printed are the refs.
                Example: amparo match ask people.csv --table children.match --probe ask.match --answer answer.match \\
                  --as court-steward --signing-key court-steward.key --purpose data-quality
                """)

        @Argument(help: "The file of people.") var file: String
        @Option(help: "The other agency's table.") var table: String
        @Option(help: "The file to write for the other agency.") var probe: String
        @Option(help: "Where its answer will lie.") var answer: String
        @Option(help: "The account's name in the other agency's store (default: that of --as).") var accountThere:
            String?
        @Option(help: "How long to wait, in minutes.") var wait = 1440
        @Option(help: "The file with the account's private signing key.") var signingKey: String
        @OptionGroup var asker: AskerOptions
        @OptionGroup var store: StoreOptions
        @Flag(help: "Answer as JSON.") var json = false

        func run() throws {
            let (account, purpose) = try asker.named()
            let text = try MatchCommand.read(file)
            let people = try MatchPeople(Workbook(Array(text.utf8), name: "the file of people"))
            let path = URL(fileURLWithPath: signingKey).standardizedFileURL.path
            let key = try SigningKeyFile(path: path, dataFolder: store.folder).load()
            let question = try MatchQuestion(
                people.descriptions, table: MatchTable(text: MatchCommand.read(table)),
                account: accountThere ?? account, purpose: purpose, key: key)
            let store = try store.open()
            try question.noteAsked(in: store.governance, by: account)
            try DurableFile.write(Array(question.probe.text.utf8), to: probe, mode: 0o600, syncing: true)
            Terminal.say("Asked. Waiting for the answer.")
            let matches = try question.possibleMatches(awaited())
            try question.noteRead(matches, in: store.governance, by: account)
            let refs = matches.map { people.refs[$0] }
            if json {
                Terminal.print(
                    JSON.object([JSON.Member("possibleMatches", .array(refs.map { .string($0) }))]).description)
            } else if refs.isEmpty {
                Terminal.print("No possible match. That is not to say that nobody of them is known there.")
            } else {
                for ref in refs { Terminal.print("\(ref): possible match, ask") }
            }
        }

        private func awaited() throws -> MatchAnswer {
            let clock = ContinuousClock()
            let end = clock.now + .seconds(60 * max(0, wait))
            while true {
                if let bytes = try DurableFile.read(answer, limit: MatchCommand.longestFile) {
                    return try MatchAnswer(text: String(decoding: bytes, as: UTF8.self))
                }
                guard clock.now < end else {
                    throw Refusal("No answer came; ask again, with a new question.")
                }
                Thread.sleep(forTimeInterval: 0.5)
            }
        }
    }

    struct Answer: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Answers another agency's question, if agreement and quota permit it: an entry for each probe.",
            discussion: """
                Whoever asked has signed the question with the key of an account of this store.
                Example: amparo match answer ask.match --out answer.match
                """)

        @Argument(help: "The question's file.") var file: String
        @Option(help: "The file to write.") var out: String
        @OptionGroup var store: StoreOptions

        func run() throws {
            let probe = try MatchProbe(text: MatchCommand.read(file))
            let answer = try store.open().matchDesk().answer(probe)
            // Whoever waits for the file must never see half of it.
            try DurableFile.write(Array(answer.text.utf8), to: out, mode: 0o600, syncing: true)
            Terminal.print(
                "\(answer.evaluations.count) probes evaluated and written down. Of whom they are, nobody here can tell."
            )
        }
    }
}

/// The people of a file, each with the name that the file gives the line.
private struct MatchPeople {
    var refs: [String] = []
    var descriptions: [PersonDescription] = []

    init(_ file: Workbook) throws {
        var rows = try file.sheet().rows
        guard !rows.isEmpty else { throw Refusal("The file is empty; its first line names the columns.") }
        let names = rows.removeFirst().cells.map { $0.shown.lowercased() }
        let known = ["ref", "a_number", "given_names", "surnames", "date_of_birth", "phone"]
        guard names.contains("ref"), names.allSatisfy(known.contains), Set(names).count == names.count else {
            throw Refusal("The columns are \(known.joined(separator: ", ")), each at most once, and ref is needed.")
        }
        for row in rows {
            guard row.cells.count == names.count else {
                throw Refusal("Line \(row.number) of the file has another number of cells than the first; mend it.")
            }
            func cell(_ name: String) -> String { names.firstIndex(of: name).map { row[$0].shown } ?? "" }
            var person = PersonDescription(given: cell("given_names"), surnames: cell("surnames"))
            person.aNumber = cell("a_number")
            person.phone = cell("phone")
            person.birth = Day(cell("date_of_birth")).map { BirthRange($0) }
            refs.append(cell("ref"))
            descriptions.append(person)
        }
    }
}

extension OpenStore {
    /// The private matching of this store.
    func matchDesk() throws -> MatchDesk { try MatchDesk(gate(), governance, terms: .shipped()) }
}
