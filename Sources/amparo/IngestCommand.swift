import AmparoIntake
import AmparoModel
import AmparoOversight
import ArgumentParser
import Foundation

struct IngestCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "Takes a feed into the record. Taking the same file twice changes nothing.",
        discussion: """
            Examples:
              amparo ingest care ./feeds/care
              amparo ingest court ./EOIR-Case-Data.zip --release-date 2026-09-01
              amparo ingest notices ./feeds/notices.csv --dry-run
            """,
        subcommands: [
            Care.self, Court.self, Notices.self, Results.self, Census.self, Events.self, Spreadsheet.self,
            Withdraw.self,
        ])

    struct Options: ParsableArguments {
        @OptionGroup var store: StoreOptions
        @Option(help: "Who sent it (default: the feed's usual sender).") var issuer: String?
        @Option(help: "The release's name (default: its date).") var release: String?
        @Option(help: "The release's date, YYYY-MM-DD, where the feed does not say it (default: today).")
        var releaseDate: Day?
        @Flag(help: "Tell everything and write nothing.") var dryRun = false
        @Option(
            help: "A file that may be absent or smaller than before; may be given several times; `all` for every one.")
        var allow: [String] = []
        @Flag(help: "Answer with the report as JSON.") var json = false

        var ingest: Ingest.Options {
            var options = Ingest.Options()
            options.issuer = issuer
            options.release = release
            options.date = releaseDate
            options.isDryRun = dryRun
            options.allowing = Set(allow)
            return options
        }

        /// Takes a feed and prints its report.
        func take(_ body: (Ingest) throws -> IngestReport) throws {
            let store = try self.store.open()
            let line = ProgressLine()
            let started = DispatchTime.now().uptimeNanoseconds
            let ingest = Ingest(store.record, today: Clock.today) { line.show($0, $1, $2) }
            var report = try store.whileIngesting {
                let report = try body(ingest)
                line.end()
                if !report.isDryRun { try store.followIngest() }
                return report
            }
            report.seconds = Double(DispatchTime.now().uptimeNanoseconds - started) / 1e9
            report.peakBytes = peakMemory()
            Terminal.print(json ? report.json.description : report.summary)
        }
    }

    struct Care: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "care",
            abstract: "The care feed: a folder of CSV files.",
            discussion: "Example: amparo ingest care ./feeds/care")
        @Argument(help: "The folder.") var folder: String
        @OptionGroup var options: Options
        func run() throws { try options.take { try $0.care(folder: folder, options: options.ingest) } }
    }

    struct Court: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "court",
            abstract: "A release of the immigration courts: a folder or a ZIP.",
            discussion: "Example: amparo ingest court ./EOIR-Case-Data.zip --release-date 2026-09-01")
        @Argument(help: "The folder or ZIP archive.") var path: String
        @OptionGroup var options: Options
        func run() throws { try options.take { try $0.court(at: path, options: options.ingest) } }
    }

    struct Notices: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "notices",
            abstract: "Notices to appear: a CSV file.",
            discussion: "Example: amparo ingest notices ./feeds/notices.csv --dry-run")
        @Argument(help: "The file.") var file: String
        @OptionGroup var options: Options
        func run() throws { try options.take { try $0.file(.notice, at: file, options: options.ingest) } }
    }

    struct Results: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "results",
            abstract: "What agencies' own systems recorded of hearings: a CSV file.",
            discussion: "Example: amparo ingest results ./feeds/results.csv")
        @Argument(help: "The file.") var file: String
        @OptionGroup var options: Options
        func run() throws { try options.take { try $0.file(.agencyResult, at: file, options: options.ingest) } }
    }

    struct Census: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "census",
            abstract: "The public daily census of HHS: a CSV file.",
            discussion: "Example: amparo ingest census ./hhs_uac_daily.csv")
        @Argument(help: "The file.") var file: String
        @OptionGroup var options: Options
        func run() throws { try options.take { try $0.census(at: file, options: options.ingest) } }
    }

    struct Events: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "events",
            abstract: "The court's live events: hearings set, moved, advanced, cancelled, and their results, as JSON.",
            discussion: "Example: amparo ingest events ./events.jsonl   (the form: docs/hearing-events.md)")
        @Argument(help: "The file: a message, a list of messages, or a message on each line.") var file: String
        @OptionGroup var options: Options
        func run() throws {
            let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: file)))
            let name = URL(fileURLWithPath: file).lastPathComponent
            try options.take { try $0.events(json: bytes, name: name, options: options.ingest) }
        }
    }

    struct Spreadsheet: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "spreadsheet",
            abstract:
                "A spreadsheet, XLSX or CSV, whose columns a mapping names: a batch that adds up, and can be taken back.",
            discussion: """
                Every row that cannot be taken is told with its number and the reason. `ingest withdraw` takes a batch back.
                The mapping: docs/import.md
                Example: amparo ingest spreadsheet ./calls.xlsx --mapping ./calls.yaml --dry-run
                """)
        @Argument(help: "The file.") var file: String
        @Option(help: "The YAML file that says which column is which.") var mapping: String
        @OptionGroup var options: Options

        func run() throws {
            let mapping = try SheetMapping(
                yaml: String(decoding: Self.bytes(of: self.mapping, most: SheetMapping.mostBytes), as: UTF8.self))
            let workbook = try Workbook(
                Self.bytes(of: file, most: Workbook.mostBytes), name: URL(fileURLWithPath: file).lastPathComponent)
            try options.take {
                try $0.spreadsheet(workbook, mapping: mapping, options: options.ingest) { defects in
                    for defect in defects { Terminal.say(defect.words) }
                }
            }
        }

        /// The bytes of a file, one more than may be at most.
        private static func bytes(of path: String, most: Int) throws -> [UInt8] {
            guard let file = FileHandle(forReadingAtPath: path), let data = try? file.read(upToCount: most + 1) else {
                throw Refusal("A file that was named cannot be opened; check the path and your rights to it.")
            }
            return [UInt8](data)
        }
    }

    struct Withdraw: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "withdraw",
            abstract: "Takes a wrong snapshot back by a correcting entry; its rows no longer count.",
            discussion: "Example: amparo ingest withdraw court 2026-06-01")
        @Argument(help: "The feed: care, notices, results, court, hearing-events.") var feed: String
        @Argument(help: "The release's name.") var release: String
        @Option(help: "Who sent it (default: the feed's usual sender).") var issuer: String?
        @OptionGroup var store: StoreOptions

        func run() throws {
            guard let kind = Feed.allCases.first(where: { $0.name == feed }) else {
                throw ValidationError("The feed is one of care, notices, results, court, hearing-events.")
            }
            let store = try self.store.open()
            let name = try store.whileIngesting {
                let name = try Withdrawal(store.record).withdraw(
                    kind, issuer: issuer ?? kind.defaultIssuer, name: release)
                try store.bringWorklistUpToDate()
                try store.oweCorrections()
                try store.bringDutiesUpToDate()
                return name
            }
            Terminal.print("Release \(name) of \(kind.name) is withdrawn. Take the corrected one with `amparo ingest`.")
        }
    }
}

/// The most memory this process has used, in bytes.
func peakMemory() -> Int {
    var usage = rusage()
    getrusage(numericCast(RUSAGE_SELF.rawValue), &usage)
    return Int(usage.ru_maxrss) * 1024
}

extension RowDefect {
    /// The defect in words: no value of the row.
    var words: String { "row \(row): \(reason)\(column.map { " in \($0)" } ?? "") (\(table))" }
}

extension IngestReport {
    /// The report in words, for a terminal.
    var summary: String {
        var lines = ["\(feed) of \(issuer), release \(release)\(isDryRun ? " (dry run: nothing was written)" : "")"]
        for file in files {
            lines.append(
                "  \(file.file): \(file.rows) rows = \(file.taken) taken + \(sum(file.past)) past + \(sum(file.quarantined)) quarantined"
            )
            for (label, counts) in [
                ("past", file.past), ("quarantined", file.quarantined), ("repaired", file.repaired),
                ("unknown codes", file.unknownCodes),
            ]
            where !counts.isEmpty {
                lines.append(
                    "    \(label): "
                        + counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
            }
            if !file.unknownColumns.isEmpty {
                lines.append("    unknown columns, kept sealed: " + file.unknownColumns.joined(separator: ", "))
            }
            for note in file.notes { lines.append("    note: \(note)") }
        }
        lines.append(
            "  \(changes.added) added, \(changes.changed) changed, \(changes.vanished) vanished, \(changes.reappeared) reappeared; \(changes.entries) entries"
        )
        if unmatched > 0 { lines.append("  \(unmatched) rows belong to no child of the care record") }
        if waiting > 0 {
            lines.append("  \(waiting) children have a court case that was read past: take the court release again")
        }
        lines.append(String(format: "  %.1f s, %d MiB of memory", seconds, peakBytes >> 20))
        return lines.joined(separator: "\n")
    }

    private func sum(_ counts: [String: Int]) -> Int { counts.values.reduce(0, +) }
}
