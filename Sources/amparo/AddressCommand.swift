import AmparoGate
import AmparoIntake
import AmparoLinkage
import AmparoModel
import AmparoOversight
import AmparoSharing
import AmparoStore
import ArgumentParser
import Foundation

struct AddressCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "address", abstract: "Where people live, as mail sees it.",
        subcommands: [Check.self, Registers.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Says of each address of a file whether mail can arrive there, and why not.",
            discussion: """
                A file has columns line1, line2, city, state and zip, or one column address; a release's releases.csv,
                addresses.csv, notices.csv and mail.csv are such files. Units are inferred from the addresses of other
                children in the files, in those of --buildings and, with --as and --purpose, in the record; then letters
                that came back count too. A grade is no certified validation: where you have a service for that, give its
                answers with --delivery-points (columns dpv, vacant, cmra).
                With --json a line for each address and one of counts. Exit code 3 with --strict when one is blank,
                undeliverable or lacks its unit.
                Examples:
                  amparo address check care/releases.csv --buildings care/addresses.csv
                  amparo address check care/releases.csv --as data-quality-steward --purpose data-quality --json
                """)

        @Argument(help: ArgumentHelp("The files.", valueName: "FILE")) var files: [String]
        @Option(
            help: ArgumentHelp("A file of addresses to learn units from; its own are not checked.", valueName: "FILE"))
        var buildings: [String] = []
        @Option(help: ArgumentHelp("A file with a certified service's answers.", valueName: "FILE"))
        var deliveryPoints: String?
        @Option(name: .long, help: "The day in the world for what the record knows, YYYY-MM-DD (default: today).")
        var asOf: Day?
        @Option(help: "Who gave the children their numbers, where that is not the care feed's usual sender.")
        var issuer: String?
        @Flag(help: "Exit code 3 when an address is blank, undeliverable or lacks its unit.") var strict = false
        @Flag(help: "Answer as JSON, a line for each address.") var json = false
        @OptionGroup var store: StoreOptions
        @OptionGroup var asker: AskerOptions

        func run() throws {
            let sheets = files.map { AddressFile(path: $0) }
            var survey = AddressSurvey()
            for sheet in sheets + buildings.map({ AddressFile(path: $0) }) { try survey.learn(sheet) }
            if let deliveryPoints { try survey.take(pointsOf: AddressFile(path: deliveryPoints)) }
            try askRecord(&survey)
            let printer = AddressPrinter(isJSON: json)
            for sheet in sheets { try survey.check(sheet) { printer.add($0, $1, of: sheet.name) } }
            printer.finish(survey.counts)
            if strict, survey.counts.hasDefects {
                throw FailedVerification(
                    description: "Some addresses are blank, undeliverable or lack their unit; they are listed above.")
            }
        }

        /// What the record knows besides is for those who may see every address that it holds.
        private func askRecord(_ survey: inout AddressSurvey) throws {
            guard
                let request = asker.request(.aggregate, fields: ["address.service.defect", "address.residence.defect"])
            else { return }
            let open = try store.open()
            let record = try RecordAddresses(open.record, asOf: asOf ?? Clock.today, issuer: issuer)
            _ = try open.gate().aggregate(
                request, query: "address check as-of \(asOf ?? Clock.today)", size: survey.learned, ofOwnRecords: true)
            survey.record = record
        }
    }

    struct Registers: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "registers",
            abstract: "Children with a hearing ahead whose address is not the same in all four registers.",
            discussion: """
                The court, ICE, USCIS and ORR side by side: what each was last told, how, and since when; registers of the same
                group have the same address. None is picked. What only welfare work told is shown to those alone who may see it.
                Example: amparo address registers --as case-manager --purpose court-appearance
                """)

        @Option(help: "At most so many children, those with the next hearings.") var limit = 100
        @Flag(help: "Answer as JSON.") var json = false
        @OptionGroup var store: StoreOptions
        @OptionGroup var asker: AskerOptions

        func validate() throws {
            guard limit > 0 else { throw ValidationError("--limit is at least 1.") }
        }

        func run() throws {
            let request = try asker.required(.list)
            let shown = try store.open().gate().divergentAddresses(request, limit: limit)
            if json {
                let children = shown.map { String(decoding: $0.json(of: "child"), as: UTF8.self) }
                Terminal.print("{\"children\":[\(children.joined(separator: ","))]}")
            } else if shown.isEmpty {
                Terminal.print("There is no such child that may be shown.")
            } else {
                for child in shown { Terminal.print(child.table(of: "Child")) }
            }
        }
    }
}

/// Writes what was found of each address: to standard output only, because it names homes.
private final class AddressPrinter {
    private let isJSON: Bool
    private var text = ""

    init(isJSON: Bool) { self.isJSON = isJSON }

    func add(_ row: AddressFile.Row, _ check: AddressCheck, of file: String) {
        if isJSON {
            text += check.json(file: file, line: row.line).description
            text += "\n"
        } else if check.grade != .deliverable {
            let reasons = check.reasons.map(\.rawValue).joined(separator: ", ")
            text += "\(Terminal.cell(file)):\(row.line)\t\(check.grade.rawValue)\t\(reasons)\n"
        }
        if text.utf8.count > 1 << 16 { flush() }
    }

    func finish(_ counts: AddressSurvey.Counts) {
        if isJSON {
            text += counts.json.description + "\n"
        } else {
            text += "\(counts.checked) addresses checked\n"
            for (grade, count) in counts.grades where count > 0 { text += "  \(grade.rawValue)\t\(count)\n" }
            let defects = counts.defects.filter { $0.count > 0 }
            if !defects.isEmpty { text += "defects\n" }
            for (defect, count) in defects { text += "  \(defect.rawValue)\t\(count)\n" }
        }
        flush()
    }

    private func flush() {
        Terminal.write(text, to: 1)
        text.removeAll(keepingCapacity: true)
    }
}

extension AddressCheck {
    fileprivate func json(file: String, line: Int) -> JSON {
        .object([
            JSON.Member("file", .string(file)), JSON.Member("line", .count(line)),
            JSON.Member("grade", .string(grade.rawValue)), JSON.Member("defect", .text(defect?.rawValue)),
            JSON.Member("reasons", .array(reasons.map { .string($0.rawValue) })),
            JSON.Member(
                "standard",
                .object([
                    JSON.Member("number", .string(address.number)), JSON.Member("street", .string(address.street)),
                    JSON.Member("unit", .string(address.unit)), JSON.Member("city", .text(postalCity)),
                    JSON.Member("state", .text(postalState)), JSON.Member("zip", .string(address.zip)),
                ])),
        ])
    }
}

extension AddressSurvey.Counts {
    fileprivate var json: JSON {
        .object([
            JSON.Member("checked", .count(checked)),
            JSON.Member("grades", .object(grades.map { JSON.Member($0.grade.rawValue, .count($0.count)) })),
            JSON.Member("defects", .object(defects.map { JSON.Member($0.defect.rawValue, .count($0.count)) })),
        ])
    }
}
