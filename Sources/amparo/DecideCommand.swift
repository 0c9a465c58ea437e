import AmparoSharing
import ArgumentParser
import Foundation

/// One decision, or a corpus of them. It touches no store and shows nothing of a person: the request brings its facts.
struct DecideCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide",
        abstract: "Decides a request under stated rules and says why; or a corpus, and whether each case is as expected.",
        discussion: """
            The request is the JSON of docs/sharing.md: agreements, orders, floor, request. A field that is not given is told
            with the smallest changes that would give it. With --corpus every .json file of the folder is decided; the exit
            code is 1 when one case is not as expected.
            Examples:
              amparo decide request.json
              amparo decide --corpus Corpus/sharing
            """)

    @Argument(help: "A file with one request.") var request: String?
    @Option(help: "A folder with cases.") var corpus: String?
    @Flag(help: "Answer as JSON.") var json = false
    @Option(help: "en or es.") var language = "en"

    func validate() throws {
        guard (request == nil) != (corpus == nil) else {
            throw ValidationError("Name one file with a request, or a folder with --corpus.")
        }
        guard SharingLanguage(rawValue: language) != nil else { throw ValidationError("A language is en or es.") }
    }

    func run() throws {
        if let corpus {
            try decideAll(in: corpus)
        } else if let request {
            try decideOne(request)
        }
    }

    private func decideOne(_ path: String) throws {
        let cases = try CorpusCase.read(json: Self.text(path), file: path)
        guard let one = cases.first, cases.count == 1 else {
            throw Refusal("\(path) holds \(cases.count) cases; give a file with one, or the folder with --corpus.")
        }
        let book = try one.book()
        let decision = book.decide(one.request)
        guard !json else {
            return Terminal.print(decision.json(one.request, names: one.fieldNames, book: book).description)
        }
        let phrases = try SharingPhrases.shipped()
        let language = SharingLanguage(rawValue: language) ?? .english
        for (name, field) in zip(one.fieldNames, decision.fields) {
            Terminal.print("\(name): \(field.outcome.code). \(phrases.sentence(field, language))")
            for miss in book.nearMisses(one.request, field.field) {
                Terminal.print("    " + phrases.sentences(miss, language).joined(separator: " "))
            }
        }
    }

    private func decideAll(in folder: String) throws {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw Refusal("The folder of the corpus cannot be read; check the path and your rights.")
        }
        let files = try names.filter { $0.hasSuffix(".json") }.sorted().map { name in
            (file: name, text: try Self.text(folder + "/" + name))
        }
        guard !files.isEmpty else { throw Refusal("There is no .json file in this folder; give the folder of the cases.") }
        let report = try Corpus(files: files).run()
        if json {
            let failures = report.failures.map { failure in
                CanonicalJSON.object(["id": .text(failure.id), "differences": .texts(failure.differences)])
            }
            Terminal.print(
                CanonicalJSON.object([
                    "cases": .number(report.count), "expected": .number(report.count - report.failures.count),
                    "failures": .list(failures),
                ]).description)
        } else {
            for failure in report.failures {
                Terminal.print("\(failure.id):")
                for line in failure.differences { Terminal.print("    \(line)") }
            }
        }
        Terminal.print(report.summary)
        guard report.failures.isEmpty else {
            throw Refusal("\(report.failures.count) cases are not as expected; the lines above say what differs.")
        }
    }

    private static func text(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path), data.count <= 16 << 20 else {
            throw Refusal("\(path) cannot be read, or is larger than 16 MiB; check the path and your rights.")
        }
        return String(decoding: data, as: UTF8.self)
    }
}
