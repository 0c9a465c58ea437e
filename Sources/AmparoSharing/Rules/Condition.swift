/// What must be so of the subject for a rule to hold: the closed vocabulary of agreements. No loops, no text matching, no
/// clock: each is answered by the facts of the request alone.
public enum Condition: Hashable, Sendable {
    /// A yes-or-no fact that must be yes.
    public enum Fact: String, CaseIterable, Sendable {
        /// `SubjectFacts.ownDocket`
        case ownDocket
        /// `SubjectFacts.ownArea`
        case ownArea
        /// `SubjectFacts.consent`
        case consent
        /// `SubjectFacts.courtOrder`
        case courtOrder
        /// `SubjectFacts.emergency`
        case emergency
        /// `SubjectFacts.holdsRecord`
        case holdsRecord
        /// `SubjectFacts.ofRecord`
        case ofRecord
    }

    /// The stage is one of these.
    case stage(Set<Stage>)
    /// The fact is yes.
    case fact(Fact)
    /// A hearing is set, today or within so many days.
    case hearingWithinDays(Int)
    /// Every possible age is below.
    case ageUnder(Int)
    /// Every possible age is at least.
    case ageAtLeast(Int)
    /// The subject belongs to this class of people of an injunction.
    case inPopulation(String)
    /// Evidence of this code was given and approved by two people.
    case evidence(String)
    /// A concern of this kind is on record.
    case reportOf(String)

    /// The kinds of concern that `reportOf` knows.
    public static let reports = ["trafficking", "abuse", "labor", "absence", "failure-to-appear"]

    /// The name of the condition in an agreement.
    public var name: String {
        switch self {
        case .stage: "stage"
        case .fact(let fact): fact.rawValue
        case .hearingWithinDays: "hearingWithinDays"
        case .ageUnder: "ageUnder"
        case .ageAtLeast: "ageAtLeast"
        case .inPopulation: "inPopulation"
        case .evidence: "evidence"
        case .reportOf: "reportOf"
        }
    }

    /// Whether the facts satisfy the condition.
    public func holds(_ facts: SubjectFacts) -> Tristate {
        switch self {
        case .stage(let stages): facts.stage.map { stages.contains($0) ? .yes : .no } ?? .unknown
        case .fact(let fact): facts[fact]
        case .hearingWithinDays(let limit):
            switch facts.hearing {
            case .unknown: .unknown
            case .none: .no
            case .inDays(let days): days >= 0 && days <= limit ? .yes : .no
            }
        case .ageUnder(let limit):
            facts.age.map { $0.upperBound < limit ? .yes : $0.lowerBound >= limit ? .no : .unknown } ?? .unknown
        case .ageAtLeast(let limit):
            facts.age.map { $0.lowerBound >= limit ? .yes : $0.upperBound < limit ? .no : .unknown } ?? .unknown
        case .inPopulation(let code): Condition.among(facts.populations, code)
        case .evidence(let code): Condition.among(facts.evidence, code)
        case .reportOf(let code): Condition.among(facts.reports, code)
        }
    }

    private static func among(_ codes: SubjectFacts.Codes?, _ code: String) -> Tristate {
        codes.map { $0.contains(code) ? .yes : .no } ?? .unknown
    }
}

extension SubjectFacts {
    /// The answer to a yes-or-no question.
    public subscript(fact: Condition.Fact) -> Tristate {
        get {
            switch fact {
            case .ownDocket: ownDocket
            case .ownArea: ownArea
            case .consent: consent
            case .courtOrder: courtOrder
            case .emergency: emergency
            case .holdsRecord: holdsRecord
            case .ofRecord: ofRecord
            }
        }
        set {
            switch fact {
            case .ownDocket: ownDocket = newValue
            case .ownArea: ownArea = newValue
            case .consent: consent = newValue
            case .courtOrder: courtOrder = newValue
            case .emergency: emergency = newValue
            case .holdsRecord: holdsRecord = newValue
            case .ofRecord: ofRecord = newValue
            }
        }
    }
}

extension Tristate {
    /// Both: no when one is no, else unknown when one is unknown (Kleene).
    static func and(_ a: Tristate, _ b: Tristate) -> Tristate {
        if a == .no || b == .no { return .no }
        return a == .unknown || b == .unknown ? .unknown : .yes
    }

    /// Either: yes when one is yes, else unknown when one is unknown (Kleene).
    static func or(_ a: Tristate, _ b: Tristate) -> Tristate {
        if a == .yes || b == .yes { return .yes }
        return a == .unknown || b == .unknown ? .unknown : .no
    }

    /// The opposite; unknown stays unknown.
    var negated: Tristate {
        switch self {
        case .no: .yes
        case .yes: .no
        case .unknown: .unknown
        }
    }
}
