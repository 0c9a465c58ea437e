internal import AmparoModel
internal import AmparoServer

/// An invented overview with everything in it that a page can meet: shares, suppressed counts, gaps, and names that want to be markup.
enum Sample {
    /// 2025-03-31.
    static let asOf = Day(year: 2025, month: 3, day: 31) ?? Day(number: 0)
    /// Noon of 2025-04-03.
    static let now = Instant("2025-04-03T12:00:00Z") ?? Instant(microseconds: 0)
    /// A name that would end an attribute, an element, or escape an escape that goes by characters.
    static let hostile = "\"\u{301} onload=x '><script>alert(1)</script>&\u{202E}\u{7}.csv"

    static let overview = OverviewModel(
        asOf: asOf, logSize: 1_234_567, logRoot: "k3Gf0T0Zc7p1uUbmJcWmCkqvZ1mH5yT9w8QxV2nE4sA=", figures: figures,
        ownCensus: census(from: "2023-03-01", to: "2025-03-31", peak: 96, skipping: 400..<470, suppressed: 300..<320),
        publicCensus: census(from: "2023-01-12", to: "2025-03-30", peak: 11_000, skipping: 500..<530),
        ingests: ingests, publicFigures: Array("{\"public\":true,\"figures\":[]}\n".utf8))

    static func both(_ english: String, _ spanish: String) -> Wording { Wording(english: english, spanish: spanish) }

    static func cells(_ cells: KeyValuePairs<String, Int?>) -> [FigureCell] {
        cells.map { FigureCell(name: $0, count: $1.map { .number($0) } ?? .suppressed) }
    }

    static func by(_ name: String, _ cells: KeyValuePairs<String, Int?>) -> FigureDimension {
        FigureDimension(
            name: name, definition: both("What the cells of \(name) mean.", "Lo que significan las celdas de \(name)."),
            cells: Sample.cells(cells))
    }

    static func figure(
        _ id: String, _ english: String, _ spanish: String, _ value: Int?, of: Int?? = .none, unknown: Int? = 0,
        by dimensions: [FigureDimension] = [], measures: [FigureMeasure] = []
    ) -> OverviewFigure {
        OverviewFigure(
            id: id, version: 1, title: both(english, spanish),
            definition: both("What is counted: \(english).", "Lo que se cuenta: \(spanish)."),
            denominatorDefinition: of == nil ? nil : both("Of how many.", "De cuántos."),
            unknownDefinition: both("What could not be placed.", "Lo que no se pudo ubicar."),
            value: value.map { .number($0) } ?? .suppressed,
            denominator: of.map { $0.map { .number($0) } ?? .suppressed },
            unknown: unknown.map { .number($0) } ?? .suppressed, dimensions: dimensions, measures: measures,
            rule: "COUNTING.md version 1, \(id)", basis: ["8 U.S.C. 1232"],
            definitionHash: "9f2a57b1c0de44d2a1b79e6cf3d8a0b5c4e1f2d3a4b5c6d7e8f9a0b1c2d3e4f5")
    }

    static let figures: [OverviewFigure] = [
        figure(
            "children.transferred", "Children transferred to ORR", "Menores transferidos a ORR", 5000,
            by: [by("fiscalYear", ["2020": 420, "2021": 1204, "2022": 1310, "2024": 1466, "2025": 600, "2019": nil])]),
        figure(
            "children.in-care", "Children in care", "Menores bajo cuidado", 87,
            measures: [
                FigureMeasure(name: "averageDays", definition: both("So far.", "Hasta ahora."), tenths: 361),
                FigureMeasure(name: "averageDaysDischarged", tenths: nil),
            ]),
        figure(
            "children.released", "Children released to sponsors", "Menores entregados a patrocinadores", 4710,
            by: [
                by("state", ["TX": 1033, "FL": 704, "CA": 610, "WY": nil, "NY": 480, "AK": nil]),
                by("category", ["1": 2011, "2A": 1702, "3": 640, "2B": 391]),
            ],
            measures: [FigureMeasure(name: "medianDaysToRelease", tenths: 295)]),
        figure(
            "application.withdrawn", "Sponsor applications withdrawn", "Solicitudes de patrocinio retiradas", 212,
            of: 6120,
            by: [
                by("month", ["2023-11": 12, "2024-01": 31, "2024-02": nil, "2025-02": 77, "2025-03": 64]),
                by("reason", ["fear-of-enforcement": 90, "documents": 71, "other": nil]),
            ]),
        figure(
            "notice.none-yet", "Released children without a notice to appear", "Menores entregados sin citatorio", 611,
            of: 4498, unknown: 212,
            by: [
                by(
                    "reason",
                    [
                        "awaiting-counsel": 204, "backlog": 187, "none-given": 160, "uscis-relief": 49,
                        "address-unknown": nil,
                    ])
            ]),
        figure(
            "address.defective", "Releases to a defective address", "Entregas con dirección defectuosa", 31, of: 448,
            by: [by("defect", ["blank": 11, "missing-unit": 20, "not-a-residence": nil])]),
        figure(
            "hearing.past", "Past hearings", "Audiencias pasadas", 9312,
            by: [
                by(
                    "finding",
                    [
                        "attended": 5120, "heldPresenceUnknown": 1390, "notHeld": 1204, "notProduced": 14,
                        "excused": 77,
                        "defectiveNotice": 31, "noticeContested": 58, "absenceUnclear": 44, "missedReset": 402,
                        "missedClosed": nil, "missedOrdered": 811, "rescinded": 62, "unknown": 91,
                    ]),
                by("ageAtHearing", ["under18": 6120, "21+": 300, "18-20": 2800, "unknown": 92]),
            ]),
        figure(
            "hearing.failed-to-appear", "Children who failed to appear", "Menores que no comparecieron", 1012, of: 3980,
            unknown: 240),
        figure(
            "hearing.not-told", "Failures to appear nobody was told of", "Faltas de comparecencia no informadas", nil,
            of: 1221),
        figure(
            "hearing.not-in-agency-system", "Missed hearings missing from an agency's system",
            "Audiencias perdidas que faltan en el sistema de una agencia", 540, of: 1230,
            by: [by("system", ["opla": 333, "ero": 402]), by("contradicts", ["opla": 21, "ero": nil])]),
        figure(
            "call.late", "Releases without a safety call in time", "Entregas sin llamada de seguridad a tiempo", 0,
            of: 0),
        figure(
            "child.last-confirmed", "Released children not confirmed for over a year",
            "Menores sin contacto confirmado por más de un año", 998, of: 3101,
            by: [by("days", ["never": 611, "0-30": 420, "over-365": 387, "31-90": 700, "91-365": 983])]),
        figure(
            "order.in-absentia", "Cases ordered removed in absentia", "Casos con orden de expulsión en ausencia", nil),
        figure(
            "court.vanished", "Court rows that vanished", "Filas de la corte que desaparecieron", 1203, unknown: nil,
            by: [by("table", ["B_TblProceeding": 1100, "tbl_schedule": 103])]),
        figure(
            "new.figure", "A figure the server has no words for", "Una cifra sin palabras", 12, of: .some(nil),
            by: [by("strange", ["some-cell": 12])]),
    ]

    static let ingests = [
        IngestReport(
            number: 7, feed: "court", issuer: "eoir", release: hostile, releaseDate: Day(year: 2025, month: 3, day: 1),
            takenAt: Instant("2025-04-03T09:30:00Z") ?? now,
            files: [
                IngestFile(
                    name: hostile, rows: 1_000_000, taken: 12_000, past: ["not-a-child": 987_990],
                    quarantined: ["too-many-fields": 7, hostile: 3], repaired: ["joined-lines": 41, "nul": 2]),
                IngestFile(name: "tbl_schedule.csv", rows: 90_000, taken: 90_000),
            ], added: 1402, changed: 388, vanished: 1203, reappeared: 4, unmatched: 77, entriesAppended: 103_204,
            seconds: 41.26),
        IngestReport(
            number: 3, feed: "care", issuer: "hhs.orr", release: "2025-W13",
            takenAt: Instant("2025-03-31T18:05:00-05:00") ?? now,
            files: [IngestFile(name: "releases.csv", rows: 4800, taken: 4790, past: ["duplicate": 9])], added: 20,
            entriesAppended: 5120, withdrawn: true),
    ]

    private static func census(
        from: String, to: String, peak: Int, skipping: Range<Int>, suppressed: Range<Int> = 0..<0
    ) -> CensusSeries {
        guard let first = Day(from), let last = Day(to) else { return CensusSeries() }
        let length = last.days(since: first)
        var points: [CensusSeries.Point] = []
        for index in stride(from: 0, through: length, by: 2) where !skipping.contains(index) {
            // A hill that falls off to a fifth, with a ripple by the week.
            let share = index < length / 4 ? 60 + 160 * index / length : 100 - 80 * (index - length / 4) / length
            let count = peak * (share + index % 7) / 107
            points.append(
                CensusSeries.Point(
                    day: first.adding(days: index), count: suppressed.contains(index) ? .suppressed : .number(count)))
        }
        return CensusSeries(points)
    }
}
