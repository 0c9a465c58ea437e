internal import AmparoModel

/// Figures in words: sentences, names of dimensions and cells, and the order cells stand in.
extension Phrases {
    /// What a figure counts, in the form for a number.
    func unit(_ figure: OverviewFigure, for count: Int) -> String {
        let key = "unit.\(figure.id)"
        return say(entries[key] == nil ? "unit.other" : key, count: count)
    }

    /// The figure as a sentence: "31 of 448 releases (6.9 %)".
    func sentence(_ figure: OverviewFigure) -> String {
        switch (figure.value, figure.denominator) {
        case (.number(let value), nil):
            say("sentence.whole", ["value": number(value), "unit": unit(figure, for: value)])
        case (.suppressed, nil): say("withheld")
        case (_, .number(0)): say("sentence.none", ["unit": unit(figure, for: 0)])
        case (.number(let value), .number(let of)):
            say(
                "sentence.part",
                [
                    "value": number(value), "of": number(of), "unit": unit(figure, for: of),
                    "share": share(value, of: of) ?? "",
                ])
        case (.suppressed, .number(let of)):
            say("sentence.withheld", ["of": number(of), "unit": unit(figure, for: of)])
        case (.number(let value), .suppressed):
            say("sentence.ofWithheld", ["value": number(value), "unit": unit(figure, for: 2)])
        case (.suppressed, .suppressed): say("sentence.bothWithheld")
        }
    }

    /// What stands under a figure's number where the number itself is set large.
    func tail(_ figure: OverviewFigure) -> String {
        switch (figure.value, figure.denominator) {
        case (.number(let value), nil): say("tile.whole", ["unit": unit(figure, for: value)])
        case (.suppressed, nil): say("tile.whole", ["unit": unit(figure, for: 2)])
        case (_, .number(0)): say("sentence.none", ["unit": unit(figure, for: 0)])
        case (.number(let value), .number(let of)):
            say(
                "tile.part",
                ["of": number(of), "unit": unit(figure, for: of), "share": share(value, of: of) ?? ""])
        case (.suppressed, .number(let of)):
            say("tile.withheld", ["of": number(of), "unit": unit(figure, for: of)])
        case (_, .suppressed): say("tile.ofWithheld", ["unit": unit(figure, for: 2)])
        }
    }

    /// The name of a dimension.
    func dimension(_ name: String) -> String { find("dimension.\(name)") ?? clipped(name) }

    /// The name of a cell; one without words of its own is shown as in the feeds.
    func cell(_ name: String, of dimension: String) -> String {
        if dimension == "fiscalYear" { return say("cell.fiscalYear", ["year": clipped(FigureDimension.year(name))]) }
        if dimension == "month", let day = Day(name + "-01") { return month(day) }
        return find("cell.\(dimension).\(name)") ?? clipped(name)
    }
}

extension FigureDimension {
    /// The findings that are a failure to appear (MISSED-HEARING.md).
    static let failuresToAppear: Set<String> = ["missedReset", "missedClosed", "missedOrdered"]

    /// The cells of the agencies' systems, a closed list (FEEDS.md 3).
    static let systems: Set<String> = ["opla", "ero"]

    /// The order of cells that have one; those of any other dimension go by their size.
    private static let orders: [String: [String]] = [
        "finding": [
            "attended", "heldPresenceUnknown", "notHeld", "notProduced", "excused", "defectiveNotice",
            "noticeContested", "absenceUnclear", "missedReset", "missedClosed", "missedOrdered", "rescinded",
            "recordedInError", "unknown",
        ],
        "grade": ["certain", "likely"],
        "ageAtHearing": ["under18", "18-20", "21+", "unknown"],
        "status": ["rescinded", "stayed", "recalendared", "reopened", "standing"],
        "of": ["released", "transferred"],
        "orr": ["not-offered", "offered", "accepted"],
        "ice": ["not-offered", "offered", "accepted"],
        "attempts": ["late", "none"],
        "spokeWith": ["child-alone", "child", "sponsor-only", "unknown"],
        "days": ["0-30", "31-90", "91-365", "over-365", "never"],
        "category": ["1", "2A", "2B", "3"],
        "defect": ["blank", "undeliverable", "missing-unit", "missing-unit-inferred", "not-a-residence"],
    ]

    /// Whether the cells are years or months.
    var isTime: Bool { name == "fiscalYear" || name == "month" }

    /// The year of a cell of fiscal years, with or without `FY`.
    static func year(_ cell: String) -> String { cell.hasPrefix("FY") ? String(cell.dropFirst(2)) : cell }

    /// The cells in the order they are shown: that of the definition or of time; else the greatest first, with suppressed ones at the
    /// end by name, so that their place says nothing of their size.
    var ordered: [FigureCell] {
        if isTime { return cells.sorted { FigureDimension.year($0.name) < FigureDimension.year($1.name) } }
        if let order = FigureDimension.orders[name] {
            func place(_ cell: FigureCell) -> Int { order.firstIndex(of: cell.name) ?? order.count }
            return cells.sorted { (place($0), $0.name) < (place($1), $1.name) }
        }
        return cells.sorted { a, b in
            switch (a.count, b.count) {
            case (.number(let m), .number(let n)): (n, a.name) < (m, b.name)
            case (.number, .suppressed): true
            case (.suppressed, .number): false
            case (.suppressed, .suppressed): a.name < b.name
            }
        }
    }

    /// The cells of years or months with those in between that are not there, so that the axis is even. Left as they are when a name is not
    /// a year or month, or there would be more than 600.
    var timeline: [FigureCell] {
        let cells = ordered
        func index(_ cell: FigureCell) -> Int? {
            if name == "fiscalYear" { return Int(FigureDimension.year(cell.name)) }
            return Day(cell.name + "-01").map { $0.year * 12 + $0.month - 1 }
        }
        let places = cells.map(index)
        guard let first = places.first ?? nil, let last = places.last ?? nil, !places.contains(nil), last - first < 600,
            last >= first
        else { return cells }
        var byPlace: [Int: FigureCell] = [:]
        for (place, cell) in zip(places, cells) {
            if let place { byPlace[place] = cell }
        }
        return (first...last).map { place in
            if let cell = byPlace[place] { return cell }
            let month = place % 12 + 1
            let name = name == "fiscalYear" ? String(place) : "\(place / 12)-\(month < 10 ? "0" : "")\(month)"
            return FigureCell(name: name, count: absent)
        }
    }
}
