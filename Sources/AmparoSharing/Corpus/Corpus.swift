/// A corpus of cases, and whether a decision is as each expects.
public struct Corpus: Sendable {
    /// A case that was decided otherwise than expected, or could not be decided.
    public struct Failure: Hashable, Sendable {
        /// The case.
        public let id: String
        /// What differs, one line for each field.
        public let differences: [String]
    }

    /// How a run went.
    public struct Report: Hashable, Sendable {
        /// How many cases there are.
        public let count: Int
        /// Those that were not as expected.
        public let failures: [Failure]
        /// The last line of `amparo decide --corpus`.
        public var summary: String { "\(count) cases, \(count - failures.count) as expected" }
    }

    /// The cases.
    public let cases: [CorpusCase]

    /// A corpus of these files; ids must differ.
    ///
    /// - Throws: `SharingError` with the place in the file.
    public init(files: [(file: String, text: String)]) throws(SharingError) {
        var cases: [CorpusCase] = []
        var ids: Set<String> = []
        for file in files {
            for read in try CorpusCase.read(json: file.text, file: file.file) {
                guard ids.insert(read.id).inserted else {
                    throw SharingError(.repeated, "the case \(read.id) stands twice; rename one", file: file.file)
                }
                cases.append(read)
            }
        }
        self.cases = cases
    }

    /// Decides every case.
    ///
    /// - Parameter decide: who decides; the compiled engine unless another is given.
    public func run(
        decide: (RuleBook, DecisionRequest) -> Decision = { $0.decide($1) }
    ) -> Report {
        var failures: [Failure] = []
        // Many cases are decided by the same rules, and a book is dear to make.
        var books: [CorpusCase.Rules: RuleBook] = [:]
        for one in cases {
            let differences: [String]
            do throws(SharingError) {
                let rules = one.rules
                let book = if let made = books[rules] { made } else { try one.book() }
                books[rules] = book
                differences = one.differences(decide(book, one.request), book: book)
            } catch {
                differences = [error.description]
            }
            if !differences.isEmpty { failures.append(Failure(id: one.id, differences: differences)) }
        }
        return Report(count: cases.count, failures: failures)
    }
}

extension CorpusCase {
    /// What differs between a decision and what is expected; empty when nothing does, or nothing is expected.
    func differences(_ decision: Decision, book: RuleBook) -> [String] {
        guard let expectation else { return [] }
        var differences: [String] = []
        let named = Dictionary(zip(fieldNames, decision.fields)) { first, _ in first }
        for (name, expected) in expectation.fields.sorted(by: { $0.key < $1.key }) {
            guard let field = named[name] else {
                differences.append("\(name): not asked for")
                continue
            }
            func compare(_ what: String, _ expected: String?, _ found: [String]) {
                guard let expected, !found.contains(expected) else { return }
                differences.append("\(name): \(what) \(expected) expected, \(found.first ?? "none") found")
            }
            compare("outcome", expected.outcome, [field.outcome.code])
            compare("layer", expected.layer, [field.rule.layer.code])
            compare("rule", expected.rule, [field.rule.code, field.rule.id])
            compare("clause", expected.clause, [field.rule.clause ?? "none"])
        }
        for (name, expected) in expectation.obligations.sorted(by: { $0.key < $1.key }) {
            let found = Set(named[name]?.obligations.codes ?? [])
            if found != expected {
                differences.append("\(name): obligations \(expected.sorted()) expected, \(found.sorted()) found")
            }
        }
        for (name, expected) in expectation.nearMisses.sorted(by: { $0.key < $1.key }) {
            let found = named[name].map { book.nearMisses(request, $0.field).map(\.code) } ?? []
            for code in expected.subtracting(found).sorted() {
                differences.append("\(name): near miss \(code) expected, \(found.joined(separator: "; ")) found")
            }
        }
        return differences
    }
}
