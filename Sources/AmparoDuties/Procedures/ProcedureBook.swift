public import AmparoModel

/// What a deployment decides about its procedures.
public struct ProcedureSettings: Hashable, Sendable {
    /// Procedures that are on although shipped off, as `code@version`: somebody has checked their source.
    public var turnedOn: Set<String>
    /// Procedures that are off although shipped on.
    public var turnedOff: Set<String>
    /// Spans of clocks that the deployment may choose, by `procedure/step`.
    public var spans: [String: ClockSpan]
    /// The day from which on duties are kept: what was due before it is historic.
    public var start: Day

    /// Settings.
    public init(
        turnedOn: Set<String> = [], turnedOff: Set<String> = [], spans: [String: ClockSpan] = [:],
        start: Day = Day(number: .min / 2)
    ) {
        self.turnedOn = turnedOn
        self.turnedOff = turnedOff
        self.spans = spans
        self.start = start
    }
}

/// The procedures in force, made ready to be asked: for an occasion, the steps that speak of it.
///
/// Of a procedure's versions one speaks on a day at a place: of those that are on and in force on the day the occasion
/// happened, the one for the smallest jurisdiction, and of these the highest version. A version that another replaces ends
/// where that one begins.
public struct ProcedureBook: Sendable {
    /// A step of a version.
    public struct Entry: Sendable {
        /// The step.
        public let step: ProcedureStep
        /// The version of its procedure.
        public let version: Int32
        /// The procedure's code.
        public let procedure: String
    }

    /// All procedures, those that are off too, by code and version.
    public let procedures: [Procedure]
    /// What the deployment decided.
    public let settings: ProcedureSettings
    /// The steps of all procedures that are on.
    public let entries: [Entry]
    private let groups: [[Group]]
    private let byRule: [Key: Int32]

    private struct Key: Hashable {
        var rule: RuleID
        var version: Int32
    }

    private struct Candidate: Sendable {
        var effective: Day
        var until: Day?
        var jurisdiction: Jurisdiction
        var entries: Range<Int32>
    }

    /// A procedure's versions, the most precise and newest first.
    private typealias Group = [Candidate]

    /// A book.
    ///
    /// - Throws: `DutiesError` with `.badBook` for two procedures of one code and version, two steps of one number, a setting
    ///   for something that is not there, and a span for a clock that the deployment may not choose.
    public init(_ procedures: [Procedure], settings: ProcedureSettings = ProcedureSettings()) throws(DutiesError) {
        let ordered = procedures.sorted { ($0.code, $0.version) < ($1.code, $1.version) }
        for (first, second) in zip(ordered, ordered.dropFirst()) where first.name == second.name {
            throw DutiesError(.badBook, "give \(second.name) a version of its own", file: second.file)
        }
        let names = Set(ordered.map(\.name))
        for name in settings.turnedOn.union(settings.turnedOff).sorted() where !names.contains(name) {
            throw DutiesError(.badBook, "there is no procedure \(name) to turn on or off")
        }
        let chosen = try ProcedureBook.applying(settings.spans, to: ordered)
        var entries: [Entry] = []
        var byRule: [Key: Int32] = [:]
        var codes: [RuleID: String] = [:]
        var groups = [[Group]](repeating: [], count: Int(OccasionKind.told.rawValue) + 1)
        var first = 0
        while first < chosen.count {
            var end = first
            while end < chosen.count, chosen[end].code == chosen[first].code { end += 1 }
            let versions = chosen[first..<end].filter { ProcedureBook.isOn($0, settings) }
            first = end
            var candidates: [(Procedure, [OccasionKind: Range<Int32>])] = []
            for version in versions {
                var ranges: [OccasionKind: Range<Int32>] = [:]
                let steps = version.steps.sorted { ($0.trigger.rawValue, $0.line) < ($1.trigger.rawValue, $1.line) }
                for step in steps {
                    let code = "\(version.code)/\(step.code)"
                    let index = Int32(entries.count)
                    let key = Key(rule: step.rule, version: Int32(version.version))
                    guard codes.updateValue(code, forKey: step.rule) ?? code == code, byRule[key] == nil else {
                        throw DutiesError(.badBook, "rename the step \(code): its number is taken", file: version.file)
                    }
                    byRule[key] = index
                    ranges[step.trigger] = (ranges[step.trigger]?.lowerBound ?? index)..<(index + 1)
                    entries.append(Entry(step: step, version: Int32(version.version), procedure: version.code))
                }
                candidates.append((version, ranges))
            }
            candidates.sort {
                ($0.0.jurisdiction.precision, $0.0.version) > ($1.0.jurisdiction.precision, $1.0.version)
            }
            for kind in Set(versions.flatMap { $0.steps.map(\.trigger) }) {
                groups[Int(kind.rawValue)].append(
                    candidates.map { version, ranges in
                        Candidate(
                            effective: version.effective, until: ProcedureBook.end(of: version, among: versions),
                            jurisdiction: version.jurisdiction, entries: ranges[kind] ?? 0..<0)
                    })
            }
        }
        self.procedures = chosen
        self.settings = settings
        self.entries = entries
        self.groups = groups
        self.byRule = byRule
    }

    /// Calls `body` with each step that speaks of an occasion, conditions included, and its place in `entries`.
    func forEachStep(of occasion: Occasion, on day: Day, _ body: (Int32) -> Void) {
        for group in groups[Int(occasion.key.kind.rawValue)] {
            guard let entries = candidate(group, occasion, on: day)?.entries else { continue }
            for index in entries where self.entries[Int(index)].step.when.holds(occasion.traits) { body(index) }
        }
    }

    /// The steps that speak of an occasion's kind on its day at its place, whether or not their conditions hold.
    public func steps(for occasion: Occasion) -> [Entry] {
        let day = occasion.occurred.day(in: occasion.zone)
        return groups[Int(occasion.key.kind.rawValue)].flatMap { group in
            (candidate(group, occasion, on: day)?.entries ?? 0..<0).map { entries[Int($0)] }
        }
    }

    /// Whether any procedure that is on waits for occasions of a kind.
    public func hasSteps(for kind: OccasionKind) -> Bool { !groups[Int(kind.rawValue)].isEmpty }

    /// A step by rule and version; nil for one that this book does not hold or that is off.
    public func entry(_ rule: RuleID, version: Int32) -> Entry? {
        byRule[Key(rule: rule, version: version)].map { entries[Int($0)] }
    }

    private func candidate(_ group: Group, _ occasion: Occasion, on day: Day) -> Candidate? {
        group.first { candidate in
            candidate.effective <= day && candidate.until.map { day < $0 } ?? true
                && candidate.jurisdiction.covers(court: occasion.court, state: occasion.state)
        }
    }

    /// Whether a procedure is on.
    static func isOn(_ procedure: Procedure, _ settings: ProcedureSettings) -> Bool {
        procedure.enabled
            ? !settings.turnedOff.contains(procedure.name) : settings.turnedOn.contains(procedure.name)
    }

    /// The first day on which a version holds no more: its own, or the first of a version that is on and replaces it.
    static func end(of procedure: Procedure, among versions: some Sequence<Procedure>) -> Day? {
        versions.filter { $0.replaces == procedure.version }.map(\.effective).reduce(procedure.until) { end, day in
            min(end ?? day, day)
        }
    }

    private static func applying(
        _ spans: [String: ClockSpan], to procedures: [Procedure]
    ) throws(DutiesError) -> [Procedure] {
        var chosen = procedures
        for (name, span) in spans.sorted(by: { $0.key < $1.key }) {
            var isFound = false
            for index in chosen.indices {
                for step in chosen[index].steps.indices
                where "\(chosen[index].code)/\(chosen[index].steps[step].code)" == name {
                    guard chosen[index].steps[step].basis == .deployment else {
                        throw DutiesError(.badBook, "the clock of \(name) is not the deployment's to choose")
                    }
                    chosen[index].steps[step].due =
                        switch chosen[index].steps[step].due {
                        case .within(_, let start): .within(span, from: start)
                        case .before: .before(span)
                        }
                    isFound = true
                }
            }
            guard isFound else { throw DutiesError(.badBook, "there is no step \(name) to give a span to") }
        }
        return chosen
    }
}
