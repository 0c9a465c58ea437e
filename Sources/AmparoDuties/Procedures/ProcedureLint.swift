internal import AmparoModel

/// Something wrong with procedures that can each be read.
public struct ProcedureFault: Hashable, Sendable {
    /// What it is.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// A party that is not in the vocabulary.
        case unknownParty = "unknown-party"
        /// A role that is not in the vocabulary.
        case unknownRole = "unknown-role"
        /// A purpose that is not in the vocabulary.
        case unknownPurpose = "unknown-purpose"
        /// A purpose that the post's role does not hold; no role of DHS holds one of child welfare.
        case purposeNotHeld = "purpose-not-held"
        /// A role that does not belong to the party.
        case roleOfOtherParty = "role-of-other-party"
        /// Nothing can ever end the step.
        case noSatisfier = "no-satisfier"
        /// Somebody must answer, and nobody is asked when they do not.
        case noEscalation = "no-escalation"
        /// Both an escalation path and a reason for having none.
        case needlessReason = "needless-reason"
        /// An escalation path that comes back to a post it has passed.
        case escalationCycle = "escalation-cycle"
        /// Versions that replace each other in a ring.
        case replacementCycle = "replacement-cycle"
        /// A version that replaces one that is not there.
        case replacesNothing = "replaces-nothing"
        /// Two versions in force on one day at one place, of which neither replaces the other.
        case overlappingVersions = "overlapping-versions"
        /// A procedure that is on although its source is unverified.
        case unverifiedIsOn = "unverified-is-on"
        /// A post that the procedure must never tell.
        case tellsWhomItMustNot = "tells-whom-it-must-not"
        /// Two steps with one code.
        case stepTwice = "step-twice"
        /// Steps of a trigger branch by age and leave an age out.
        case ageGap = "age-gap"
        /// A warning is not before the deadline.
        case warningTooEarly = "warning-too-early"
        /// Told, and nothing says how a recipient learns that it was wrong.
        case noCorrection = "no-correction"
    }

    /// What it is.
    public var code: Code
    /// What to do about it.
    public var message: String
    /// The file.
    public var file: String
    /// The line in it at which the step, or the procedure, begins.
    public var line: Int
}

extension ProcedureFault: CustomStringConvertible {
    /// `file:line: code: message`.
    public var description: String { "\(file):\(line): \(code.rawValue): \(message)" }
}

/// Looks for what reading a single file cannot find.
public struct ProcedureLint {
    private let vocabulary: SharingWords
    private let settings: ProcedureSettings
    private var faults: [ProcedureFault] = []

    private init(_ vocabulary: SharingWords, _ settings: ProcedureSettings) {
        self.vocabulary = vocabulary
        self.settings = settings
    }

    /// The faults of procedures that are to stand in one book, by file and line.
    public static func check(
        _ procedures: [Procedure], vocabulary: SharingWords = .shipped,
        settings: ProcedureSettings = ProcedureSettings()
    ) -> [ProcedureFault] {
        var lint = ProcedureLint(vocabulary, settings)
        for procedure in procedures { lint.check(procedure) }
        lint.checkVersions(procedures)
        return lint.faults.sorted {
            ($0.file, $0.line, $0.code.rawValue, $0.message) < ($1.file, $1.line, $1.code.rawValue, $1.message)
        }
    }

    private mutating func add(_ code: ProcedureFault.Code, _ message: String, _ procedure: Procedure, _ line: Int = 1) {
        faults.append(ProcedureFault(code: code, message: message, file: procedure.file, line: line))
    }

    // MARK: One procedure

    private mutating func check(_ procedure: Procedure) {
        // A deployment that turns it on by name has checked its source; a file that ships it on has not.
        if procedure.verify, procedure.enabled {
            add(.unverifiedIsOn, "ship \(procedure.name) off until its source is verified", procedure)
        }
        var codes: Set<String> = []
        for step in procedure.steps {
            if !codes.insert(step.code).inserted {
                add(.stepTwice, "rename the second step \(step.code)", procedure, step.line)
            }
            checkWords(step, procedure)
            checkEnds(step, procedure)
            checkEscalation(step, procedure)
            checkClock(step, procedure)
        }
        checkAges(procedure)
    }

    private mutating func checkWords(_ step: ProcedureStep, _ procedure: Procedure) {
        let posts = [step.holder] + step.escalation.map(\.to) + step.handoffs.map(\.to) + (step.waiver?.by ?? [])
        for post in posts {
            if !post.party.isEmpty, !vocabulary.parties.contains(post.party) {
                add(.unknownParty, "\(post.party) is no party; see the list of parties", procedure, step.line)
            }
            let table = vocabulary.tables[post.role]
            if let table, !post.party.isEmpty, !table.parties.contains(where: { Post.isPart(post.party, of: $0) }) {
                add(.roleOfOtherParty, "\(post.role) is no role of \(post.party)", procedure, step.line)
            }
            if !post.role.isEmpty, !vocabulary.roles.contains(post.role) {
                add(.unknownRole, "\(post.role) is no role; see the list of roles", procedure, step.line)
            }
        }
        let purposes = step.handoffs.map { ($0.purpose, $0.to) } + step.escalation.map { ($0.purpose, $0.to) }
        for (purpose, to) in purposes {
            guard let isWelfare = vocabulary.purposes[purpose] else {
                add(.unknownPurpose, "\(purpose) is no purpose; see the tree", procedure, step.line)
                continue
            }
            let isUnheld = vocabulary.tables[to.role].map { !$0.purposes.contains(purpose) } ?? false
            if isUnheld || isWelfare && Post.isPart(to.party, of: "dhs") {
                add(
                    .purposeNotHeld, "\(to.role) of \(to.party) does not hold \(purpose)", procedure, step.line)
            }
        }
        for post in [step.holder] + step.escalation.map(\.to) + step.handoffs.map(\.to) {
            let isNever = procedure.never.contains { Post.isPart(post.party, of: $0) }
            let isOutside = procedure.isFamilyOnly && ProcedureLint.isOtherGovernment(post.party)
            if isNever || isOutside {
                add(.tellsWhomItMustNot, "\(procedure.code) must not tell \(post.party)", procedure, step.line)
            }
        }
    }

    private static func isOtherGovernment(_ party: String) -> Bool {
        ["dhs", "doj", "dol", "state", "congress", "gao"].contains { Post.isPart(party, of: $0) }
    }

    private mutating func checkEnds(_ step: ProcedureStep, _ procedure: Procedure) {
        if step.satisfiedBy.isEmpty, !step.endsByReport, !step.endsByAcceptance {
            add(.noSatisfier, "say what ends \(step.code)", procedure, step.line)
        }
        let tells = step.handoffs.contains { $0.effect == .satisfies && $0.to.party != "doj.eoir" }
        if tells, step.correction == nil, step.trigger != .correctionOwed {
            add(.noCorrection, "say in how long \(step.code) corrects what it told", procedure, step.line)
        }
    }

    private mutating func checkEscalation(_ step: ProcedureStep, _ procedure: Procedure) {
        if step.escalation.isEmpty, step.noEscalation ?? "" == "" {
            add(.noEscalation, "give \(step.code) an escalation path or a reason for none", procedure, step.line)
        }
        if !step.escalation.isEmpty, step.noEscalation != nil {
            add(.needlessReason, "\(step.code) has a path and a reason for none; keep one", procedure, step.line)
        }
        var passed: Set<PostTemplate> = [step.holder]
        for level in step.escalation where !passed.insert(level.to).inserted {
            add(.escalationCycle, "\(step.code) comes back to \(level.to)", procedure, step.line)
        }
    }

    private mutating func checkClock(_ step: ProcedureStep, _ procedure: Procedure) {
        guard case .within(let span, _) = step.due else { return }
        for warning in step.warnings where ProcedureLint.hours(warning) >= max(1, ProcedureLint.hours(span)) {
            // From `ends` a span of nothing is a date that is known long before.
            if case .within(_, .ends) = step.due { continue }
            add(.warningTooEarly, "\(warning) before is not after \(step.code) begins", procedure, step.line)
        }
    }

    private static func hours(_ span: ClockSpan) -> Int { span.unit == .hours ? span.count : span.count * 24 }

    private mutating func checkAges(_ procedure: Procedure) {
        let ages = Traits(all: .age)
        for kind in Set(procedure.steps.map(\.trigger)) {
            let steps = procedure.steps.filter { $0.trigger == kind && $0.when.words(of: .age) != nil }
            guard let first = steps.first, steps.count > 1 else { continue }
            let covered = steps.compactMap { $0.when.words(of: .age) }.reduce(Traits.none) { $0.union($1) }
            if covered.intersection(ages) != ages {
                add(.ageGap, "say what happens at the ages that no step of \(kind.code) names", procedure, first.line)
            }
        }
    }

    // MARK: Versions

    private mutating func checkVersions(_ procedures: [Procedure]) {
        for (_, versions) in Dictionary(grouping: procedures, by: \.code).sorted(by: { $0.key < $1.key }) {
            checkReplacements(versions)
            let active = versions.filter { ProcedureBook.isOn($0, settings) }.sorted { $0.version < $1.version }
            for (index, second) in active.enumerated() {
                for first in active[..<index]
                where overlap(first, second, among: active) && first.jurisdiction == second.jurisdiction {
                    add(
                        .overlappingVersions,
                        "\(first.name) and \(second.name) hold on one day: end one, or say replaces",
                        second)
                }
            }
        }
    }

    private func overlap(_ first: Procedure, _ second: Procedure, among versions: [Procedure]) -> Bool {
        let ends = [first, second].map { ProcedureBook.end(of: $0, among: versions) ?? Day(number: .max) }
        return max(first.effective, second.effective) < min(ends[0], ends[1])
    }

    private mutating func checkReplacements(_ versions: [Procedure]) {
        for procedure in versions {
            guard let replaced = procedure.replaces else { continue }
            guard versions.contains(where: { $0.version == replaced }) else {
                add(.replacesNothing, "there is no version \(replaced) of \(procedure.code)", procedure)
                continue
            }
            var passed: Set<Int> = [procedure.version]
            var next: Int? = replaced
            while let version = next {
                guard passed.insert(version).inserted else {
                    add(.replacementCycle, "the versions of \(procedure.code) replace each other in a ring", procedure)
                    break
                }
                next = versions.first { $0.version == version }?.replaces
            }
        }
    }
}
