import AmparoDuties
import AmparoModel

/// A small deployment: posts that named persons accepted, one court in each of three zones.
enum Deployment {
    static let steward = Post(party: "hhs.orr", role: "data-quality-steward")

    static func post(_ party: String, _ role: String, _ office: String? = nil) -> Post {
        Post(party: party, role: role, place: office.map { .office($0) } ?? .headquarters)
    }

    static let postings: [Posting] = [
        Posting(post("hhs.orr", "federal-field-specialist", "WEST"), courts: ["LOS"], acceptedBy: "f.west"),
        Posting(post("hhs.orr", "federal-field-specialist", "EAST"), acceptedBy: "f.east"),
        Posting(post("hhs.orr", "data-quality-steward"), acceptedBy: "steward"),
        Posting(post("hhs.orr", "orr-headquarters"), acceptedBy: "hq"),
        Posting(post("hhs.orr", "orr-privacy-officer"), acceptedBy: "privacy"),
        Posting(post("hhs.orr.prs", "post-release-worker"), acceptedBy: "prs"),
        Posting(post("hhs.orr.provider", "case-manager"), acceptedBy: "manager"),
        Posting(post("hhs.orr.provider", "safety-call-worker"), acceptedBy: "caller"),
        Posting(post("hhs.oig", "inspector"), acceptedBy: "oig"),
        Posting(post("dhs.ice.opla", "trial-attorney-office", "LOS"), courts: ["LOS"], acceptedBy: "opla.los"),
        Posting(post("dhs.ice.opla", "trial-attorney-office", "NYC"), acceptedBy: "opla.nyc"),
        Posting(post("dhs.ice.ero", "juvenile-coordinator", "LOS"), courts: ["LOS"], acceptedBy: "jc.los"),
        Posting(post("dhs.ice.ero", "juvenile-coordinator", "NYC"), acceptedBy: "jc.nyc"),
        Posting(post("dhs.ice.ero", "ero-headquarters"), acceptedBy: "ero.hq"),
        Posting(post("dhs.cbp.usbp", "cbp-officer"), acceptedBy: "usbp"),
        Posting(post("dhs.oig", "inspector"), acceptedBy: "dhsoig"),
        Posting(post("doj.eoir", "court-liaison", "LOS"), courts: ["LOS"], acceptedBy: "court.los"),
        Posting(post("doj.eoir", "court-liaison"), acceptedBy: "court"),
        Posting(post("doj.oig", "inspector"), acceptedBy: "dojoig"),
        Posting(post("counsel", "counsel-of-record", "LEGAL-AID"), acceptedBy: "aid"),
        Posting(post("state.cps", "child-protection-worker"), acceptedBy: "cps"),
    ]

    /// The shipped procedures, read once.
    static let procedures: Result<[Procedure], DutiesError> = {
        do throws(DutiesError) { return .success(try ProcedureBook.shippedProcedures()) } catch {
            return .failure(error)
        }
    }()

    static func posts(_ postings: [Posting] = Deployment.postings) throws -> Posts {
        try Posts(postings, steward: ActingPerson(account: "steward", post: steward))
    }

    static func engine(
        _ settings: ProcedureSettings = ProcedureSettings(), postings: [Posting] = Deployment.postings,
        closures: [CourtCalendar.Closure] = [],
        sharing: @escaping @Sendable (SharingQuestion) -> SharingAnswer = { _ in .permit(rule: "test") }
    ) throws -> DutyEngine {
        DutyEngine(
            book: try ProcedureBook(procedures.get(), settings: settings), calendar: CourtCalendar(closures: closures),
            posts: try posts(postings),
            sharing: sharing)
    }
}

/// A ledger that is kept by an engine, with everything that happened to it.
struct Kept {
    let engine: DutyEngine
    var facts = SubjectOccasions()
    var ledger = SubjectLedger()
    var events: [DutyEvent] = []

    init(_ engine: DutyEngine) { self.engine = engine }

    @discardableResult
    mutating func apply(_ occasions: [Occasion]? = nil, _ acts: [Act] = [], at now: Instant) -> [DutyEvent] {
        if let occasions { facts = SubjectOccasions(occasions) }
        let new = engine.apply(change: SubjectChange(facts: facts, acts: acts), ledger: ledger, at: now)
        for event in new { ledger.apply(event) }
        events += new
        return new
    }

    func duty(_ name: String) -> Duty? {
        let parts = name.split(separator: "/").map(String.init)
        let rule = RuleID(procedure: parts[0], step: parts[1])
        return ledger.duties.last { $0.id.rule == rule && $0.id.occasion.kind != .told }
    }

    func corrections(_ name: String) -> [Duty] {
        let parts = name.split(separator: "/").map(String.init)
        let rule = RuleID(procedure: parts[0], step: parts[1])
        return ledger.duties.filter { $0.id.rule == rule && $0.id.occasion.kind == .told }
    }

    func handoffs(to role: String) -> [Handoff] { ledger.handoffs.filter { $0.to.role == role } }
}

/// Traits written in a test: `finding=missedReset age=under18`.
func traits(_ text: String) -> Traits {
    text.split(separator: " ").reduce(Traits.none) { traits, pair in
        let words = pair.split(separator: "=").map(String.init)
        guard words.count == 2, let dimension = TraitDimension(rawValue: words[0]),
            let trait = Traits(dimension, words[1])
        else { return traits }
        return traits.union(trait)
    }
}
