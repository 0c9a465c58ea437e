/// The headings that figures stand under; a figure that none names stands under the last.
struct FigureGroup: Sendable {
    /// The key of the heading.
    let key: String
    /// The ids of the figures, in the order they stand.
    let ids: [String]

    /// The groups of the first catalogue (FEEDS.md, "Figures"), in the order of a child's way.
    static let all = [
        FigureGroup(
            key: "group.care",
            ids: ["children.transferred", "children.in-care", "children.released", "family.separated-open"]),
        FigureGroup(
            key: "group.release", ids: ["application.withdrawn", "check.unresolved-at-release", "address.defective"]),
        FigureGroup(key: "group.notice", ids: ["notice.none-yet", "notice.not-filed"]),
        FigureGroup(
            key: "group.hearing",
            ids: [
                "hearing.past", "hearing.failed-to-appear", "hearing.not-told", "hearing.not-in-agency-system",
                "order.in-absentia",
            ]),
        FigureGroup(
            key: "group.contact",
            ids: [
                "call.late", "call.undocumented", "child.not-reached", "child.last-confirmed",
                "child.missed-unaccounted",
            ]),
        FigureGroup(key: "group.court", ids: ["court.vanished"]),
    ]

    /// The figures of a model by heading, empty headings left out.
    static func sort(_ figures: [OverviewFigure]) -> [(key: String, figures: [OverviewFigure])] {
        var sorted: [(key: String, figures: [OverviewFigure])] = all.map { group in
            (group.key, group.ids.flatMap { id in figures.filter { $0.id == id } })
        }
        let known = Set(all.flatMap(\.ids))
        sorted.append(("group.other", figures.filter { !known.contains($0.id) }))
        return sorted.filter { !$0.figures.isEmpty }
    }
}
