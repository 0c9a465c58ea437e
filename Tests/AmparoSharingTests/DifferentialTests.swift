import AmparoModel
import AmparoSharing
import Foundation
import Testing

/// How many random pairs are tried: 100,000, or a million with AMPARO_TEST_LONG=1.
let randomPairs = ProcessInfo.processInfo.environment["AMPARO_TEST_LONG"] == nil ? 100_000 : 1_000_000

@Suite("The engine beside the reference interpreter")
struct DifferentialTests {
    /// On several threads.
    static let parts = 4

    @Test("They agree on random rules and requests, in outcome, rule and obligations", arguments: 1...parts)
    func pairs(part: Int) throws {
        let seed = 20_261_120 + UInt64(part)
        let randomPairs = randomPairs / Self.parts
        print("random rules and requests: \(randomPairs) pairs, seed \(seed)")
        var random = try RandomRules(seed: seed)
        let perBook = 250
        var outcomes: [String: Int] = [:]
        for _ in 0..<(randomPairs / perBook) {
            let book = try random.book(random.rules())
            for _ in 0..<perBook {
                let request = random.request()
                let (fast, slow) = (book.decide(request), ReferenceInterpreter.decide(book, request))
                if fast != slow {
                    Issue.record("\(request)\n\(book.rules)\n\(fast)\n\(slow)")
                    return
                }
                for field in fast.fields { outcomes[field.outcome.word, default: 0] += 1 }
            }
        }
        // A test that never discloses shows nothing.
        for outcome in ["disclose", "transform", "withhold", "undetermined"] {
            #expect(outcomes[outcome, default: 0] > randomPairs / 100, "\(outcomes)")
        }
    }

    @Test("They agree on the shipped rules")
    func shipped() throws {
        let book = try RuleBook.standard(agreements: ShippedAgreements.agreements("default"))
        let fields = book.terms.catalogue.fields.map(\.number)
        var numbers = SeededNumbers(seed: 7)
        for role in book.terms.parties.roles {
            for party in book.terms.parties.parties where book.terms.parties.belongs(role, to: party.party) {
                for purpose in book.terms.purposes.leaves where book.terms.holds(role, purpose.code) {
                    var request = DecisionRequest.favourable(
                        role.code, agency: party.party.code, purpose: purpose.code,
                        fields: (0..<12).map { _ in numbers.pick(fields) })
                    for fact in Condition.Fact.allCases { request.facts[fact] = numbers.pick(Tristate.allCases) }
                    request.facts.reports = numbers.pick([nil, [], Set(Condition.reports)])
                    #expect(book.decide(request) == ReferenceInterpreter.decide(book, request))
                }
            }
        }
    }
}

extension Outcome {
    /// The outcome without its form.
    fileprivate var word: String { String(code.prefix { $0 != ":" }) }
}
