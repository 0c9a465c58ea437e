internal import AmparoCourt
internal import AmparoDuties
internal import AmparoModel

/// What changes between releases of the court tell: hearings to come that were moved, and rows that are gone.
struct CourtRowOccasions {
    /// A change of a hearing that was still to come when a release showed it.
    struct Change {
        /// The entry that told it.
        var seq: Int64
        var schedule: Int64
        var word: String
        var snapshot: Int32
        var court: CourtCode
        /// The day for which the hearing is set now; of a cancelled one the day for which it was.
        var day: Day
    }

    /// A row that is not in the latest release.
    struct Vanished {
        var number: Int64
        var key: Int64
        var since: Int32
    }

    private struct Version {
        var seq: Int64
        var snapshot: Int32
        var date: Day
        var proceeding: Int64?
        var day: Day?
        var court: CourtCode = .none
        var location: CourtCode = .none
        var adjournment: CourtCode = .none
    }

    private(set) var changes: [Change] = []
    private(set) var vanished: [Vanished] = []

    private static let watched: Set<RecordKind> = [.courtCase, .proceeding, .schedule, .motion]

    /// Reads the rows of one case.
    mutating func collect(_ rows: EffectiveRows, times: KnownTimes) {
        for row in rows.rows where row.missingSince != 0 && Self.watched.contains(row.fact.kind) {
            vanished.append(
                Vanished(number: row.firstSeq, key: Int64(bitPattern: row.fact.rowKey), since: row.missingSince))
        }
        // A row that was told once has not changed: that is nearly every row.
        guard rows.facts.count > rows.rows.count else { return }
        var versions: [UInt64: [Version]] = [:]
        for fact in rows.facts where fact.kind == .schedule && fact.action == .version {
            versions[fact.rowKey, default: []].append(Self.version(fact, times.date(fact.snapshot)))
        }
        for (key, all) in versions where all.count > 1 {
            let ordered = all.sorted { ($0.date, $0.seq) < ($1.date, $1.seq) }
            for (old, new) in zip(ordered, ordered.dropFirst()) {
                compare(old, new, schedule: Int64(bitPattern: key), among: versions)
            }
        }
        changes.sort { $0.seq < $1.seq }
    }

    private static func version(_ fact: DossierFact, _ date: Day) -> Version {
        var version = Version(seq: fact.seq, snapshot: fact.snapshot, date: date)
        var reader = PayloadReader(fact.payload)
        while let field = reader.next() {
            switch field.id {
            case CourtColumn.Schedule.proceeding: version.proceeding = field.form == 0 ? field.number : nil
            case CourtColumn.Schedule.location: version.location = CourtCode(utf8: field.bytes)
            case CourtColumn.Schedule.court: version.court = CourtCode(utf8: field.bytes)
            case CourtColumn.Schedule.day: version.day = field.stampDay
            case CourtColumn.Schedule.adjournment: version.adjournment = CourtCode(utf8: field.bytes)
            default: break
            }
        }
        return version
    }

    /// What a newer version of a row says of a hearing that was to come on the day of its release. The court moves a hearing
    /// by another date in the row, or by taking it off the calendar and writing another row of the same proceeding.
    private mutating func compare(
        _ old: Version, _ new: Version, schedule: Int64, among versions: [UInt64: [Version]]
    ) {
        guard let was = old.day, was >= new.date, old.adjournment.isNone else { return }
        let word: String
        var day = new.day ?? was
        if !new.adjournment.isNone {
            guard AdjournmentCodes.version1.meaning(of: new.adjournment) == .notHeld else { return }
            let successor = versions.values.compactMap(\.first).filter { other in
                other.proceeding == new.proceeding && other.snapshot == new.snapshot && other.day != nil
            }.compactMap(\.day).filter { $0 >= new.date }.min()
            switch successor {
            case let next? where next < was: word = "advanced"
            case let next? where next > was: word = "postponed"
            case .some: word = "moved"
            case nil: word = "cancelled"
            }
            day = successor ?? was
        } else if day != was {
            word = day < was ? "advanced" : "postponed"
        } else if new.court != old.court || new.location != old.location {
            word = "moved"
        } else {
            return
        }
        changes.append(
            Change(
                seq: new.seq, schedule: schedule, word: word, snapshot: new.snapshot, court: new.court, day: day))
    }
}
