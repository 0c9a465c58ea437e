internal import AmparoCourt
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// What the record itself says of a child for a decision: stage, courts, states, next hearing, age, reports. What the
/// record does not say stays unknown (nil).
///
/// Days are compared with the civil day of the request in Washington, as agreements count them.
struct RecordFacts {
    /// The day for which the facts hold.
    let day: Day
    /// In whose hands the child is (`ChildStanding`).
    var stage: Stage?
    /// Base cities of the courts of the child's proceedings that are not completed, of all of them when all are; nil when
    /// the record has no proceeding with a court.
    var courts: Set<String>?
    /// The state where the child is (`ChildStanding`).
    var state: String?
    /// The next hearing on or after the day. Without a court case nobody can tell; with one and no hearing ahead, there is
    /// none.
    var hearing = SubjectFacts.Hearing.unknown
    /// Completed years of life on the day, from the least to the most that the birth dates allow.
    var age: ClosedRange<Int>?
    /// Rows of concerns: their kinds are sealed and opened apart.
    var concerns: [Int] = []
    /// A placement ended by running away, and no later one or release: an unauthorized absence.
    var isAbsent = false
    /// The hearings, by row of the court's schedule, of the failures to appear that the juvenile coordinator is told of
    /// (MISSED-HEARING.md, step 5).
    var failuresToAppear: Set<Int64> = []

    init(_ reader: ChildReader, gathered: GatheredChild? = nil, on day: Day) {
        self.day = day
        let child = reader.child
        age = child.birth.map { Self.years($0.latest, on: day)...Self.years($0.earliest, on: day) }
        let standing = ChildStanding(child, on: day)
        stage = standing.stage.flatMap { Stage(rawValue: $0.rawValue) }
        state = standing.state?.text
        isAbsent = standing.isAbsent
        setCourts(reader, on: day)
        for index in 0..<reader.caseCount {
            for finding in reader.cases[index].findings.hearings where finding.outlivedItsWindow(on: day) {
                failuresToAppear.insert(finding.scheduleID)
            }
        }
        concerns = gathered.map { all in all.rows.indices.filter { all.rows[$0].kind == .concern } } ?? []
    }

    static func years(_ birth: Day, on day: Day) -> Int {
        var years = max(0, day.year - birth.year)
        while years > 0, birth.adding(years: years) > day { years -= 1 }
        return years
    }

    private mutating func setCourts(_ reader: ChildReader, on day: Day) {
        var open: Set<String> = []
        var all: Set<String> = []
        var next: Day?
        for index in 0..<reader.caseCount {
            let file = reader.cases[index].file
            for proceeding in file.proceedings where !proceeding.court.isNone {
                all.insert(proceeding.court.description)
                if proceeding.completedOn.map({ $0 > day }) ?? true { open.insert(proceeding.court.description) }
            }
            for hearing in file.schedule {
                guard let held = hearing.heldOn, held >= day else { continue }
                next = min(next ?? held, held)
            }
        }
        courts = open.isEmpty ? (all.isEmpty ? nil : all) : open
        if let next {
            hearing = .inDays(next.days(since: day))
        } else if reader.caseCount > 0 {
            hearing = .none
        }
    }
}

extension RecordFacts {
    /// Fills in what the record itself knows.
    ///
    /// `ownDocket`: the requester's office is the base city of a court of the child. `ownArea`: the requester's area is the
    /// state where the child is. `holdsRecord` is left to the caller, who knows whose record is asked for.
    func add(to facts: inout SubjectFacts, requester: Requester) {
        facts.stage = stage
        facts.age = age
        facts.hearing = hearing
        let places = Self.places(of: requester, courts: courts, state: state)
        if places.docket != .unknown { facts.ownDocket = places.docket }
        if places.area != .unknown { facts.ownArea = places.area }
    }

    /// Whether a child with cases in these courts, who is in this state, is of the requester's own docket and area. The one
    /// place that says so, for the gate and for what the desk of duties offers.
    static func places(
        of requester: Requester, courts: Set<String>?, state: String?
    ) -> (docket: Tristate, area: Tristate) {
        var places = (docket: Tristate.unknown, area: Tristate.unknown)
        if let office = requester.office, let courts { places.docket = courts.contains(office) ? .yes : .no }
        if let area = requester.area, let state { places.area = area == state ? .yes : .no }
        return places
    }
}

extension RecordFacts {
    /// The report of a failure to appear in the vocabulary of agreements (`Condition.reports`).
    static let failureToAppear = "failure-to-appear"

    /// The reports that no concern has to be opened for: `absence`, `failure-to-appear`.
    var ownReports: Set<String> {
        Set([isAbsent ? "absence" : nil, failuresToAppear.isEmpty ? nil : Self.failureToAppear].compactMap(\.self))
    }

    /// Which reports there are: `trafficking`, `abuse` (neglect too), `labor`, `absence`, `failure-to-appear`. The kinds of
    /// concerns lie sealed and are opened for the decision alone; nil, nobody can tell, when one cannot be opened any more.
    func reports(
        of child: GatheredChild, on connection: any DatabaseConnection, keys: KeyStore
    ) throws -> Set<String>? {
        var reports = ownReports
        guard !concerns.isEmpty else { return reports }
        var sealed = SealedParts()
        try sealed.read(concerns.map { child.rows[$0].seq }, on: connection)
        let opener = try Opener(sealed, keys: keys)
        for index in concerns {
            let opened = try opener.withText(of: child.rows[index].seq) { text in
                var reader = SealedTextReader(text)
                while let field = reader.next() {
                    if field.id == CareColumn.Concern.kind {
                        return Self.report(String(decoding: field.text, as: UTF8.self))
                    }
                }
                return nil
            }
            switch opened {
            case .nothing: break
            case .erased: return nil
            case .text(let report): if let report { reports.insert(report) }
            }
        }
        return reports
    }

    /// What a concern of that kind reports; nil for kinds that no rule asks about.
    static func report(_ word: String) -> String? {
        switch CareVocabulary.concern.number(of: word).flatMap(ConcernKind.init) {
        case .trafficking: "trafficking"
        case .abuse, .neglect: "abuse"
        case .labor: "labor"
        case .missing: "absence"
        default: nil
        }
    }
}

extension HearingFinding {
    /// Whether it is a failure to appear that outlived its verification window by a day (10 business days after the result
    /// was known, 15 without counsel), whose notice is not unproven, whose order is not stayed, and which nobody disputes
    /// (MISSED-HEARING.md, step 5; `tell-juvenile-coordinator` of the shipped procedure).
    func outlivedItsWindow(on day: Day) -> Bool {
        failureToAppear && day > verificationEndsOn && notice != .unproven && status != .stayed
            && status != .rescinded && disputedBy.isEmpty
    }
}
