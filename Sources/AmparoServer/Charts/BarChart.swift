/// Horizontal bars: a label, and under it the bar with its number at the end.
struct BarChart {
    /// One bar.
    struct Row {
        /// What is counted.
        var label: String
        /// How many.
        var count: PublishedCount
        /// Whether the bar belongs to those the chart is about; the label says so too.
        var isMarked = false
    }

    /// What is around the chart.
    var frame: ChartFrame
    /// The bars, from the top.
    var rows: [Row]
    /// The length that the longest bar is measured against; nil for the greatest of the numbers.
    var whole: Int?
    /// The heads of the table's columns.
    var columns: (label: String, count: String)

    /// The chart with its table.
    func markup(_ phrases: Phrases) -> Markup {
        frame.frame(drawing: drawing(phrases), table: table(phrases), phrases: phrases)
    }

    private func drawing(_ phrases: Phrases) -> Markup {
        let greatest = Double(max(1, whole ?? rows.compactMap(\.count.number).max() ?? 1))
        let labels = rows.map { BarChart.lines($0.label) }
        var tops: [Double] = []
        var height = 0.0
        for label in labels {
            tops.append(height + Double(label.count - 1) * 1.2)
            height += 2.9 + Double(label.count - 1) * 1.2
        }
        return frame.svg(height: height + 0.2, class: "bars") {
            shape("line", ["class": "axis", "x1": "0", "y1": "0", "x2": "0", "y2": "100%"])
            for (row, (label, top)) in zip(rows, zip(labels, tops)) {
                for (index, line) in label.enumerated() {
                    let y = top + 1.15 - Double(label.count - 1 - index) * 1.2
                    element("text", ["class": "label", "x": "0", "dx": "0.4em", "y": Length.em(y)], line)
                }
                switch row.count {
                case .number(let number):
                    let width = Length.percent(min(1, max(0, Double(number) / greatest)) * 78)
                    shape(
                        "rect",
                        [
                            "class": row.isMarked ? "bar marked" : "bar", "x": "0", "y": Length.em(top + 1.55),
                            "width": width, "height": "0.95em",
                        ])
                    element(
                        "text", ["class": "value", "x": width, "dx": "0.4em", "y": Length.em(top + 2.36)],
                        phrases.number(number))
                case .suppressed:
                    shape(
                        "rect",
                        [
                            "class": "withheld", "x": "0", "y": Length.em(top + 1.55), "width": "2em",
                            "height": "0.95em", "fill": "url(#\(frame.id)-hatch)",
                        ])
                    element(
                        "text", ["class": "value held", "x": "2em", "dx": "0.4em", "y": Length.em(top + 2.36)],
                        phrases.say("withheld"))
                }
            }
        }
    }

    /// A label in one line, or in two where it would not fit a narrow screen; what does not fit two is cut, and stands in the table.
    static func lines(_ label: String) -> [String] {
        guard label.count > 40 else { return [label] }
        let head = label.prefix(41)
        let end = head.lastIndex(of: " ") ?? head.endIndex
        let rest = label[end...].drop { $0 == " " }
        return [String(label[..<end]), rest.count > 44 ? rest.prefix(43) + "\u{2026}" : String(rest)]
    }

    private func table(_ phrases: Phrases) -> Markup {
        countTable(
            caption: frame.title, columns: columns, rows: rows.map { ($0.label, $0.count) }, phrases: phrases)
    }
}

/// A table of labels and counts.
func countTable(
    caption: String, columns: (label: String, count: String), rows: [(label: String, count: PublishedCount)],
    phrases: Phrases
) -> Markup {
    element("table", ["class": "counts"]) {
        element("caption", [:], caption)
        element("thead") {
            element("tr") {
                element("th", ["scope": "col"], columns.label)
                element("th", ["scope": "col", "class": "number"], columns.count)
            }
        }
        element("tbody") {
            for row in rows {
                element("tr") {
                    element("th", ["scope": "row"], row.label)
                    countCell(row.count, phrases)
                }
            }
        }
    }
}

/// A table cell with a count.
func countCell(_ count: PublishedCount?, _ phrases: Phrases) -> Markup {
    switch count {
    case .number(let number): element("td", ["class": "number"], phrases.number(number))
    case .suppressed:
        element("td", ["class": "number held"]) {
            element("abbr", ["title": phrases.say("withheld.why")], phrases.say("withheld"))
        }
    case nil:
        element("td", ["class": "number none"]) {
            element("span", ["aria-hidden": "true"], "\u{2013}")
            element("span", ["class": "unseen"], phrases.say("not.applicable"))
        }
    }
}
