@testable import AmparoGate
import AmparoLinkage
import AmparoModel
import AmparoSharing
import AmparoStore
import AmparoTestSupport
import Foundation
import Testing

/// RFC 9497, appendix A.4.2: VOPRF(P-384, SHA-384), test vectors 1 and 2.
@Suite("The oblivious function of RFC 9497, VOPRF(P-384, SHA-384)")
struct MatchCipherTests {
    private static let secret =
        "051646b9e6e7a71ae27c1e1d0b87b4381db6d3595eeeb1adb41579adbf992f4278f9016eafc944edaa2b43183581779d"
    private static let known =
        "031d689686c611991b55f1a1d8f4305ccd6cb719446f660a30db61b7aa87b46acf59b7c0d4a9077b3da21c25dd482229a0"
    private static let vectors: [(input: String, blinded: String, evaluated: String, output: String)] = [
        (
            "00", "02d338c05cbecb82de13d6700f09cb61190543a7b7e2c6cd4fca56887e564ea82653b27fdad383995ea6d02cf26d0e24d9",
            "02a7bba589b3e8672aa19e8fd258de2e6aae20101c8d761246de97a6b5ee9cf105febce4327a326255a3c604f63f600ef6",
            "3333230886b562ffb8329a8be08fea8025755372817ec969d114d1203d026b4a622beab60220bf19078bca35a529b35c"
        ),
        (
            "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a",
            "02f27469e059886f221be5f2cca03d2bdc61e55221721c3b3e56fc012e36d31ae5f8dc058109591556a6dbd3a8c69c433b",
            "03f16f903947035400e96b7f531a38d4a07ac89a80f89d86a1bf089c525a92c7f4733729ca30c56ce78b1ab4f7d92db8b4",
            "b91c70ea3d4d62ba922eb8a7d03809a441e1c3c7af915cbc2226f485213e895942cd0f8580e6d99f82221e66c40d274f"
        ),
    ]

    @Test("Keys, evaluations and outputs are those of the RFC's vectors")
    func vectors() throws {
        let key = try #require(MatchKey(rawBytes: Hexadecimal.bytes(Self.secret) ?? []))
        #expect(Hexadecimal.text(key.publicBytes) == Self.known)
        for vector in Self.vectors {
            let input = try #require(Hexadecimal.bytes(vector.input))
            #expect(try Hexadecimal.text(key.output(of: input)) == vector.output)
            let evaluation = try #require(key.evaluate(Hexadecimal.bytes(vector.blinded) ?? []))
            #expect(evaluation.count == 145 && Hexadecimal.text(evaluation.prefix(49)) == vector.evaluated)
            // Blinded by a number of its own, the same input comes to the same output.
            let word = try BlindedWord(input, for: key.publicBytes)
            #expect(word.bytes != Hexadecimal.bytes(vector.blinded))
            let answer = try #require(key.evaluate(word.bytes))
            #expect(word.output(answer).map { Hexadecimal.text($0) } == vector.output)
        }
    }

    @Test("An evaluation by another key, or a changed one, is not believed; what is no point is not evaluated")
    func proof() throws {
        let key = try MatchKey(seed: [UInt8](repeating: 1, count: 32), matter: "a")
        let other = try MatchKey(seed: [UInt8](repeating: 1, count: 32), matter: "b")
        #expect(key.publicBytes != other.publicBytes)
        let word = try BlindedWord(Array("a-number 123456789".utf8), for: key.publicBytes)
        var answer = try #require(key.evaluate(word.bytes))
        #expect(word.output(answer) != nil)
        #expect(word.output(other.evaluate(word.bytes) ?? []) == nil)
        answer[100] ^= 1
        #expect(word.output(answer) == nil)
        #expect(key.evaluate([UInt8](repeating: 2, count: 49)) == nil && key.evaluate([]) == nil)
        #expect(throws: GovernanceError.self) { try BlindedWord([1], for: [UInt8](repeating: 0, count: 49)) }
    }
}

@Suite("Private matching between agencies that may not see each other's names")
struct MatchTests {
    static let steward = Officer("court-steward", "data-quality-steward", "doj.eoir")
    static let holder = Officer("orr-steward", "data-quality-steward", "hhs.orr")
    static let name = "orr-eoir-matching@1"

    static func yaml(
        kind: String = "matching", to: String = "doj.eoir", classes: String = "existence",
        id: String = "orr-eoir-matching", purposes: String = "data-quality"
    ) -> String {
        """
        agreement: \(id)
        version: 1
        title: Whether both know a child
        kind: \(kind)
        parties: [hhs.orr, \(to)]
        authority: { privacyAct: b3, citation: "a routine use" }
        effective: 2026-05-01
        expires: 2027-06-30
        clauses:
          - id: match
            permit:
              from: hhs.orr
              to: { agency: \(to) }
              purposes: [\(purposes)]
              classes: [\(classes)]

        """
    }

    /// A store with children and the agreement, and the desk that answers there.
    struct World {
        let given: GovernedWorld
        let desk: MatchDesk

        init(_ text: String? = MatchTests.yaml(), quota: Int = 8) throws {
            given = try GovernedWorld(children: 12)
            let accounts = AccountDesk(given.governance, codes: TestWords.terms)
            try accounts.add(MatchTests.holder.request, by: [Officer.orr.signer, Officer.ice.signer])
            try accounts.add(MatchTests.steward.request, by: [Officer.eoir.signer, Officer.orr.signer])
            if let text {
                let agreements = AgreementDesk(given.governance, terms: TestWords.terms)
                try agreements.propose(text: text, file: "m.yaml", by: nil)
                try agreements.approve(MatchTests.name, by: Officer.orr.signer)
                try agreements.approve(MatchTests.name, by: Officer.ice.signer)
                try agreements.recordSimulation(of: MatchTests.name, counts: "{}", by: Officer.orr.signer)
                given.world.clock.advance(microseconds: 30 * 86_400_000_000)
            }
            let clock = given.world.clock
            let gate = Gate(
                journal: given.world.journal, keys: given.world.keys, random: .seeded(5),
                sources: .init(
                    accounts: AccountDirectory(given.governance), rules: GovernedRules(terms: TestWords.terms),
                    facts: GovernedFacts(terms: TestWords.terms))
            ) { clock.now }
            desk = MatchDesk(gate, given.governance, terms: TestWords.terms, quota: quota)
        }

        func table(_ subject: MatchSubject = .children) throws -> MatchTable {
            try desk.table(
                given.world.request("orr-steward", "data-quality", operation: .aggregate), agreement: MatchTests.name,
                of: subject)
        }

        func question(_ people: [PersonDescription], _ table: MatchTable, purpose: String = "data-quality") throws
            -> MatchQuestion
        {
            try MatchQuestion(
                people, table: MatchTable(text: table.text), account: "court-steward", purpose: purpose,
                key: MatchTests.steward.key)
        }

        /// A child of the record with an A-number and a whole date of birth.
        func child() throws -> PersonDescription {
            var reader = try PersonReader(given.world.database, keys: given.world.keys)
            return try #require(
                try reader.read().children.map(\.description).first { person in
                    person.aNumber != "" && person.birth.map { $0.earliest == $0.latest } == true
                        && MatchKeys.words(person).count > 1
                })
        }

        func code(_ body: () throws -> Void) -> String {
            do {
                try body()
                return "answered"
            } catch let error as GovernanceError {
                return error.code.rawValue
            } catch let error as GateError {
                return error.code.rawValue
            } catch {
                return "\(error)"
            }
        }
    }

    static func person(_ number: String) -> PersonDescription {
        var person = PersonDescription()
        person.aNumber = number
        return person
    }

    @Test("Whoever asks learns which of its own people may be known; an entry for each probe stands before the answer")
    func match() throws {
        let world = try World()
        let known = try world.child()
        var misspelled = known
        misspelled.aNumber = ""
        misspelled.surnames = known.surnames.uppercased().replacing("Z", with: "S")
        let table = try world.table()
        #expect(table.count == MatchTable.pad)
        let question = try world.question([known, misspelled, Self.person("999888777")], table)
        // What travels says nothing in plain.
        let digits = known.aNumber.filter(\.isNumber)
        #expect(!question.probe.text.contains(digits) && !table.text.contains(digits))
        let answer = try world.desk.answer(MatchProbe(text: question.probe.text))
        #expect(try question.possibleMatches(MatchAnswer(text: answer.text)) == [0, 1])
        #expect(try world.given.world.count(.matchAnswered) == question.probe.words.count)
        #expect(try world.given.world.count(.matchTableMade) == 1)
        #expect(try world.given.world.journal.verify().broken == nil)
        // Another asking of the same people cannot be told from one of others.
        let again = try world.question([known], table)
        #expect(Set(again.probe.words).isDisjoint(with: question.probe.words))
        #expect(throws: GovernanceError(.file, "")) { try again.possibleMatches(answer) }
    }

    @Test(
        "Nothing is evaluated without a matching agreement that names it, nor for another purpose or an unsigned question"
    )
    func denied() throws {
        let world = try World()
        let table = try world.table()
        let question = try world.question([Self.person("999888777")], table)
        var unsigned = question.probe
        unsigned.purpose = "audit"
        #expect(world.code { _ = try world.desk.answer(unsigned) } == "signature")
        let other = try world.question([Self.person("999888777")], table, purpose: "court-appearance")
        #expect(world.code { _ = try world.desk.answer(other.probe) } == "nothing-permitted")
        // Of sponsors nothing is permitted by this agreement.
        let sponsors = try world.question([Self.person("999888777")], world.table(.sponsors))
        #expect(world.code { _ = try world.desk.answer(sponsors.probe) } == "nothing-permitted")
        #expect(try world.given.world.count(.matchRefused) == 2 && world.given.world.count(.matchAnswered) == 0)
        try AgreementDesk(world.given.governance, terms: TestWords.terms).suspend(
            Self.name, reason: Sensitive("x"), by: "orr-privacy")
        #expect(world.code { _ = try world.desk.answer(question.probe) } == "state")
        #expect(world.code { _ = try world.table() } == "state")

        let mou = try World(Self.yaml(kind: "mou"))
        #expect(mou.code { _ = try mou.table() } == "state")
        let none = try World(nil)
        #expect(none.code { _ = try none.table() } == "not-found")
    }

    @Test("So many probes in 24 hours under one agreement, and no question twice")
    func quota() throws {
        let world = try World(quota: 3)
        let table = try world.table()
        func ask(_ count: Int) throws -> MatchQuestion {
            try world.question((0..<count).map { Self.person(String(999_000_100 + $0)) }, table)
        }
        let first = try ask(2)
        _ = try world.desk.answer(first.probe)
        #expect(world.code { _ = try world.desk.answer(first.probe) } == "state")
        let second = try ask(2)
        #expect(world.code { _ = try world.desk.answer(second.probe) } == "capped")
        _ = try world.desk.answer(try ask(1).probe)
        #expect(world.code { _ = try world.desk.answer(try ask(1).probe) } == "capped")
        world.given.world.clock.advance(microseconds: 86_400_000_000)
        _ = try world.desk.answer(second.probe)
        #expect(try world.given.world.count(.matchAnswered) == 5)
        #expect(throws: GovernanceError(.capped, "")) { try ask(MatchDesk.dailyQuota + 1) }
    }

    @Test(
        "No component of DHS matches sponsors or households, whatever an agreement permits: every role, purpose and rider"
    )
    func floor() throws {
        let terms = TestWords.terms
        let parties = terms.parties.parties.map(\.party).filter { $0.code == "dhs" || $0.code.hasPrefix("dhs.") }
        #expect(parties.count > 8)
        let classes = FieldClass.allCases.map(\.code).joined(separator: ", ")
        let purposes = terms.purposes.leaves.map(\.code).joined(separator: ", ")
        let noon = try #require(Instant("2026-07-01T12:00:00Z"))
        var asked = 0
        for rider in [true, false] {
            let all = try Agreement.parse(
                yaml: Self.yaml(to: "dhs", classes: classes, purposes: purposes), file: "a.yaml")
            let court = try Agreement.parse(
                yaml: Self.yaml(classes: classes, id: "orr-eoir-second", purposes: purposes), file: "b.yaml")
            let book = try RuleBook.standard(agreements: [all, court], markers: ["rider": rider])
            func clause(_ agency: Party, home: Party, _ role: String, _ purpose: String, _ subject: MatchSubject)
                -> String?
            {
                let request = DecisionRequest(
                    id: "r", at: noon, position: 1,
                    requester: Requester(
                        account: "a", agency: agency, homeAgency: home, role: role, office: nil, area: nil,
                        attestedOn: Day("2026-06-20")),
                    purpose: purpose, operation: .view, subject: .child, facts: SubjectFacts(), fields: [])
                return MatchRule.clause(
                    permitting: subject, under: agency.code.hasPrefix("dhs") ? all.name : court.name, request, book)
            }
            for role in terms.parties.roles.map(\.code) {
                for purpose in terms.purposes.purposes.map(\.code) {
                    for subject in [MatchSubject.sponsors, .households] {
                        for agency in parties {
                            asked += 1
                            #expect(clause(agency, home: agency, role, purpose, subject) == nil)
                            // Nor somebody of DHS who is lent to another house.
                            #expect(
                                clause(Party(code: "doj.eoir"), home: agency, role, purpose, subject) == nil)
                        }
                    }
                }
            }
            let eoir = Party(code: "doj.eoir")
            #expect(
                clause(eoir, home: eoir, "data-quality-steward", "data-quality", .sponsors) != nil,
                "the test can see a yes")
        }
        #expect(asked > 1000)
    }
}
