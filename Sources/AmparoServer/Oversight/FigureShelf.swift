internal import AmparoGate
internal import AmparoModel
internal import AmparoOversight
internal import AmparoStore
internal import AmparoTransparency
internal import Crypto
internal import Synchronization

/// Every figure in full, as of a day and as known at a place of the journal.
struct CountedFigures: Sendable {
    /// The figures with their definitions, in the order of the catalogue.
    var figures: [OverviewFigure]
    /// The same as JSON, in the shape of FEEDS.md.
    var document: FiguresDocument
    /// The place of the journal.
    var seq: Int64

    var asOf: Day { document.asOf }
    var asKnown: String { "seq:\(seq)" }
    var root: String { document.position.logRoot ?? "" }
}

/// Counts figures in full, and keeps the last counts: a figure's own page asks for the same place of the journal as the list
/// from which it was opened, and who asks for the present gets what was counted within the last minutes.
final class FigureShelf: Sendable {
    private struct Kept: Sendable {
        var counted: CountedFigures
        var at: Instant
        /// Whether it was counted for whoever asked for everything known.
        var isPresent: Bool
    }

    /// How many counts are kept.
    private static let most = 4
    /// How long the present stays the present. Microseconds.
    private static let freshness: Int64 = 300_000_000

    private let store: GovernanceStore
    private let kept = Mutex<[Kept]>([])
    private let counts = Atomic<Int>(0)
    /// How many counts were begun.
    var begun: Int { counts.load(ordering: .relaxed) }

    init(_ store: GovernanceStore) { self.store = store }

    /// The figures. One count at a time: whoever waits for the same count gets it when it is there.
    ///
    /// - Parameters:
    ///   - seq: the place of the journal; nil for the present.
    ///   - now: the present moment.
    func figures(asOf day: Day, seq: Int64?, cohort: Cohort?, now: Instant) throws -> CountedFigures {
        try kept.withLock { kept in
            let known = kept.last { one in
                let isSame = one.counted.asOf == day && one.counted.document.cohort == cohort
                let isFresh = one.isPresent && now.microseconds - one.at.microseconds < Self.freshness
                return isSame && (seq.map { $0 == one.counted.seq } ?? isFresh)
            }
            if let known { return known.counted }
            let counted = try count(asOf: day, seq: seq ?? store.journal.lastSeq(), cohort: cohort)
            kept.append(Kept(counted: counted, at: now, isPresent: seq == nil))
            if kept.count > Self.most { kept.removeFirst() }
            return counted
        }
    }

    private func count(asOf day: Day, seq: Int64, cohort: Cohort?) throws -> CountedFigures {
        counts.add(1, ordering: .relaxed)
        let reckoning = Reckoning(store.journal.database, secrets: store.keys.secrets)
        let figures = try reckoning.figures(at: try reckoning.moment(asOf: day, seq: seq), cohort: cohort)
        let position = RecordPosition(
            asKnown: "seq:\(seq)", logSize: Int(seq), logRoot: try store.journal.root(at: seq).description)
        let catalogue = try DefinitionCatalogue()
        return CountedFigures(
            figures: figures.compactMap { figure in catalogue[figure.id].map { OverviewFigure(figure, $0) } },
            document: FiguresDocument(asOf: day, position: position, cohort: cohort, figures: figures), seq: seq)
    }
}

extension OverviewFigure {
    /// A figure with full counts and the words of its definition.
    init(_ figure: Figure, _ definition: Definition) {
        let hash = definition.hash { Array(SHA256.hash(data: $0)) }
        self.init(
            id: figure.id.rawValue, version: figure.version, title: Wording(definition.title),
            definition: Wording(definition.text), denominatorDefinition: definition.denominator.map(Wording.init),
            unknownDefinition: definition.unknown.map(Wording.init), value: .number(figure.value),
            denominator: figure.denominator.map(PublishedCount.number), unknown: .number(figure.unknown),
            dimensions: definition.dimensions.map { part in
                FigureDimension(
                    name: part.name, definition: Wording(part.text),
                    cells: (figure.by[part.name] ?? [:]).sorted { $0.key < $1.key }.map {
                        FigureCell(name: $0.key, count: .number($0.value))
                    })
            },
            measures: definition.measures.map { part in
                FigureMeasure(
                    name: part.name, definition: Wording(part.text), tenths: figure.measures[part.name]?.value.count)
            },
            rule: definition.rule, basis: definition.basis, definitionHash: Hexadecimal.text(hash))
    }

    /// A figure about the house itself with the words of its definition; nil when there is none of its id.
    init?(_ figure: OwnFigure) {
        guard let definition = OwnDefinition(named: figure.id.rawValue) else { return nil }
        self.init(
            id: figure.id.rawValue, version: 1, title: Wording(definition.title),
            definition: Wording(definition.text), unknownDefinition: definition.unknown.map(Wording.init),
            value: .number(figure.value), unknown: .number(figure.unknown),
            dimensions: definition.parts.map { part in
                FigureDimension(
                    name: part.name, definition: Wording(part.text),
                    cells: (figure.by[part.name] ?? [:]).sorted { $0.key < $1.key }.map {
                        FigureCell(name: $0.key, count: .number($0.value))
                    })
            })
    }

    /// How many numbers it tells.
    var size: Int {
        1 + (denominator == nil ? 0 : 1) + (unknown == nil ? 0 : 1) + measures.count
            + dimensions.reduce(0) { $0 + $1.cells.count }
    }
}

extension Wording {
    /// The same words.
    init(_ text: Bilingual) { self.init(english: text.english, spanish: text.spanish) }
}
