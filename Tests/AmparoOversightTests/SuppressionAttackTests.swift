import AmparoModel
import Testing

@testable import AmparoOversight

/// All tables of one small shape, as figures, and the numbers that must not be known of each: those written and those that follow.
struct TableShape: CustomTestStringConvertible, Sendable {
    let name: String
    /// All tables with totals up to a bound.
    let tables: @Sendable (Int) -> [[Figure]]
    /// Numbers written nowhere that follow from two that are.
    var differences: @Sendable ([Figure]) -> [Int] = { _ in [] }

    var testDescription: String { name }

    /// Every list of `count` numbers that add up to at most `total`.
    static func lists(_ count: Int, upTo total: Int) -> [[Int]] {
        guard count > 0 else { return [[]] }
        return (0...total).flatMap { first in lists(count - 1, upTo: total - first).map { [first] + $0 } }
    }

    static func cells(_ names: [String], _ counts: some Sequence<Int>) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: zip(names, counts)).filter { $0.value > 0 }
    }

    static let all = [
        TableShape(name: "one value, two partitions") { bound in
            lists(3, upTo: bound).flatMap { status in
                let value = status.reduce(0, +)
                return (0...value).map { found in
                    [
                        Figure(
                            .orderInAbsentia, value: value,
                            by: [
                                "status": cells(["rescinded", "stayed", "standing"], status),
                                "hearing": cells(["found", "none"], [found, value - found]),
                            ])
                    ]
                }
            }
        },
        TableShape(
            name: "a denominator and a partition of the rest",
            tables: { bound in
                lists(4, upTo: bound).map { list in
                    [
                        Figure(
                            .childNotReached, value: list[0], denominator: list.reduce(0, +),
                            by: ["spokeWith": cells(["child", "sponsor-only", "unknown"], list.dropFirst())])
                    ]
                }
            }, differences: { [$0[0].denominator! - $0[0].value] }),
        TableShape(
            name: "a denominator, a partition and a list with a rest",
            tables: { bound in
                lists(3, upTo: bound).flatMap { list in
                    let value = list[0] + list[1]
                    return lists(2, upTo: value).map { reasons in
                        [
                            Figure(
                                .applicationWithdrawn, value: value, denominator: value + list[2],
                                by: [
                                    "month": cells(["2025-01", "2025-02"], list.prefix(2)),
                                    "reason": cells(["documents", "other"], reasons),
                                ])
                        ]
                    }
                }
            },
            differences: { [$0[0].denominator! - $0[0].value, $0[0].value - $0[0].by["reason"]!.values.reduce(0, +)] }),
        TableShape(
            name: "a value that is two of five cells",
            tables: { bound in
                lists(5, upTo: bound).map { list in
                    [
                        Figure(
                            .childLastConfirmed, value: list[3] + list[4], denominator: list.reduce(0, +),
                            by: ["days": cells(["0-30", "31-90", "91-365", "over-365", "never"], list)])
                    ]
                }
            }, differences: { [$0[0].denominator! - $0[0].value] }),
        TableShape(name: "a list in which one child may stand twice") { bound in
            lists(3, upTo: bound).flatMap { years in
                (years.max()!...years.reduce(0, +)).map { value in
                    [
                        Figure(
                            .childrenTransferred, value: value,
                            by: ["fiscalYear": cells(["2023", "2024", "2025"], years)])
                    ]
                }
            }
        },
        TableShape(
            name: "two figures, one the denominator of the other",
            tables: { bound in
                lists(3, upTo: bound).flatMap { list in
                    (0...list[0]).map { value in
                        [
                            Figure(
                                .hearingFailedToAppear, value: list[0], denominator: list[0] + list[1], unknown: list[2]
                            ),
                            Figure(.childMissedUnaccounted, value: value, denominator: list[0]),
                        ]
                    }
                }
            }, differences: { $0.map { $0.denominator! - $0.value } }),
        TableShape(
            name: "two figures that share a total, one with unknowns",
            tables: { bound in
                lists(4, upTo: bound).map { list in
                    [
                        Figure(.childrenReleased, value: list.prefix(3).reduce(0, +)),
                        Figure(
                            .noticeNoneYet, value: list[0], denominator: list[0] + list[1], unknown: list[2],
                            by: [
                                "reason": cells(["backlog"], [list[0]]),
                                "of": cells(["released", "transferred"], [list[0], list[0] + list[3]]),
                            ]),
                    ]
                }
            },
            differences: {
                [$0[1].denominator! - $0[1].value, ($0[1].by["of"]!["transferred"] ?? 0) - $0[1].value]
            }),
    ]
}

@Suite("An attacker on all small tables")
struct SuppressionAttackTests {
    /// All released children are those with a number and those without; both suppressed and so not 0, they are at least two.
    static func least(_ item: PublishedItem) -> Int { item == .value(.childrenReleased) ? 2 : 1 }

    static func places(_ figures: [Figure]) -> [PublishedItem: Int] {
        var places: [PublishedItem: Int] = [:]
        for figure in figures {
            places[.value(figure.id)] = figure.value
            places[.unknown(figure.id)] = figure.unknown
            if let denominator = figure.denominator { places[.denominator(figure.id)] = denominator }
            for (dimension, cells) in figure.by {
                for (cell, count) in cells { places[.cell(figure.id, dimension: dimension, cell: cell)] = count }
            }
        }
        return places
    }

    /// The attacker knows every table there could be, what was published, and, more than anybody is told, which cells are suppressed. Whatever is
    /// suppressed, and small, must still be able to be every small number.
    @Test("No suppressed number of any small table can be worked out", arguments: TableShape.all)
    func exhaustive(_ shape: TableShape) throws {
        let limit = 3
        let worlds = shape.tables(10).map { (figures: $0, places: Self.places($0), differences: shape.differences($0)) }
        var hiddenOften = 0
        // What the attacker can still think, by what is shown; kept because many tables hide the same places.
        var byMask: [Set<PublishedItem>: [[PublishedItem: Int]: [Int]]] = [:]
        for figures in shape.tables(6) {
            let suppression = Suppression(figures, limit: limit)
            try #require(suppression.isSafe, "\(figures.map(\.json))")
            let places = Self.places(figures)
            let hidden = Set(places.keys.filter { suppression.hides($0) })
            #expect(places.allSatisfy { !(1...limit).contains($0.value) || hidden.contains($0.key) })
            guard !hidden.isEmpty else { continue }
            hiddenOften += 1
            func view(_ places: [PublishedItem: Int]) -> [PublishedItem: Int] {
                var view = places
                for item in hidden {
                    // A suppressed cell looks as an empty one; a suppressed value, denominator or unknown is not 0.
                    if case .cell = item { view[item] = nil } else { view[item] = places[item]! > 0 ? -1 : 0 }
                }
                return view
            }
            if byMask[hidden] == nil {
                byMask[hidden] = Dictionary(grouping: worlds.indices) { view(worlds[$0].places) }
            }
            let thinkable = try #require(byMask[hidden]?[view(places)])
            for item in hidden where (1...limit).contains(places[item]!) {
                let possible = Set(thinkable.map { worlds[$0].places[item] ?? 0 })
                #expect(
                    possible.isSuperset(of: Self.least(item)...limit),
                    "\(item) of \(figures.map(\.json)) is one of \(possible)")
            }
            for (index, difference) in shape.differences(figures).enumerated() where (1...limit).contains(difference) {
                let possible = Set(thinkable.map { worlds[$0].differences[index] })
                #expect(
                    possible.isSuperset(of: 1...limit), "difference \(index) of \(figures.map(\.json)): \(possible)")
            }
        }
        #expect(hiddenOften > 50)
    }

    @Test("Differences that are small are suppressed too, when nothing is hidden otherwise")
    func differenceAlone() throws {
        let figure = Figure(.noticeNotFiled, value: 95, denominator: 100)
        let form = try PublicFiguresDocument(FiguresDocument(asOf: Day("2025-01-01")!, figures: [figure])).figures[0]
        #expect(form.value == .suppressed || form.denominator == .suppressed)
        #expect(form.unknown == .number(0))
    }
}
