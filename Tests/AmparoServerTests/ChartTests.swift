internal import AmparoModel
@testable internal import AmparoServer
internal import Foundation
internal import Testing

@Suite("Charts")
struct ChartTests {
    @Test("An axis holds its greatest number in two to five round steps")
    func axis() {
        for greatest in [1, 2, 3, 4, 5, 7, 9, 10, 11, 87, 96, 100, 101, 999, 2484, 11_000, 1_000_000, 123_456_789] {
            let axis = Axis(greatest: greatest)
            #expect(axis.end >= greatest)
            #expect(axis.marks.count <= 6)
            #expect(axis.marks.first == 0 && axis.marks.last == axis.end)
        }
        #expect(Axis(greatest: 11_000).marks == [0, 5000, 10_000, 15_000])
        #expect(Axis(greatest: 0).end == 1)
        #expect(Axis(greatest: .max).end > 0)
    }

    @Test("Lengths are short, and what is none is 0")
    func lengths() {
        #expect(Length.short(12.5) == "12.5")
        #expect(Length.short(0.054) == "0.05")
        #expect(Length.short(-1.25) == "-1.25")
        #expect(Length.short(100) == "100")
        #expect(Length.short(.nan) == "0")
        #expect(Length.short(.infinity) == "0")
    }

    @Test("Days nobody counted, and suppressed ones, are gaps in the census")
    func gaps() {
        let start = Sample.asOf
        let series = CensusSeries(
            [(0, 5), (3, 6), (20, 7), (22, nil), (24, 9)].map { (offset, count) -> CensusSeries.Point in
                CensusSeries.Point(
                    day: start.adding(days: offset), count: (count as Int?).map { .number($0) } ?? .suppressed)
            })
        #expect(series.stretches.map { $0.map(\.count) } == [[5, 6], [7], [9]])
        #expect(series.greatest == 9)
    }

    @Test("Months show the last day that was counted")
    func monthEnds() throws {
        let days = try ["2025-01-05", "2025-01-30", "2025-02-01"].map { try #require(Day($0)) }
        let series = CensusSeries([(days[1], 2), (days[0], 1), (days[2], 3)])
        #expect(series.monthEnds.map(\.day) == [days[1], days[2]])
    }

    @Test("Time without cells is shown as none, so that the axis is even")
    func timeline() {
        let months = FigureDimension(
            name: "month", cells: Sample.cells(["2024-11": 1, "2025-02": nil]))
        #expect(months.timeline.map(\.name) == ["2024-11", "2024-12", "2025-01", "2025-02"])
        #expect(months.timeline[1].count == .number(0))
        let odd = FigureDimension(name: "month", cells: Sample.cells(["2024-11": 1, "soon": 2]))
        #expect(odd.timeline.count == 2)
        let far = FigureDimension(name: "fiscalYear", cells: Sample.cells(["1": 1, "9999": 2]))
        #expect(far.timeline.count == 2)
        let years = FigureDimension(name: "fiscalYear", cells: Sample.cells(["FY2021": 1, "FY2023": 2]))
        #expect(years.timeline.map { FigureDimension.year($0.name) } == ["2021", "2022", "2023"])
    }

    @Test("Time without cells is shown as held back where cells are, for nobody is told which are empty")
    func heldBackTime() {
        let years = FigureDimension(
            name: "fiscalYear", cells: Sample.cells(["FY2021": 40, "FY2023": 50]), holdsBack: true)
        #expect(years.timeline.map(\.count) == [.number(40), .suppressed, .number(50)])
    }

    @Test("An agency's gap that is held back is drawn as held back, never as 0")
    func heldBackSystem() throws {
        let phrases = try Phrases(.english)
        let reader = Reader(
            phrases: phrases, languageIsAsked: false, now: Sample.now, path: "/", assets: Assets())
        func chart(_ system: FigureDimension, _ contradicts: FigureDimension) throws -> String? {
            var figure = try #require(Sample.overview.figure("hearing.not-in-agency-system"))
            figure.dimensions = [system, contradicts]
            return phrases.systemChart(figure, reader, day: Sample.asOf)?.text
        }
        func dimension(_ name: String, _ cells: KeyValuePairs<String, Int?>, holdsBack: Bool) -> FigureDimension {
            FigureDimension(name: name, cells: Sample.cells(cells), holdsBack: holdsBack)
        }
        func count(_ word: String, in text: String?) -> Int { (text?.components(separatedBy: word).count ?? 0) - 1 }
        let held = try chart(
            dimension("system", ["opla": 350], holdsBack: true), dimension("contradicts", [:], holdsBack: true))
        // One bar for OPLA's 350; three withheld, each in the drawing.
        #expect(count("class=\"withheld\"", in: held) == 3)
        #expect(!(held?.contains(">0<") ?? true))
        let open = try chart(
            dimension("system", ["opla": 350], holdsBack: false), dimension("contradicts", [:], holdsBack: false))
        #expect(count("class=\"withheld\"", in: open) == 0 && open?.contains(">0<") == true)
        #expect(
            try chart(dimension("system", [:], holdsBack: false), dimension("contradicts", [:], holdsBack: false))
                == nil)
    }

    @Test("Series of one size share a panel; of different sizes each has its own")
    func panels() throws {
        let phrases = try Phrases(.english)
        let start = Sample.asOf
        func series(_ size: Int) -> CensusSeries {
            CensusSeries((0..<900).map { (start.adding(days: $0), size + $0 % 5) })
        }
        let apart = try #require(CensusChart(own: series(10), hhs: series(9000), phrases: phrases)).markup().text
        let together = try #require(CensusChart(own: series(8000), hhs: series(9000), phrases: phrases)).markup().text
        #expect(apart.components(separatedBy: "preserveAspectRatio").count == 3)
        #expect(together.components(separatedBy: "preserveAspectRatio").count == 2)
        #expect(CensusChart(own: CensusSeries(), hhs: CensusSeries(), phrases: phrases) == nil)
    }

    @Test("A single day is a dot, and a chart of one day stands")
    func oneDay() throws {
        let chart = try #require(
            CensusChart(own: CensusSeries([(Sample.asOf, 40)]), hhs: CensusSeries(), phrases: try Phrases(.spanish)))
        #expect(chart.markup().text.contains("h0"))
    }
}
