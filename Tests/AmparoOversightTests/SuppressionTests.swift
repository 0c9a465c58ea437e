import AmparoModel
import Testing

@testable import AmparoOversight

@Suite("The public form")
struct SuppressionTests {
    let day = Day("2025-06-30")!

    func form(_ figures: [Figure]) throws -> [PublicFigure] {
        try PublicFiguresDocument(FiguresDocument(asOf: day, figures: figures)).figures
    }

    @Test("A number of 1 to 10 is suppressed, 0 and 11 are shown", arguments: 0...12)
    func threshold(_ count: Int) throws {
        let shown = try form([Figure(.childrenInCare, value: count)])[0].value
        #expect(shown == ((1...10).contains(count) ? .suppressed : .number(count)))
    }

    @Test("One small cell of a list takes the smallest other one with it")
    func complement() throws {
        let figure = Figure(
            .orderInAbsentia, value: 300,
            by: ["status": ["standing": 200, "reopened": 60, "stayed": 35, "rescinded": 5], "hearing": ["found": 300]])
        let form = try form([figure])[0]
        #expect(form.value == .number(300))
        #expect(form.by["status"] == ["standing": 200, "reopened": 60])
        #expect(form.suppressed == ["by.status"])
    }

    @Test("Two small cells that add up to little take a third with them")
    func narrowSum() throws {
        let figure = Figure(
            .orderInAbsentia, value: 304,
            by: ["status": ["standing": 200, "reopened": 100, "stayed": 1, "rescinded": 3], "hearing": ["found": 304]])
        let form = try form([figure])[0]
        #expect(form.by["status"] == ["standing": 200])
    }

    @Test("A list of a single small cell takes the value with it, in every list of the figure")
    func wholeFigure() throws {
        let figure = Figure(.courtVanished, value: 4, unknown: 0, by: ["table": ["tbl_schedule": 4]])
        let form = try form([figure])[0]
        #expect(form.value == .suppressed)
        #expect(form.by["table"] == [:])
        #expect(form.suppressed == ["value", "by.table"])
        #expect(form.unknown == .number(0))
    }

    @Test("What one figure hides, another figure of the document does not give away")
    func acrossFigures() throws {
        let released = Figure(.childrenReleased, value: 1000, by: ["fiscalYear": ["2024": 600, "2025": 400]])
        let none = Figure(
            .noticeNoneYet, value: 300, denominator: 995, unknown: 5,
            by: ["reason": ["backlog": 300], "of": ["released": 300, "transferred": 400]])
        let form = try form([released, none])
        #expect(form[1].unknown == .suppressed)
        #expect(form[0].value == .suppressed || form[1].denominator == .suppressed)
        // Without the other figure there is nothing to give it away.
        #expect(try self.form([none])[0].denominator == .number(995))
    }

    @Test("A release whose state is not given is not found by subtraction")
    func restOfAList() throws {
        let figure = Figure(
            .childrenReleased, value: 500,
            by: [
                "fiscalYear": ["2024": 300, "2025": 200], "state": ["TX": 397, "CA": 100],
                "category": ["1": 250, "3": 250],
            ])
        let form = try form([figure])[0]
        #expect(form.suppressed == ["by.state"])
    }

    @Test("A mean or median over fewer than 11 is suppressed, and the reader sees what is")
    func measures() throws {
        let small = Figure(
            .childrenInCare, value: 40,
            measures: [
                "averageDays": Measure(Tenths(count: 367), over: 40),
                "averageDaysDischarged": Measure(Tenths(count: 20), over: 10),
            ])
        let json = try form([small])[0].json
        #expect(json["measures"]?.description == #"{"averageDays":36.7}"#)
        #expect(json["suppressed"]?.description == #"["measures.averageDaysDischarged"]"#)
        let call = try form([Figure(.callUndocumented, value: 3, denominator: 9)])[0].json
        #expect(call["suppressed"]?.description == #"["value","denominator"]"#)
    }

    @Test("A figure that stands twice, or has a negative count, is not published")
    func refused() {
        let figure = Figure(.childrenInCare, value: 40)
        #expect(throws: OversightError(.unsafe, "")) { try form([figure, figure]) }
        #expect(throws: OversightError(.unsafe, "")) { try form([Figure(.childrenInCare, value: -1)]) }
    }

    @Test(
        "The public form of random records is safe, shows no small number, and stays the same", arguments: 3001...3020)
    func random(_ seed: UInt64) throws {
        let population = Population.random(seed: seed, children: Int(seed % 10) * 40 + 20)
        let document = FiguresDocument(
            asOf: population.question.asOf, cohort: population.question.cohort, figures: population.figures)
        let form = try PublicFiguresDocument(document)
        #expect(try PublicFiguresDocument(document).json.description == form.json.description)
        var shown: [Int] = []
        for figure in form.figures {
            shown += [figure.value.number, figure.denominator?.number, figure.unknown.number].compactMap { $0 }
            shown += figure.by.values.flatMap(\.values)
        }
        #expect(!shown.contains { (1...10).contains($0) }, "seed \(seed)")
    }

    @Test("Showing again what was suppressed beside a small number is noticed", arguments: 3101...3105)
    func failsClosed(_ seed: UInt64) {
        let population = Population.random(seed: seed, children: 300)
        let figures = population.figures
        let suppression = Suppression(figures)
        #expect(suppression.isSafe)
        let bare = Suppression(figures, hidingOnly: 1...10)
        #expect(!bare.isSafe, "seed \(seed): suppressing small numbers alone should give some of them away")
    }
}
