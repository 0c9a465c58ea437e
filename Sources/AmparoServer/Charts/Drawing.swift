/// Lengths as SVG attributes take them. Charts are drawn in per cent of their width and in `em` of their type, so that letters keep
/// their size on a narrow screen and at any zoom.
enum Length {
    /// Per cent of the width.
    static func percent(_ value: Double) -> String { short(value) + "%" }
    /// Widths of the letter m.
    static func em(_ value: Double) -> String { short(value) + "em" }

    /// A number with at most two decimals; 0 for what is none.
    static func short(_ value: Double) -> String {
        guard value.isFinite, value.magnitude < 1e12 else { return "0" }
        let hundredths = Int((value * 100).rounded())
        let fraction = Int(hundredths.magnitude % 100)
        var text = (hundredths < 0 ? "-" : "") + String(hundredths.magnitude / 100)
        guard fraction != 0 else { return text }
        text += fraction < 10 ? ".0\(fraction)" : ".\(fraction)"
        if text.hasSuffix("0") { text.removeLast() }
        return text
    }
}

/// An axis from 0 with round steps.
struct Axis {
    /// The end of the axis, at least 1.
    let end: Int
    /// The marks, 0 included.
    let marks: [Int]

    /// An axis on which `greatest` fits, with two to five steps of 1, 2 or 5 times a power of ten.
    init(greatest: Int) {
        let greatest = max(1, min(greatest, 1_000_000_000_000))
        var step = 1
        var factors = [2, 5, 10]
        var decade = 1
        while greatest > step * 4 {
            step = factors.removeFirst() * decade
            if factors.isEmpty {
                decade *= 10
                factors = [2, 5, 10]
            }
        }
        let steps = (greatest + step - 1) / step
        marks = (0...steps).map { $0 * step }
        end = steps * step
    }
}

/// What every chart has around it: a caption, the drawing with a name and a description for those who do not see it, and the same
/// numbers as a table.
struct ChartFrame {
    /// A name that no other chart of the page has.
    let id: String
    /// The heading.
    let title: String
    /// What the drawing shows, for those who do not see it.
    let description: String
    /// A line under the heading: unit, day, source.
    var note: Markup = Markup()
    /// The figure that the chart is of, as a link; nil for none.
    var link: (address: String, text: String)?
    /// Whether the chart takes the whole width.
    var isWide = false
    /// Whether the chart stands beside two others.
    var isTall = false

    func frame(drawing: Markup, table: Markup, phrases: Phrases) -> Markup {
        element(
            "figure", ["class": isWide ? "chart wide" : isTall ? "chart tall" : "chart", "aria-labelledby": "\(id)-h"]
        ) {
            element("h3", ["id": "\(id)-h"], title)
            if !note.isEmpty { element("p", ["class": "note"]) { note } }
            drawing
            element("details") {
                element("summary", [:], phrases.say("chart.table"))
                element("div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-labelledby": "\(id)-h"]) {
                    table
                }
            }
            if let link { element("p", ["class": "more"]) { element("a", ["href": link.address], link.text) } }
        }
    }

    /// The drawing itself, `height` in `em`.
    func svg(height: Double, class name: String, @MarkupBuilder content: () -> Markup) -> Markup {
        element(
            "svg",
            [
                "class": name, "role": "img", "aria-labelledby": "\(id)-t \(id)-d", "width": "100%",
                "height": Length.em(height), "focusable": "false",
            ]
        ) {
            element("title", ["id": "\(id)-t"], title)
            element("desc", ["id": "\(id)-d"], description)
            element("defs") {
                element(
                    "pattern",
                    [
                        "id": "\(id)-hatch", "width": "5", "height": "5", "patternUnits": "userSpaceOnUse",
                        "patternTransform": "rotate(45)",
                    ]
                ) { shape("rect", ["class": "hatch", "width": "1.6", "height": "5"]) }
            }
            content()
        }
    }
}
