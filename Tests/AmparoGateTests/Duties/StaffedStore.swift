import AmparoDuties
import AmparoGate
import AmparoModel
import AmparoStore
import AmparoTestSupport
import Testing

extension Officer {
    static let steward = Officer("steward", "data-quality-steward", "hhs.orr")
    static let specialist = Officer("specialist", "federal-field-specialist", "hhs.orr", office: "LOS")
    static let otherSpecialist = Officer("specialist-2", "federal-field-specialist", "hhs.orr", office: "SND")
    static let headquarters = Officer("headquarters", "orr-headquarters", "hhs.orr")
    static let caller = Officer("caller", "safety-call-worker", "hhs.orr.provider", office: "CALLS")
    static let attorney = Officer("attorney", "trial-attorney-office", "dhs.ice.opla", office: "LOS")
}

/// A store with officers whose posts they accepted by name, and children to have duties for.
struct StaffedStore {
    let store: GovernedStore
    let desk: DutyDesk
    let children: [Int64] = [11, 12, 13]
    static let officers: [Officer] = [
        .steward, .specialist, .otherSpecialist, .headquarters, .caller, .attorney, .inspector,
    ]

    init(seed: UInt64 = 1, hasSteward: Bool = true) throws {
        store = try GovernedStore(seed: seed)
        desk = DutyDesk(store.governance, views: store.projections, terms: TestWords.terms)
        let accounts = AccountDesk(store.governance, codes: TestWords.terms)
        try accounts.add(Officer.orr.request, by: [])
        try accounts.add(Officer.manager.request, by: [Officer.orr.signer])
        try accounts.add(Officer.eoir.request, by: [Officer.orr.signer, Officer.manager.signer])
        for officer in Self.officers {
            try accounts.add(officer.request, by: [Officer.orr.signer, Officer.eoir.signer])
        }
        try Self.takeSnapshot(store)
        for child in children { try store.addChild(child) }
        guard hasSteward else { return }
        try desk.acceptStewardship(by: Officer.steward.id)
        for officer in [Officer.specialist, .headquarters, .inspector, .steward] {
            let post = Self.post(officer)
            try desk.place(post)
            try desk.accept(post, by: officer.id)
        }
        let callers = Post(party: "hhs.orr.provider", role: "safety-call-worker", place: .ofRecord)
        try desk.place(callers)
        try desk.accept(callers, by: Officer.caller.id)
    }

    /// The care release that the children come with.
    private static func takeSnapshot(_ store: GovernedStore) throws {
        var batch = EntryBatch(random: .seeded(77))
        let payload = SnapshotPayload(feed: .care, date: Day("2026-03-01")!, issuer: "hhs.orr", name: "1").bytes
        try payload.withUnsafeBytes { payload in
            _ = try batch.append(kind: .snapshotBegun, snapshot: 1, payload: payload)
        }
        try store.journal.sequencer.append(&batch) { try store.projections.apply($1, on: $0) }
    }

    static func post(_ officer: Officer) -> Post {
        Post(
            party: officer.agency, role: officer.role,
            place: officer.office.isEmpty ? .headquarters : .office(officer.office))
    }

    /// Enters an occasion of a child by hand and brings the duties up to date. Answers its entry.
    @discardableResult
    func enter(
        _ kind: OccasionKind, of child: Int64, related: Int64 = 0, traits: Traits = .none, over: Instant? = nil
    ) throws -> Int64 {
        let entry = try desk.report(
            DutySubject(.child, child),
            ReportedOccasion(kind, related: related, occurred: .instant(store.clock.now), traits: traits, over: over),
            evidence: Sensitive("seen"), by: Officer.specialist.id)
        try desk.bringUpToDate()
        return entry
    }

    func ledger(of child: Int64) throws -> SubjectLedger {
        try desk.people.ledger(of: DutySubject(.child, child)).ledger
    }

    func duty(_ name: String, of child: Int64) throws -> Duty {
        let parts = name.split(separator: "/").map(String.init)
        let rule = RuleID(procedure: parts[0], step: parts[1])
        return try #require(try ledger(of: child).duties.last { $0.id.rule == rule })
    }
}
