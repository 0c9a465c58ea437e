import AmparoCourt
import AmparoModel
import AmparoOversight
import Testing

@Suite("Figures and findings beside the truth")
struct ComparisonTests {
    private static let figure = Figure(
        .addressDefective, value: 31, denominator: 448, unknown: 2, by: ["defect": ["blank": 30, "undeliverable": 1]],
        measures: [:])

    private func truth(_ text: String) throws -> FigureTruth {
        try FigureTruth(JSON("{\"asOf\":\"2026-06-01\",\"figures\":[\(text)]}"))
    }

    private func told(value: Int = 31, denominator: String = "448", unknown: Int = 2, by: String? = nil) throws
        -> FigureTruth
    {
        try truth(
            """
            {"id":"address.defective","version":1,"value":\(value),"denominator":\(denominator),"unknown":\(unknown),\
            "by":\(by ?? "{\"defect\":{\"undeliverable\":1,\"blank\":30}}"),"measures":{}}
            """)
    }

    @Test("A figure is a plain sentence beside the truth of the feeds and that of the world, with the gap")
    func sentence() throws {
        let text = Self.figure.sentence(truth: try told(), world: try told(value: 35))
        #expect(
            text == "releases with a blank, undeliverable or unit-less address: 31 of 448 (6.9 %), 2 unknown; "
                + "truth of the feeds 31; in the world 35 (the feeds tell 4 fewer)")
        let bare = Figure(.orderInAbsentia, value: 4)
        #expect(bare.sentence == "cases with a removal order in absentia: 4")
        #expect(Figure(.callLate, value: 0, denominator: 0).sentence.hasSuffix(": 0 of 0"))
    }

    @Test("Every part that is other than the truth is named; the order of cells is none of them")
    func differences() throws {
        #expect(try told().differences(Self.figure).isEmpty)
        #expect(try told(value: 30).differences(Self.figure) == ["value"])
        #expect(try told(denominator: "null").differences(Self.figure) == ["denominator"])
        #expect(try told(unknown: 0).differences(Self.figure) == ["unknown"])
        #expect(
            try told(by: "{\"defect\":{\"blank\":29,\"not-a-residence\":1,\"undeliverable\":1}}")
                .differences(Self.figure) == ["by.defect.blank", "by.defect.not-a-residence"])
        #expect(try told().differences(Figure(.callLate, value: 1)) == ["missing"])
        let text = Self.figure.sentence(truth: try told(value: 30), world: try told(value: 30))
        #expect(text.hasSuffix("; NOT the truth in value"))
    }

    @Test("A measure counts too")
    func measures() throws {
        let figure = Figure(
            .childrenInCare, value: 1, measures: ["averageDays": Measure(Tenths(count: 360), over: 1)])
        func told(_ number: String) throws -> FigureTruth {
            try truth(
                "{\"id\":\"children.in-care\",\"version\":1,\"value\":1,\"denominator\":null,\"unknown\":0,\"by\":{},"
                    + "\"measures\":{\"averageDays\":\(number)}}")
        }
        #expect(try told("36.0").differences(figure).isEmpty)
        #expect(try told("36.1").differences(figure) == ["measures.averageDays"])
    }

    @Test(
        "A document without the shape of figures is refused",
        arguments: ["{}", "[]", "{\"asOf\":\"x\",\"figures\":[{}]}"])
    func badTruth(text: String) throws {
        let json = try JSON(text)
        #expect(throws: OversightError(.badDefinition, "")) { try FigureTruth(json) }
    }

    @Test("Every figure of the catalogue has words of its own")
    func words() {
        #expect(Set(FigureID.allCases.map(\.inspectorsWords)).count == FigureID.allCases.count)
    }

    @Test("A table of findings with other columns is refused; a missing finding is not equal")
    func findings() throws {
        let header = "case,proceeding,hearing,time,finding,status,notice\n"
        #expect(throws: OversightError(.badDefinition, "")) { try FindingTruth("case,hearing\n") }
        #expect(throws: OversightError(.badDefinition, "")) { try FindingTruth("") }
        #expect(try FindingTruth(header).isEqual)
        let open = try FindingTruth(header + "1,2,2026-01-05,0830,attended,,\r\n")
        #expect(open.count == 1 && !open.isEqual)
    }
}
