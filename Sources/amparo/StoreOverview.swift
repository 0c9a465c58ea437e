import AmparoGate
import AmparoIntake
import AmparoModel
import AmparoOversight
import AmparoServer
import AmparoStore
import AmparoTransparency
import Crypto
import Dispatch
import Foundation

/// What the overview shows, read from a store: public figures, the census, the last ingests. Nobody in it is a person.
struct StoreOverview: OverviewSource {
    let store: OpenStore
    /// The day in the world that figures are asked for; nil for today.
    let asOf: Day?

    func overview() async throws -> OverviewModel { try await apart { try model() } }

    func health() async throws -> HealthReport {
        try await apart {
            let taken = try takenSnapshots().compactMap { $0.isWithdrawn ? nil : $0.takenAt }.max()
            return HealthReport(
                logSize: Int(try store.journal.lastSeq()), schema: RecordSchema.schema.version, lastIngest: taken)
        }
    }

    private func model() throws -> OverviewModel {
        let day = asOf ?? Clock.today
        let question = try FigureQuestion(asOf: day, asKnown: nil, cohort: nil, definition: nil)
        let document = try question.answer(store)
        let published = try PublicFiguresDocument(document)
        let catalogue = try DefinitionCatalogue()
        let reckoning = Reckoning(store.database, secrets: store.keys.secrets)
        let moment = try reckoning.moment(asOf: day, seq: Int64(document.position.logSize ?? 0))
        return OverviewModel(
            asOf: day, logSize: document.position.logSize ?? 0, logRoot: document.position.logRoot ?? "",
            figures: published.figures.compactMap { figure in
                catalogue.definition(named: figure.id.rawValue).map { OverviewFigure(figure, $0) }
            },
            ownCensus: try ownCensus(reckoning, moment), publicCensus: try publicCensus(), ingests: try ingests(),
            publicFigures: Array(published.json.description.utf8))
    }

    /// Every seventh day and the last one; small counts are held back like any other.
    private func ownCensus(_ reckoning: Reckoning, _ moment: RecordMoment) throws -> CensusSeries {
        let days = try reckoning.census(at: moment)
        let points = days.enumerated().filter { ($0.offset - days.count + 1) % 7 == 0 }.map(\.element)
        return CensusSeries(
            points.map { point in
                CensusSeries.Point(
                    day: point.day,
                    count: (1...10).contains(point.children) ? .suppressed : .number(point.children))
            })
    }

    private func publicCensus() throws -> CensusSeries {
        try store.database.read { connection in
            let statement = try connection.statement(
                "SELECT dated, in_care FROM census_day WHERE in_care IS NOT NULL ORDER BY dated")
            defer { statement.reset() }
            var days: [(Day, Int)] = []
            while try statement.step() {
                days.append((Day(number: Int32(truncatingIfNeeded: statement.int64(0))), Int(statement.int64(1))))
            }
            return CensusSeries(days)
        }
    }

    private struct Taken {
        var snapshot: Snapshot
        var takenAt: Instant
        var isWithdrawn: Bool
        var report: StoredReport
    }

    private func takenSnapshots() throws -> [Taken] {
        try store.database.read { connection in
            let book = try SnapshotBook(reading: connection)
            var taken: [Taken] = []
            for snapshot in book.all {
                guard let completed = snapshot.completedSeq,
                    let report = try StoredReport(of: snapshot, on: connection)
                else { continue }
                let statement = try connection.statement("SELECT recorded FROM entry WHERE seq = ?")
                defer { statement.reset() }
                statement.bind(completed, at: 1)
                guard try statement.step() else { continue }
                taken.append(
                    Taken(
                        snapshot: snapshot, takenAt: Instant(microseconds: statement.int64(0)),
                        isWithdrawn: snapshot.withdrawnSeq != nil, report: report))
            }
            return taken
        }
    }

    private func ingests() throws -> [AmparoServer.IngestReport] {
        try takenSnapshots().reversed().map { taken in
            let report = taken.report
            return AmparoServer.IngestReport(
                number: Int(taken.snapshot.id), feed: taken.snapshot.feed.name, issuer: taken.snapshot.issuer,
                release: taken.snapshot.name, releaseDate: taken.snapshot.date, takenAt: taken.takenAt,
                files: report.files.map {
                    IngestFile(
                        name: $0.file, rows: $0.rows, taken: $0.taken, past: $0.past, quarantined: $0.quarantined,
                        repaired: $0.repaired)
                },
                added: report.count("added"), changed: report.count("changed"), vanished: report.count("vanished"),
                reappeared: report.count("reappeared"), unmatched: report.count("unmatched"),
                entriesAppended: report.count("entriesAppended"), seconds: nil, withdrawn: taken.isWithdrawn)
        }
    }
}

extension OverviewFigure {
    /// A published figure with the words of its definition.
    init(_ figure: PublicFigure, _ definition: Definition) {
        func words(_ text: Bilingual) -> Wording { Wording(english: text.english, spanish: text.spanish) }
        func count(_ shown: Shown) -> PublishedCount { shown.number.map(PublishedCount.number) ?? .suppressed }
        let hash = definition.hash { Array(SHA256.hash(data: $0)) }
        self.init(
            id: figure.id.rawValue, version: figure.version, title: words(definition.title),
            definition: words(definition.text), denominatorDefinition: definition.denominator.map(words),
            unknownDefinition: definition.unknown.map(words), value: count(figure.value),
            denominator: figure.denominator.map(count), unknown: count(figure.unknown),
            dimensions: definition.dimensions.map { part in
                FigureDimension(
                    name: part.name, definition: words(part.text),
                    cells: (figure.by[part.name] ?? [:]).sorted { $0.key < $1.key }.map {
                        FigureCell(name: $0.key, count: .number($0.value))
                    }, holdsBack: figure.suppressed.contains("by.\(part.name)"))
            },
            measures: definition.measures.map { part in
                FigureMeasure(name: part.name, definition: words(part.text), tenths: figure.measures[part.name]?.count)
            },
            rule: definition.rule, basis: definition.basis,
            definitionHash: hash.map { String(format: "%02x", $0) }.joined())
    }
}
