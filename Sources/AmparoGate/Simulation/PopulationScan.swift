internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// Every child of the record as a simulation sees it: what the rules ask, which classes are held, how many sponsors and
/// household members. Nothing that tells who it is leaves this scan but counts.
struct PopulationScan {
    private let database: any Database
    private let keys: KeyStore
    private let facts: GovernedFacts
    private let knowledge: Knowledge
    private let instant: Instant
    private let classesByKind: [RecordKind: FieldClassSet]
    private let households: [Int64: Int]
    private let hasOrders: Bool

    /// A scan of the record as of a day, with the facts of governance at an instant.
    init(_ store: GovernanceStore, terms: SharingTerms, asOf day: Day, at instant: Instant) throws {
        database = store.journal.database
        keys = store.keys
        facts = GovernedFacts(terms: terms)
        self.instant = instant
        let seq = try store.journal.lastSeq()
        (knowledge, households, hasOrders) = try database.read { connection in
            let knowledge = Knowledge(try RecordMoment(asOf: day, seq: seq, on: connection))
            return (
                knowledge, try Self.households(knowledge, on: connection),
                try !GovernanceFacts(connection).all(.order).isEmpty
            )
        }
        var classes: [RecordKind: FieldClassSet] = [:]
        for field in terms.catalogue.fields {
            for source in field.sources {
                classes[source.kind, default: FieldClassSet()].bits |= 1 << UInt64(field.fieldClass.rawValue)
            }
        }
        classesByKind = classes
    }

    /// Adds every child to a simulation. A sponsor of several children is counted with the first of them.
    func addAll(to simulation: inout Simulation) throws {
        var seen: Set<Int64> = []
        var waiting: [GatheredChild] = []
        let scan = RecordScan(database, at: knowledge.moment)
        for shard in try scan.shards(256) {
            try scan.forEachChild(in: shard) { child, dossiers in
                var gathered = GatheredChild(child: child)
                for dossier in dossiers {
                    gathered.add([UInt8](dossier.facts), anchor: dossier.anchor, kind: dossier.kind, at: knowledge)
                }
                if gathered.exists { waiting.append(gathered) }
            }
            // Concerns are sealed and are opened outside the scan, which holds the connection.
            try database.read { connection in
                for child in waiting { simulation.add(try member(child, &seen, on: connection)) }
            }
            waiting.removeAll(keepingCapacity: true)
        }
    }

    private func member(
        _ child: GatheredChild, _ seen: inout Set<Int64>, on connection: any DatabaseConnection
    ) throws -> PopulationMember {
        let reader = child.evaluated(at: knowledge, secrets: keys.secrets)
        let known = RecordFacts(reader, gathered: child, on: knowledge.moment.asOf)
        var facts = SubjectFacts()
        known.add(to: &facts, requester: Self.nobody.requester)
        facts.reports = try known.reports(of: child, on: connection, keys: keys)
        facts.populations = []
        if hasOrders {
            try self.facts.addFacts(
                to: &facts, child: child.child, requester: Self.nobody, purpose: "", at: instant, on: connection)
        }
        let sponsors = child.sponsors.filter { seen.insert($0).inserted }
        var held = FieldClassSet()
        for row in child.rows { held.bits |= classesByKind[row.kind]?.bits ?? 0 }
        for sponsor in child.sponsors where households[sponsor] ?? 0 > 0 {
            held.bits |= classesByKind[.householdMember]?.bits ?? 0
        }
        if !child.sponsors.isEmpty { held.bits |= classesByKind[.sponsor]?.bits ?? 0 }
        return PopulationMember(
            facts: facts, sponsors: sponsors.count, householdMembers: sponsors.reduce(0) { $0 + (households[$1] ?? 0) },
            held: held)
    }

    /// Nobody asks in a simulation; what depends on the requester is assumed by it.
    private static let nobody = AccountStanding(
        number: 0,
        requester: Requester(
            account: "simulation", agency: Party(code: "public"), homeAgency: Party(code: "public"), role: "",
            attestedOn: nil))

    /// How many household members each sponsor has.
    private static func households(
        _ knowledge: Knowledge, on connection: any DatabaseConnection
    ) throws -> [Int64: Int] {
        let row = try connection.statement("SELECT sponsor, facts FROM sponsor_dossier ORDER BY sponsor")
        defer { row.reset() }
        var counts: [Int64: Int] = [:]
        var effective = EffectiveRows()
        while try row.step() {
            effective.load(
                row.bytes(1), asOf: knowledge.moment.asOf, asKnown: knowledge.moment.seq, dates: knowledge.dates)
            let members = effective.rows.count { $0.fact.kind == .householdMember }
            if members > 0 { counts[row.int64(0)] = members }
        }
        return counts
    }
}
