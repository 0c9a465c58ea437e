import AmparoModel
import AmparoOversight
import AmparoServer
import Testing

@testable import amparo

@Suite("What the overview is told")
struct OverviewTests {
    private func figure(system: [String: Int], contradicts: [String: Int]) throws -> OverviewFigure {
        let figure = Figure(
            .hearingNotInAgencySystem, value: 400, denominator: 2000,
            by: ["system": system, "contradicts": contradicts])
        let document = FiguresDocument(
            asOf: try #require(Day("2026-06-01")),
            position: RecordPosition(asKnown: nil, logSize: nil, logRoot: nil), cohort: nil, figures: [figure])
        let published = try #require(PublicFiguresDocument(document).figures.first)
        let definition = try #require(try DefinitionCatalogue().definition(named: figure.id.rawValue))
        return OverviewFigure(published, definition)
    }

    private func dimension(_ figure: OverviewFigure, _ name: String) throws -> FigureDimension {
        try #require(figure.dimensions.first { $0.name == name })
    }

    @Test("Of an agency's gap that is held back the overview is told that it is, and no number")
    func suppressed() throws {
        let told = try figure(system: ["opla": 350, "ero": 3], contradicts: ["ero": 5])
        for name in ["system", "contradicts"] {
            let part = try dimension(told, name)
            #expect(part.holdsBack)
            #expect(!part.cells.contains { $0.name == "ero" })
        }
    }

    @Test("Where nothing is held back, a system without a cell has nothing missing")
    func shown() throws {
        let told = try figure(system: ["opla": 350, "ero": 300], contradicts: ["opla": 40])
        #expect(try dimension(told, "contradicts").cells == [FigureCell(name: "opla", count: .number(40))])
        #expect(try !dimension(told, "contradicts").holdsBack && !dimension(told, "system").holdsBack)
    }

    @Test("A word of a sender is neither a formula nor a command to the terminal")
    func cell() {
        #expect(Terminal.cell("=HYPERLINK(1)") == "'=HYPERLINK(1)")
        #expect(["+1", "-x", "@y"].map(Terminal.cell) == ["'+1", "'-x", "'@y"])
        #expect(Terminal.cell("\u{1B}[2Jcalls\t.csv\n") == "[2Jcalls.csv")
        #expect(Terminal.cell("2026-06-01") == "2026-06-01")
    }
}
