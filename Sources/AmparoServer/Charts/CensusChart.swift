internal import AmparoModel

/// Children in care by day: the record's own count and the public series of HHS, on one time axis. Of series more than three times
/// apart in size each has a panel of its own, so that both can be read; days nobody counted are gaps in the line.
struct CensusChart {
    private struct Line {
        var name: String
        var style: String
        var series: CensusSeries
    }

    /// What is around the chart.
    let frame: ChartFrame
    private let lines: [Line]
    private let phrases: Phrases
    private let first: Day
    private let last: Day

    /// The chart; nil when neither series has a number that may be shown.
    init?(own: CensusSeries, hhs: CensusSeries, phrases: Phrases) {
        let lines = [
            Line(name: phrases.say("census.own"), style: "own", series: own),
            Line(name: phrases.say("census.hhs"), style: "hhs", series: hhs),
        ].filter { $0.series.greatest != nil }
        let days = lines.flatMap { line in [line.series.points.first?.day, line.series.points.last?.day] }.compactMap(
            \.self)
        guard let first = days.min(), let last = days.max() else { return nil }
        self.lines = lines
        self.phrases = phrases
        self.first = first
        self.last = last
        frame = ChartFrame(
            id: "census", title: phrases.say("census.title"),
            description: lines.map { CensusChart.describe($0.name, $0.series, phrases) }.joined(separator: " "),
            note: Markup(phrases.say("census.note")), isWide: true)
    }

    /// The chart with its table.
    func markup() -> Markup { frame.frame(drawing: drawing(), table: table(), phrases: phrases) }

    private static func describe(_ name: String, _ series: CensusSeries, _ phrases: Phrases) -> String {
        let shown = series.points.compactMap { point in point.count.number.map { (day: point.day, count: $0) } }
        guard let first = shown.first, let last = shown.last, let low = shown.min(by: { $0.count < $1.count }),
            let high = shown.max(by: { $0.count < $1.count })
        else { return "" }
        return phrases.say(
            "census.describe",
            [
                "name": name, "first": phrases.day(first.day), "last": phrases.day(last.day),
                "latest": phrases.number(last.count), "low": phrases.number(low.count),
                "lowDay": phrases.day(low.day), "high": phrases.number(high.count), "highDay": phrases.day(high.day),
                "gaps": phrases.say("census.gaps", count: max(0, series.stretches.count - 1)),
            ])
    }

    /// The lines by panel: together when they are of a size.
    private var panels: [[Line]] {
        let greatest = lines.compactMap(\.series.greatest)
        guard let low = greatest.min(), let high = greatest.max(), high > 3 * low else { return [lines] }
        return lines.map { [$0] }
    }

    private func drawing() -> Markup {
        let (plot, gap) = (panels.count > 1 ? 8.5 : 12.0, 1.2)
        let heads = panels.map { Double($0.count) * 1.7 + 1.9 }
        var tops: [Double] = []
        var height = 0.0
        for head in heads {
            tops.append(height + head)
            height += head + plot + gap
        }
        return frame.svg(height: height + 0.8, class: "lines") {
            for (year, mark) in timeMarks.enumerated() {
                shape(
                    "line",
                    [
                        "class": "grid", "x1": mark.place, "x2": mark.place, "y1": Length.em(tops.first ?? 0),
                        "y2": Length.em(height - gap + 0.4),
                    ])
                element(
                    "text",
                    [
                        "class": year % 2 == 1 ? "tick minor" : "tick", "x": mark.place, "dx": "0.3em",
                        "y": Length.em(height + 0.2),
                    ], mark.label)
            }
            for (panel, top) in zip(panels, tops) { draw(panel, top: top, plot: plot) }
        }
    }

    @MarkupBuilder
    private func draw(_ panel: [Line], top: Double, plot: Double) -> Markup {
        let axis = Axis(greatest: panel.compactMap(\.series.greatest).max() ?? 1)
        for (index, line) in panel.enumerated() {
            let y = top - 1.9 - Double(panel.count - index - 1) * 1.7
            shape(
                "line",
                [
                    "class": "line \(line.style)", "x1": "0", "x2": "2em", "y1": Length.em(y - 0.35),
                    "y2": Length.em(y - 0.35),
                ])
            element("text", ["class": "label", "x": "2.5em", "y": Length.em(y)]) { head(line) }
        }
        for mark in axis.marks {
            let y = top + plot * (1 - Double(mark) / Double(axis.end))
            shape(
                "line",
                [
                    "class": mark == 0 ? "axis" : "grid", "x1": "0", "x2": "100%", "y1": Length.em(y),
                    "y2": Length.em(y),
                ])
        }
        element(
            "svg",
            [
                "x": "0", "y": Length.em(top), "width": "100%", "height": Length.em(plot), "viewBox": "0 0 1000 1000",
                "preserveAspectRatio": "none",
            ]
        ) {
            for line in panel { shape("path", ["class": "line \(line.style)", "d": path(line.series, axis)]) }
        }
        for mark in axis.marks where mark > 0 {
            let y = top + plot * (1 - Double(mark) / Double(axis.end))
            element("text", ["class": "tick", "x": "0", "y": Length.em(y), "dy": "-0.25em"], phrases.number(mark))
        }
    }

    /// The name of a line with its last count; the day of that only where there is room.
    @MarkupBuilder
    private func head(_ line: Line) -> Markup {
        line.name
        if let last = line.series.points.last(where: { $0.count.number != nil }) {
            ": " + phrases.count(last.count)
            element("tspan", ["class": "minor"]) { " " + phrases.say("census.on", ["day": phrases.day(last.day)]) }
        }
    }

    private var span: Int { max(1, last.days(since: first)) }

    private func place(_ day: Day) -> Double { Double(day.days(since: first)) / Double(span) }

    /// One stroke per stretch. Of all points that fall on one of 1000 places the first, lowest, highest and last are drawn.
    private func path(_ series: CensusSeries, _ axis: Axis) -> String {
        var path = ""
        for stretch in series.stretches {
            var kept: [(x: Int, y: Double)] = []
            var index = 0
            while index < stretch.count {
                let x = Int((place(stretch[index].day) * 1000).rounded())
                var end = index
                while end < stretch.count, Int((place(stretch[end].day) * 1000).rounded()) == x { end += 1 }
                let column = stretch[index..<end].map { 1000 * (1 - Double($0.count) / Double(axis.end)) }
                for y in [column.first, column.min(), column.max(), column.last].compactMap(\.self)
                where kept.last?.x != x || kept.last?.y != y { kept.append((x, y)) }
                index = end
            }
            for (index, point) in kept.enumerated() {
                path += "\(index == 0 ? "M" : "L")\(point.x) \(Length.short(point.y))"
            }
            // A stroke without length is a dot.
            if kept.count == 1 { path += "h0" }
        }
        return path
    }

    /// Years on the axis; months when there are less than two years.
    private var timeMarks: [(place: String, label: String)] {
        var marks: [(day: Day, label: String)] = []
        if span > 730 {
            let years = last.year - first.year
            let step = years > 40 ? 10 : years > 16 ? 5 : 1
            for year in first.year...last.year where year % step == 0 {
                if let day = Day(year: year, month: 1, day: 1) { marks.append((day, String(year))) }
            }
        } else {
            let step = span > 200 ? 3 : 1
            for year in first.year...last.year {
                for month in stride(from: 1, through: 12, by: step) {
                    if let day = Day(year: year, month: month, day: 1) { marks.append((day, phrases.month(day))) }
                }
            }
        }
        return marks.filter { $0.day >= first && place($0.day) <= 0.96 }
            .map { (Length.percent(place($0.day) * 100), $0.label) }
    }

    private func table() -> Markup {
        let ends = lines.map { line in
            Dictionary(line.series.monthEnds.map { ([$0.day.year, $0.day.month], $0) }) { _, last in last }
        }
        let months = Set(ends.flatMap(\.keys)).sorted { $0.lexicographicallyPrecedes($1) }.reversed()
        return element("table", ["class": "counts"]) {
            element("caption", [:], phrases.say("census.table"))
            element("thead") {
                element("tr") {
                    element("th", ["scope": "col"], phrases.say("census.month"))
                    for line in lines { element("th", ["scope": "col", "class": "number"], line.name) }
                }
            }
            element("tbody") {
                for month in months {
                    element("tr") {
                        element(
                            "th", ["scope": "row"],
                            Day(year: month[0], month: month[1], day: 1).map(phrases.month) ?? "")
                        for end in ends { countCell(end[month]?.count, phrases) }
                    }
                }
            }
        }
    }
}
