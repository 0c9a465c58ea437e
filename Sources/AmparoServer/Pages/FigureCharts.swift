internal import AmparoModel

/// The charts of figures.
extension Phrases {
    /// A chart of one dimension: columns along time, bars otherwise; nil when it has no cell.
    func chart(_ dimension: FigureDimension, id: String, title: String, note: Markup = Markup()) -> Markup? {
        guard !dimension.cells.isEmpty else { return nil }
        let heads = (label: self.dimension(dimension.name), count: say("figures.count"))
        guard dimension.isTime else {
            let rows = dimension.ordered.map { cell in
                BarChart.Row(label: self.cell(cell.name, of: dimension.name), count: cell.count)
            }
            return BarChart(
                frame: ChartFrame(id: id, title: title, description: describe(rows), note: note), rows: rows,
                columns: heads
            ).markup(self)
        }
        let cells = dimension.timeline
        let columns = cells.map { cell in
            ColumnChart.Column(
                label: self.cell(cell.name, of: dimension.name),
                mark: mark(cell.name, of: dimension, among: cells.count),
                count: cell.count)
        }
        let described = say(
            "chart.describe.columns", ["cells": list(columns.map { ($0.label, $0.count) })])
        let isHatched = columns.contains { $0.count == .suppressed }
        let note = isHatched ? note + Markup(" " + say("chart.hatched")) : note
        return ColumnChart(
            frame: ChartFrame(
                id: id, title: title, description: described, note: note, isWide: columns.count > 12),
            columns: columns, heads: heads
        ).markup(self)
    }

    /// What bars show, for those who do not see them.
    func describe(_ rows: [BarChart.Row]) -> String {
        say("chart.describe", ["cells": list(rows.map { ($0.label, $0.count) })])
    }

    /// Up to 16 cells one by one; of more, the greatest.
    private func list(_ cells: [(label: String, count: PublishedCount)]) -> String {
        if cells.count > 16, let most = cells.max(by: { ($0.count.number ?? -1) < ($1.count.number ?? -1) }) {
            return say(
                "chart.mostly", ["label": most.label, "count": count(most.count), "n": number(cells.count)])
        }
        return cells.map { say("chart.cell", ["label": $0.label, "count": count($0.count)]) }.joined(separator: "; ")
    }

    /// What stands under a column: every year, or every January when there are many months.
    private func mark(_ cell: String, of dimension: FigureDimension, among count: Int) -> String? {
        if dimension.name == "fiscalYear" { return clipped(FigureDimension.year(cell)) }
        guard count > 12 else { return cell }
        return cell.hasSuffix("-01") ? String(cell.prefix(4)) : nil
    }

    /// Past hearings by finding, those that are a failure to appear marked; nil when there are none.
    func findingsChart(_ figure: OverviewFigure, _ reader: Reader, day: Day) -> Markup? {
        guard let dimension = figure.dimension("finding"), !dimension.cells.isEmpty else { return nil }
        let rows = dimension.ordered.map { cell in
            let label = self.cell(cell.name, of: dimension.name)
            let isMarked = FigureDimension.failuresToAppear.contains(cell.name)
            return BarChart.Row(
                label: isMarked ? say("findings.marked", ["finding": label]) : label, count: cell.count,
                isMarked: isMarked)
        }
        var frame = frame(figure, reader, id: "findings", title: say("findings.title"), rows: rows, day: day)
        frame.isTall = true
        return BarChart(
            frame: frame, rows: rows, columns: (self.dimension("finding"), say("figures.count"))
        ).markup(self)
    }

    /// Children without a notice by reason; nil when there are none.
    func noticeChart(_ figure: OverviewFigure, _ reader: Reader, day: Day) -> Markup? {
        guard let dimension = figure.dimension("reason"), !dimension.cells.isEmpty else { return nil }
        let rows = dimension.ordered.map { BarChart.Row(label: cell($0.name, of: dimension.name), count: $0.count) }
        return BarChart(
            frame: frame(figure, reader, id: "notices", title: say("notice.title"), rows: rows, day: day), rows: rows,
            columns: (self.dimension("reason"), say("figures.count"))
        ).markup(self)
    }

    /// What each agency's own system lacks of the missed hearings, or says otherwise; nil when there are none.
    func systemChart(_ figure: OverviewFigure, _ reader: Reader, day: Day) -> Markup? {
        let parts = [("system.missing", "system"), ("system.contradicts", "contradicts")].map { key, name in
            (key: key, part: figure.dimension(name) ?? FigureDimension(name: name, cells: []))
        }
        var systems = Set(parts.flatMap { $0.part.cells.map(\.name) })
        if parts.contains(where: \.part.holdsBack) { systems.formUnion(FigureDimension.systems) }
        guard !systems.isEmpty else { return nil }
        let rows = systems.sorted().flatMap { system in
            let name = ["system": cell(system, of: "system")]
            return parts.map { key, part in
                BarChart.Row(
                    label: say(key, name), count: part.cells.first { $0.name == system }?.count ?? part.absent,
                    isMarked: key == "system.missing")
            }
        }
        return BarChart(
            frame: frame(figure, reader, id: "systems", title: say("system.title"), rows: rows, day: day), rows: rows,
            whole: figure.denominator?.number, columns: (self.dimension("system"), say("figures.count"))
        ).markup(self)
    }

    private func frame(
        _ figure: OverviewFigure, _ reader: Reader, id: String, title: String, rows: [BarChart.Row], day: Day
    ) -> ChartFrame {
        ChartFrame(
            id: id, title: title, description: describe(rows),
            note: Markup(sentence(figure) + ". " + say("chart.asOf", ["day": self.day(day)])),
            link: (reader.address("/figures/\(figure.id)"), say("chart.more")))
    }
}
