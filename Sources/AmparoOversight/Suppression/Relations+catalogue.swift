extension Relations {
    /// What is known of the figures of one document (COUNTING.md), within each figure and between them. Full counts in.
    init(_ figures: [Figure]) {
        let byID = Dictionary(figures.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for figure in figures {
            _ = variable(.value(figure.id), figure.value)
            _ = variable(.unknown(figure.id), figure.unknown)
            for (dimension, cells) in figure.by.sorted(by: { $0.key < $1.key }) {
                for (cell, count) in cells.sorted(by: { $0.key < $1.key }) {
                    _ = variable(.cell(figure.id, dimension: dimension, cell: cell), count)
                }
            }
            guard let denominator = figure.denominator else { continue }
            let total = variable(.denominator(figure.id), denominator)
            let value = variable(.value(figure.id), figure.value)
            if let rest = state(total, isAtLeast: [value], restIsCounted: true) { relate(figure, value, total, rest) }
        }
        for figure in figures where figure.denominator == nil {
            relate(figure, variable(.value(figure.id), figure.value))
        }
        relateBetween(byID)
    }

    private static let missed = ["missedReset", "missedClosed", "missedOrdered"]

    /// The cells of a dimension, by name; those left out are 0 and need no variable.
    private func cells(_ figure: Figure, _ dimension: String, _ names: [String]? = nil) -> [Int] {
        (figure.by[dimension] ?? [:]).keys.sorted()
            .filter { names?.contains($0) ?? true }
            .compactMap { index[.cell(figure.id, dimension: dimension, cell: $0)] }
    }

    /// Figures with a denominator, which is the value and a rest.
    private mutating func relate(_ figure: Figure, _ value: Int, _ total: Int, _ rest: Int) {
        switch figure.id {
        case .applicationWithdrawn:
            state(value, is: cells(figure, "month"))
            state(value, isAtLeast: cells(figure, "reason"), restIsCounted: true)
        case .noticeNoneYet:
            state(value, is: cells(figure, "reason"))
            state(value, is: cells(figure, "of", ["released"]))
            for transferred in cells(figure, "of", ["transferred"]) {
                state(transferred, isAtLeast: [value], restIsCounted: true)
            }
        case .addressDefective:
            state(value, is: cells(figure, "defect", ["blank", "undeliverable", "missing-unit"]))
            state(
                rest, isAtLeast: cells(figure, "defect", ["missing-unit-inferred", "not-a-residence"]),
                restIsCounted: true)
        case .hearingFailedToAppear:
            for dimension in figure.by.keys.sorted() { state(value, isCoveredBy: cells(figure, dimension)) }
        case .hearingNotTold:
            state(total, is: cells(figure, "orr"))
            state(total, is: cells(figure, "ice"))
            state(rest, isCoveredBy: cells(figure, "orr", ["accepted"]) + cells(figure, "ice", ["accepted"]))
        case .hearingNotInAgencySystem:
            state(value, isCoveredBy: cells(figure, "system"))
            for name in (figure.by["contradicts"] ?? [:]).keys.sorted() {
                state(
                    total, isAtLeast: cells(figure, "contradicts", [name]) + cells(figure, "system", [name]),
                    restIsCounted: false)
            }
            if figure.unknown > 0 { state(total, is: [variable(.unknown(figure.id), figure.unknown)]) }
        case .callLate:
            state(value, is: cells(figure, "attempts"))
        case .childNotReached:
            state(rest, is: cells(figure, "spokeWith"))
        case .childLastConfirmed:
            state(value, is: cells(figure, "days", ["over-365", "never"]))
            state(rest, is: cells(figure, "days", ["0-30", "31-90", "91-365"]))
        case .checkUnresolvedAtRelease:
            state(value, isCoveredBy: cells(figure, "why"))
        default: break
        }
    }

    /// Figures without a denominator.
    private mutating func relate(_ figure: Figure, _ value: Int) {
        switch figure.id {
        case .childrenTransferred:
            state(value, isCoveredBy: cells(figure, "fiscalYear"))
        case .hearingPast:
            for dimension in ["grade", "ageAtHearing"] { state(value, is: cells(figure, dimension)) }
            // The failures to appear are a sum of their own, which is the denominator of `hearing.not-told`.
            let missed = cells(figure, "finding", Relations.missed)
            let failures = latent(missed.reduce(0) { $0 + variables[$1].value })
            state(failures, is: missed)
            state(value, is: cells(figure, "finding").filter { !missed.contains($0) } + [failures])
            if let told = index[.denominator(.hearingNotTold)] { state(told, is: [failures]) }
        case .orderInAbsentia:
            for dimension in ["status", "hearing"] { state(value, is: cells(figure, dimension)) }
        case .familySeparatedOpen:
            state(value, isCoveredBy: cells(figure, "relation"))
        case .courtVanished:
            state(value, is: cells(figure, "table"))
        default: break
        }
    }

    /// Numbers that are the same, or parts of one another, in two figures.
    private mutating func relateBetween(_ figures: [FigureID: Figure]) {
        func value(_ id: FigureID) -> Int? { index[.value(id)] }
        func total(_ id: FigureID) -> Int? { index[.denominator(id)] }
        // All releases: the sum of the years, and the denominator of the addresses.
        var releases = total(.addressDefective)
        if let figure = figures[.childrenReleased], let children = value(.childrenReleased) {
            let years = cells(figure, "fiscalYear")
            let count = years.reduce(0) { $0 + variables[$1].value }
            if releases == nil { releases = latent(count) }
            if let releases {
                state(releases, is: years)
                state(releases, isAtLeast: cells(figure, "state"), restIsCounted: true)
                state(releases, isAtLeast: cells(figure, "category"), restIsCounted: true)
                state(releases, isAtLeast: [children], restIsCounted: false)
            }
            if let figure = figures[.noticeNoneYet], let numbered = total(.noticeNoneYet) {
                state(children, is: [numbered, variable(.unknown(.noticeNoneYet), figure.unknown)])
            }
        }
        if let releases, let late = total(.callLate) { state(releases, isAtLeast: [late], restIsCounted: false) }
        if let releases, let figure = figures[.checkUnresolvedAtRelease], let checked = total(figure.id),
            let without = state(releases, isAtLeast: [checked], restIsCounted: true),
            let unresolved = value(figure.id),
            let undetermined = state(
                variable(.unknown(figure.id), figure.unknown), isAtLeast: [without], restIsCounted: true)
        {
            state(checked, isAtLeast: [unresolved, undetermined], restIsCounted: true)
        }
        if let failed = value(.hearingFailedToAppear), let missed = total(.childMissedUnaccounted) {
            state(missed, is: [failed])
        }
    }
}
