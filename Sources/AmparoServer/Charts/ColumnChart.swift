/// Upright columns along time: years or months, with those in between that nothing was counted in.
struct ColumnChart {
    /// One column.
    struct Column {
        /// What the table says.
        var label: String
        /// What stands under the column; nil for nothing.
        var mark: String?
        /// How many; 0 where the figure has no such cell.
        var count: PublishedCount
    }

    /// What is around the chart.
    var frame: ChartFrame
    /// The columns, from the left.
    var columns: [Column]
    /// The heads of the table's columns.
    var heads: (label: String, count: String)

    /// The chart with its table.
    func markup(_ phrases: Phrases) -> Markup {
        frame.frame(
            drawing: drawing(phrases),
            table: countTable(
                caption: frame.title, columns: heads, rows: columns.map { ($0.label, $0.count) }, phrases: phrases),
            phrases: phrases)
    }

    private func drawing(_ phrases: Phrases) -> Markup {
        let axis = Axis(greatest: columns.compactMap(\.count.number).max() ?? 1)
        let (top, tall) = (1.4, 9.0)
        let slot = 100 / Double(max(1, columns.count))
        let areFew = columns.count <= 12
        return frame.svg(height: top + tall + 1.8, class: "columns") {
            for mark in axis.marks {
                let y = Length.em(top + tall * (1 - Double(mark) / Double(axis.end)))
                shape("line", ["class": mark == 0 ? "axis" : "grid", "x1": "0", "x2": "100%", "y1": y, "y2": y])
                if !areFew, mark > 0 {
                    element("text", ["class": "tick", "x": "0", "y": y, "dy": "-0.25em"], phrases.number(mark))
                }
            }
            for (index, column) in columns.enumerated() {
                let left = slot * (Double(index) + 0.14)
                let middle = Length.percent(slot * (Double(index) + 0.5))
                let width = Length.percent(slot * 0.72)
                switch column.count {
                case .number(let number):
                    let height = tall * min(1, max(0, Double(number) / Double(axis.end)))
                    shape(
                        "rect",
                        [
                            "class": "bar", "x": Length.percent(left), "width": width,
                            "y": Length.em(top + tall - height), "height": Length.em(height),
                        ])
                    if areFew {
                        element(
                            "text",
                            ["class": "value middle", "x": middle, "y": Length.em(top + tall - height - 0.35)],
                            phrases.number(number))
                    }
                case .suppressed:
                    shape(
                        "rect",
                        [
                            "class": "withheld", "x": Length.percent(left), "width": width,
                            "y": Length.em(top + tall - 1.2), "height": "1.2em", "fill": "url(#\(frame.id)-hatch)",
                        ])
                }
                if let mark = column.mark {
                    element(
                        "text",
                        [
                            "class": index % 2 == 1 && areFew ? "tick middle minor" : "tick middle", "x": middle,
                            "y": Length.em(top + tall + 1.2),
                        ], mark)
                }
            }
        }
    }
}
