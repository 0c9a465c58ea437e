import AmparoLinkage
import AmparoModel
import Testing

@Suite("Dates, numbers and places are compared with what goes wrong with them in mind")
struct LinkageFieldTests {
    static func level(_ field: LinkageField, _ change: (inout PersonDescription, inout PersonDescription) -> Void)
        throws
        -> ComparisonLevel
    {
        var (left, right) = (PersonDescription(given: "Ana"), PersonDescription(given: "Ana"))
        change(&left, &right)
        var index = LinkIndex<Int>(model: .shipped)
        let score = index.score(left, right)
        let reverse = index.score(right, left)
        #expect(score.weight == reverse.weight, "a score depends on who comes first")
        return try #require(score.comparisons.first { $0.field == field }).level
    }

    static func day(_ text: String) -> BirthRange? { Day(text).map { BirthRange($0) } }

    @Test(
        "Birth dates",
        arguments: [
            ("2008-05-14", "2008-05-14", ComparisonLevel.same), ("2008-05-04", "2008-04-05", .dayMonthSwapped),
            ("2008-05-14", "2006-05-14", .otherYear), ("2008-05-14", "2008-05-17", .oneDigit),
            ("2008-05-14", "2008-07-14", .oneDigit), ("2008-05-14", "2008-09-30", .nearYear),
            ("2008-05-14", "2003-11-02", .different), ("2008-01-01", "2008-01-01", .placeholder),
            ("2008-01-01", "2008-09-30", .withinRange), ("2008-01-01", "2009-03-02", .withinRange),
            ("2008-01-01", "2011-03-02", .different), ("2008-01-01", "2009-01-01", .nearYear),
        ])
    func births(left: String, right: String, expected: ComparisonLevel) throws {
        let level = try Self.level(.birth) {
            $0.birth = Self.day(left)
            $1.birth = Self.day(right)
        }
        #expect(level == expected)
    }

    @Test("A birth that is only known to a month or a year meets what lies within it")
    func ranges() throws {
        let may = BirthRange(
            earliest: try #require(Day("2008-05-01")), latest: try #require(Day("2008-05-31")))
        #expect(
            try Self.level(.birth) {
                $0.birth = may
                $1.birth = Self.day("2008-05-14")
            } == .withinRange)
        #expect(
            try Self.level(.birth) {
                $0.birth = may
                $1.birth = Self.day("2008-09-14")
            } == .nearYear)
        #expect(
            try Self.level(.birth) {
                $0.birth = may
                $1.birth = Self.day("2015-09-14")
            } == .different)
        #expect(try Self.level(.birth) { left, _ in left.birth = may } == .notCompared)
    }

    @Test("A disputed age may differ by more years")
    func disputed() throws {
        func level(_ disputed: Bool) throws -> ComparisonLevel {
            try Self.level(.birth) {
                $0.birth = Self.day("2008-05-14")
                $1.birth = Self.day("2001-05-14")
                $1.birthDisputed = disputed
            }
        }
        #expect(try level(false) == .different)
        #expect(try level(true) == .otherYear)
    }

    @Test(
        "A-numbers in any spelling, with a digit exchanged, missing or wrong",
        arguments: [
            ("A012-345-678", "012345678", ComparisonLevel.same), ("A012345678", "A012354678", .digitSlip),
            ("A012345678", "A01234568", .digitSlip), ("A012345678", "A012345679", .digitSlip),
            ("A012345678", "A987654321", .different), ("A000000000", "A000000000", .notCompared),
            ("A012345678", "", .notCompared), ("none", "A012345678", .notCompared),
        ])
    func numbers(left: String, right: String, expected: ComparisonLevel) throws {
        let level = try Self.level(.aNumber) {
            $0.aNumber = left
            $1.aNumber = right
        }
        #expect(level == expected)
    }

    @Test(
        "Days of entry within windows",
        arguments: [
            ("2023-03-04", "2023-03-04", ComparisonLevel.same), ("2023-03-04", "2023-03-06", .daysApart),
            ("2023-03-04", "2023-04-03", .dayMonthSwapped), ("2023-03-04", "2023-03-24", .weeksApart),
            ("2023-03-04", "2021-11-24", .different),
        ])
    func days(left: String, right: String, expected: ComparisonLevel) throws {
        let level = try Self.level(.entered) {
            $0.entered = Day(left)
            $1.entered = Day(right)
        }
        #expect(level == expected)
    }

    @Test("Places of origin: the same, mistyped, the same department, another one")
    func origins() throws {
        func level(_ left: String, _ right: String) throws -> ComparisonLevel {
            try Self.level(.origin) {
                $0.origin = left
                $1.origin = right
            }
        }
        let place = "GT/Huehuetenango/San Pedro Necta"
        #expect(try level(place, "gt/huehuetenango/SAN PEDRO NECTA") == .same)
        #expect(try level(place, "GT/Huehuetenango/Santiago Chimaltenango") == .widerSame)
        #expect(try level(place, "HN/Yoro/Olanchito") == .different)
        #expect(try level(place, "UNKNOWN") == .notCompared)
    }

    @Test("Sex is told by its first letter, and another sex is a doubt")
    func sex() throws {
        var index = LinkIndex<Int>(model: .shipped)
        var (left, right) = (PersonDescription(given: "Ana"), PersonDescription(given: "Ana"))
        left.sex = "Female"
        right.sex = "M"
        #expect(index.score(left, right).doubts == [.sex])
        right.sex = "F"
        #expect(index.score(left, right).doubts == [])
        right.sex = "unknown"
        #expect(index.score(left, right).doubts == [])
    }

    @Test("Every field and every level has words in both languages")
    func phrases() {
        for language in LinkageLanguage.allCases {
            for field in LinkageField.allCases { #expect(!LinkagePhrases.field(field, language).isEmpty) }
            for level in ComparisonLevel.allCases { #expect(!LinkagePhrases.level(level, language).isEmpty) }
            #expect(
                Set(ComparisonLevel.allCases.map { LinkagePhrases.level($0, language) }).count
                    == ComparisonLevel.allCases.count)
        }
        let comparison = FieldComparison(
            field: .surnames, level: .sameOtherOrder, weight: 9.14, frequencyAdjustment: 4.2)
        #expect(comparison.sentence(.english) == "surnames: the same in another order (+9.1; rare value +4.2)")
        #expect(comparison.sentence(.spanish) == "apellidos: igual en otro orden (+9.1; valor raro +4.2)")
    }

    @Test("A description prints as sealed")
    func sealed() {
        let person = PersonDescription(given: "Ana", surnames: "García")
        #expect("\(person)" == "‹sealed›")
        #expect(String(reflecting: person) == "‹sealed›")
        var dumped = ""
        dump(person, to: &dumped)
        #expect(!dumped.contains("Garc"))
    }
}
