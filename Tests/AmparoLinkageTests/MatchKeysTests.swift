import AmparoLinkage
import AmparoModel
import Testing

@Suite("The words by which two houses find the same person")
struct MatchKeysTests {
    private static func person(
        _ given: String, _ surnames: String, _ born: String? = "2010-04-03", number: String = "", phone: String = ""
    ) -> PersonDescription {
        var person = PersonDescription(given: given, surnames: surnames)
        person.birth = born.flatMap { Day($0) }.map { BirthRange($0) }
        person.aNumber = number
        person.phone = phone
        return person
    }

    @Test(
        "Spelling, accents, order of surnames, particles and a dropped name do not part what is one",
        arguments: [
            ("José Luis", "Hernández Vásquez"), ("jose", "VASQUEZ"), ("Jose", "Basques Ernandes"),
            ("JOSÉ", "de Hernandez"),
        ])
    func alike(_ given: String, _ surnames: String) {
        let known = Set(MatchKeys.words(Self.person("Jose Luis", "Hernandez Vasquez")))
        #expect(known.count == 2)
        #expect(!known.isDisjoint(with: MatchKeys.words(Self.person(given, surnames))))
    }

    @Test("An A-number is nine digits however it is written; what is none gives no word")
    func numbers() {
        func words(_ number: String) -> [String] { MatchKeys.words(Self.person("", "", nil, number: number)) }
        #expect(words("A 087-654-321") == ["a-number 087654321"])
        #expect(words("87654321") == ["a-number 087654321"])
        for none in ["", "A", "12345", "000000000", "1234567890", "unknown"] { #expect(words(none) == []) }
    }

    @Test("Without a whole day of birth a name gives no word, nor does a name that is none")
    func names() {
        #expect(MatchKeys.words(Self.person("Ana", "Xol", nil)) == [])
        var year = Self.person("Ana", "Xol", nil)
        year.birth = Day("2010-01-01").flatMap { first in
            Day("2010-12-31").map { BirthRange(earliest: first, latest: $0) }
        }
        #expect(MatchKeys.words(year) == [])
        for (given, surnames) in [("UNKNOWN", "UNKNOWN"), ("FNU", "Xol"), ("Ana", "de la"), ("", "Xol"), ("A", "X")] {
            #expect(MatchKeys.words(Self.person(given, surnames)) == [])
        }
        let long = String(repeating: "Maria Xol ", count: 5000)
        #expect(MatchKeys.words(Self.person(long, long, phone: "(210) 555-0143")).count <= MatchKeys.most)
    }
}
