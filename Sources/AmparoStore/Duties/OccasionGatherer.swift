public import AmparoDuties
public import AmparoModel

/// What the record knows of one child at a time, as occasions that duties can rest on.
///
/// It reads what figures and findings read (`ChildReader`), once, and gives everything known now, not a difference. Left out
/// is what happened so long before the first day of the duties that whatever it could begin was due before it: that is
/// counted and no more (part 3, "Going live").
public struct OccasionGatherer {
    /// Who and what occasions of a child are gathered for.
    public struct Scope: Sendable {
        /// Today, where nothing better is known: in Washington.
        public var today: Day
        /// The first day of the duties.
        public var start: Day
        /// How many days before the first day something can have happened and still matter: longer than any clock of the
        /// procedures.
        public var horizon: Int32

        /// A scope.
        public init(today: Day, start: Day, horizon: Int32) {
            self.today = today
            self.start = start
            self.horizon = horizon
        }

        /// The first day of which something that is over can still matter.
        var cutoff: Day { start.adding(days: -Int(horizon)) }
    }

    /// A concern: its kind lies sealed in its entry.
    public struct SealedConcern: Hashable, Sendable {
        /// The entry that holds the kind.
        public var seq: Int64
        /// The occasion without its kind.
        public var occasion: Occasion
        /// When it was reported to somebody; nil when it was not.
        public var reportedOn: Day?
    }

    /// The place of a row: its lasting number, the entry that speaks, and what snapshot it came with.
    struct RowPlace {
        var number: Int64
        var seq: Int64
        var snapshot: Int32
        var missingSince: Int32
    }

    let scope: Scope
    let times: KnownTimes
    let moment: RecordMoment
    private var reader: ChildReader
    /// Of each kind of row the places, in the order in which the reader decodes them.
    private var places: [RecordKind: [RowPlace]] = [:]
    private var gathered: [Occasion] = []

    /// Where the child stands, for whoever decides what may be told.
    public internal(set) var standing = ChildStanding(ChildFile(child: 0), on: Day(number: 0))
    /// The first day on which something that is known already will have happened; nil when there is none.
    public private(set) var nextDay: Day?
    /// Concerns, whose kinds somebody with the keys has to add.
    public private(set) var concerns: [SealedConcern] = []
    /// Sponsors whose checks matter: those who apply for a child in care.
    public private(set) var sponsors: [Int64] = []
    /// How many occasions were left out because they were over long before the first day.
    public private(set) var leftOut = 0

    /// A gatherer at a moment.
    public init(_ moment: RecordMoment, times: KnownTimes, secrets: StoreSecrets, scope: Scope) {
        self.scope = scope
        self.times = times
        self.moment = moment
        reader = ChildReader(moment, secrets: secrets)
    }

    /// What care, notices and the courts say of the child last read.
    public var file: ChildReader { reader }

    /// Everything known of a child, in no order, without concerns and without what only the gate knows.
    ///
    /// - Parameter consents: whether the person consented to be contacted.
    public mutating func gather(_ number: Int64, _ dossiers: [ChildDossier], consents: Bool) -> [Occasion] {
        gathered.removeAll(keepingCapacity: true)
        concerns.removeAll(keepingCapacity: true)
        sponsors.removeAll(keepingCapacity: true)
        nextDay = nil
        leftOut = 0
        for kind in places.keys { places[kind]?.removeAll(keepingCapacity: true) }
        var custody = CustodyOccasions()
        var court = CourtRowOccasions()
        var places = self.places
        reader.read(number, dossiers) { dossier, rows in
            if dossier.kind == .courtCase {
                court.collect(rows, times: times)
                return
            }
            for row in rows.rows {
                places[row.fact.kind, default: []].append(
                    RowPlace(
                        number: row.firstSeq, seq: row.fact.seq, snapshot: row.fact.snapshot,
                        missingSince: row.missingSince))
                if row.fact.kind == .referral { custody.collect(row, times: times) }
            }
        }
        self.places = places
        standing = ChildStanding(reader.child, on: scope.today)
        for occasion in custody.occasions { add(occasion) }
        addCare(child: number)
        addCourt(court, consents: consents)
        return gathered
    }

    // MARK: For the parts

    /// The places of the rows of a kind, in the order of the file's array.
    func rows(_ kind: RecordKind) -> [RowPlace] { places[kind] ?? [] }

    /// How many occasions were gathered so far.
    var gatheredCount: Int { gathered.count }

    /// Takes the occasions that were gathered from a place on.
    mutating func takeGathered(from place: Int) -> [Occasion] {
        defer { gathered.removeLast(gathered.count - place) }
        return Array(gathered[place...])
    }

    var state: StateCode { standing.state ?? .notSaid }

    /// Adds an occasion, unless it has not happened yet or was over long before the first day.
    mutating func add(_ occasion: Occasion, isToCome: Bool = false) {
        let day = occasion.occurred.day(in: .washington)
        if day > scope.today, !isToCome {
            note(day)
            return
        }
        let last = [occasion.ends, occasion.result, occasion.order].compactMap { $0 }.reduce(day, max)
        guard last >= scope.cutoff else {
            leftOut += 1
            return
        }
        gathered.append(occasion)
    }

    /// Adds a concern whose kind is still sealed.
    mutating func add(_ concern: SealedConcern) {
        let day = concern.occasion.occurred.day(in: .washington)
        if day > scope.today { return note(day) }
        guard day >= scope.cutoff else {
            leftOut += 1
            return
        }
        concerns.append(concern)
    }

    mutating func add(sponsor: Int64) {
        if sponsor != 0, !sponsors.contains(sponsor) { sponsors.append(sponsor) }
    }

    /// Notes that on a day to come something will have happened.
    mutating func note(_ day: Day) {
        if day > scope.today { nextDay = min(nextDay ?? day, day) }
    }

    /// One word of a dimension as traits.
    static func trait(_ dimension: TraitDimension, _ word: String) -> Traits { Traits(dimension, word) ?? .none }

    /// The traits of where the child stands and how old it was on a day.
    func traits(on day: Day) -> Traits {
        var traits = Traits.none
        if let stage = standing.stage { traits = traits.union(Self.trait(.stage, stage.rawValue)) }
        return traits.union(ageTrait(on: day))
    }

    /// The age on a day: `unknown` when the birth dates allow more than one band.
    func ageTrait(on day: Day) -> Traits {
        let word: String
        switch reader.child.birth {
        case let birth? where birth.isCertainly(under: 18, on: day): word = "under18"
        case let birth? where birth.isCertainly(atLeast: 21, on: day): word = "21+"
        case let birth? where birth.isCertainly(atLeast: 18, on: day) && birth.isCertainly(under: 21, on: day):
            word = "18-20"
        default: word = "unknown"
        }
        return Self.trait(.age, word)
    }
}
