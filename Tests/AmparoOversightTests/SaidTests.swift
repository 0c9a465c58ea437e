import AmparoModel
import Testing

@Suite("Care facts out of payloads")
struct SaidTests {
    func field(_ write: (inout PayloadWriter) -> Void) -> PayloadWriter {
        var writer = PayloadWriter()
        write(&writer)
        return writer
    }

    func read<Value>(_ writer: PayloadWriter, _ use: (PayloadField) -> Value) -> Value {
        writer.bytes.withUnsafeBytes { bytes in
            var reader = PayloadReader(bytes)
            return use(reader.next()!)
        }
    }

    @Test("Every term's number is its place in the column's vocabulary, and its word the feed's")
    func vocabularies() {
        func check<Term: CareTerm>(_ type: Term.Type) {
            #expect(Term.allCases.map(\.rawValue).map(Int.init) == Array(Term.vocabulary.words.indices))
            for term in Term.allCases { #expect(Term.vocabulary.number(of: term.word) == term.rawValue) }
        }
        check(ExitReason.self)
        check(FacilityType.self)
        check(SponsorCategory.self)
        check(AddressSource.self)
        check(CallOutcome.self)
        check(SpokeWith.self)
        check(ServiceKind.self)
        check(ApplicationDecision.self)
        check(WithdrawnReason.self)
        check(FamilyRelation.self)
        check(FamilyLocation.self)
        check(ConcernKind.self)
        check(CheckType.self)
        check(CheckResult.self)
        check(AgencySystem.self)
        check(AgencyFinding.self)
    }

    @Test("Unknown, refused and unlisted stay apart, unless the column's own list holds the word")
    func said() {
        let unknown = field { $0.notKnown(1, refused: false) }
        let refused = field { $0.notKnown(1, refused: true) }
        #expect(read(unknown) { Said<CheckResult>($0) } == .unknown)
        #expect(read(refused) { Said<CheckResult>($0) } == .refused)
        #expect(read(refused) { Said<CallOutcome>($0) } == .value(.refused))
        #expect(read(unknown) { Said<AgencyFinding>($0) } == .value(.unknown))
        #expect(read(field { $0.number(1, 2) }) { Said<CheckResult>($0) } == .value(.inconclusive))
        #expect(read(field { $0.number(1, Int64(Vocabulary.unlisted)) }) { Said<CheckResult>($0) } == .unlisted)
        #expect(read(field { $0.number(1, 1) }) { Said<Bool>($0) } == .value(true))
        #expect(read(unknown) { Said<Bool>($0) } == .unknown)
        #expect(read(unknown) { StateCode($0) } == .unknown)
    }

    @Test("A state is two letters in capitals, or one of the ways of having none")
    func states() {
        #expect(StateCode(" tx ").text == "TX")
        #expect(StateCode("").text == "" && StateCode("").packed == 0)
        #expect(StateCode("Texas") == .unlisted && StateCode("T1") == .unlisted && StateCode("{|") == .unlisted)
    }

    @Test("An age is certain only when every possible day of birth agrees")
    func ages() {
        let year = BirthRange(earliest: Day("2006-01-01")!, latest: Day("2006-12-31")!)
        #expect(year.isCertainly(under: 18, on: Day("2023-12-31")!))
        #expect(!year.isCertainly(under: 18, on: Day("2024-01-01")!))
        #expect(!year.isCertainly(atLeast: 18, on: Day("2024-12-30")!))
        #expect(year.isCertainly(atLeast: 18, on: Day("2024-12-31")!))
    }

    @Test("A jurisdiction's number is equal for equal codes and 0 for none")
    func jurisdictions() {
        func number(_ text: String) -> UInt64 {
            var text = text
            return text.withUTF8 { Check.jurisdiction(utf8: UnsafeRawBufferPointer($0)) }
        }
        #expect(number("  ") == 0 && number("TX") == number(" TX ") && number("TX") != number("CA"))
    }
}
