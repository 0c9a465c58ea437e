internal import AmparoLinkage
internal import AmparoModel
internal import AmparoStore

/// From how many on something that recurs is told to those who vet sponsors and call children. No law or report names a
/// number; these are a deployment's to choose.
public struct NetworkThresholds: Hashable, Sendable {
    /// Sponsors, counted as people, at one address.
    public var sponsorsAtAddress = 3
    /// Children released to one address.
    public var childrenAtAddress = 6
    /// Sponsors, counted as people, with one telephone.
    public var sponsorsWithPhone = 3
    /// Children released to one sponsor.
    public var childrenOfSponsor = 5
    /// Children released to one box or general delivery.
    public var childrenAtNoHome = 2

    /// The shipped thresholds.
    public static let standard = NetworkThresholds()

    /// The shipped thresholds, to be changed.
    public init() {}
}

/// Finds addresses, telephones and sponsors that recur (OIG-23-47: "recurring and uninhabitable addresses"), and writes down
/// each change. Only the class `sponsor.network` tells of it, which the floor keeps from DHS.
struct NetworkWatch {
    private let desk: LinkDesk
    private let thresholds: NetworkThresholds

    init(_ desk: LinkDesk, _ thresholds: NetworkThresholds) {
        self.desk = desk
        self.thresholds = thresholds
    }

    private struct Thing: Hashable, Comparable {
        var kind: NetworkAlarmKind
        var number: Int64

        static func < (a: Thing, b: Thing) -> Bool { (a.kind.rawValue, a.number) < (b.kind.rawValue, b.number) }
    }

    private struct Members: Equatable {
        var sponsors: Set<Int64> = []
        var children: Set<Int64> = []
    }

    /// Notes what recurs now and did not, or no longer does. Answers how many things changed.
    func note(_ people: KnownPeople, actor: Int64) throws -> Int {
        let (known, groups) = try desk.gate.journal.database.read { connection in
            (try Self.known(on: connection), try LinkBook(connection).sponsorGroups())
        }
        let present = try recurring(people, groups)
        var changed: [NetworkPayload] = []
        for thing in Set(known.keys).union(present.keys).sorted() where known[thing] != present[thing] {
            let members = present[thing] ?? Members()
            changed.append(
                NetworkPayload(
                    kind: thing.kind, thing: thing.number, sponsors: members.sponsors.sorted(),
                    children: members.children.sorted()))
        }
        for start in stride(from: 0, to: changed.count, by: 500) {
            var batch = EntryBatch(random: desk.store.random)
            for payload in changed[start..<min(start + 500, changed.count)] {
                try payload.bytes.withUnsafeBytes {
                    _ = try batch.append(kind: .networkNoted, actor: actor, payload: $0)
                }
            }
            try desk.project(&batch)
        }
        return changed.count
    }

    private static func known(on connection: any DatabaseConnection) throws -> [Thing: Members] {
        let row = try connection.statement("SELECT kind, thing, role, anchor FROM network_member")
        defer { row.reset() }
        var found: [Thing: Members] = [:]
        while try row.step() {
            guard let kind = NetworkAlarmKind(rawValue: row.int64(0)) else { continue }
            let thing = Thing(kind: kind, number: row.int64(1))
            if row.int64(2) == 1 {
                found[thing, default: Members()].children.insert(row.int64(3))
            } else {
                found[thing, default: Members()].sponsors.insert(row.int64(3))
            }
        }
        return found
    }

    private func recurring(_ people: KnownPeople, _ groups: [Int64: Int64]) throws -> [Thing: Members] {
        var found: [Thing: Members] = [:]
        var released: [Int64: Set<Int64>] = [:]
        try forEachRelease { child, release in
            if release.sponsor != 0 { released[release.sponsor, default: []].insert(child) }
            let sponsor = groups[release.sponsor] ?? release.sponsor
            if let address = release.address?.rawValue {
                let kinds: [NetworkAlarmKind] =
                    release.defect == .notAResidence ? [.childrenAtNoHome] : [.sponsorsAtAddress, .childrenAtAddress]
                for kind in kinds {
                    let thing = Thing(kind: kind, number: address)
                    found[thing, default: Members()].children.insert(child)
                    if release.sponsor != 0 { found[thing, default: Members()].sponsors.insert(release.sponsor) }
                }
            }
            guard sponsor != 0 else { return }
            let thing = Thing(kind: .childrenOfSponsor, number: sponsor)
            found[thing, default: Members()].children.insert(child)
            found[thing, default: Members()].sponsors.insert(release.sponsor)
        }
        let blind = desk.gate.keys.secrets.blindIndex(IdentifierType(rawValue: "sponsor-phone"))
        for sponsor in people.sponsors {
            var phones = people.releasePhones[sponsor.anchor] ?? []
            if !sponsor.description.phone.isEmpty { phones.insert(sponsor.description.phone) }
            for phone in phones {
                let value = Array(phone.utf8).withUnsafeBytes { blind.value(of: $0) }
                let thing = Thing(kind: .sponsorsWithPhone, number: Int64(value.high >> 1))
                found[thing, default: Members()].sponsors.insert(sponsor.anchor)
                found[thing, default: Members()].children.formUnion(released[sponsor.anchor] ?? [])
            }
        }
        return found.filter { thing, members in
            let people = Set(members.sponsors.map { groups[$0] ?? $0 }).count
            switch thing.kind {
            case .sponsorsAtAddress: return people >= thresholds.sponsorsAtAddress
            case .childrenAtAddress: return members.children.count >= thresholds.childrenAtAddress
            case .sponsorsWithPhone: return people >= thresholds.sponsorsWithPhone
            case .childrenOfSponsor: return members.children.count >= thresholds.childrenOfSponsor
            case .childrenAtNoHome: return members.children.count >= thresholds.childrenAtNoHome
            }
        }
    }

    /// Every release with the anchor of its child, by child; plain payloads only.
    private func forEachRelease(_ body: (Int64, Release) -> Void) throws {
        try desk.gate.journal.database.read { connection in
            let dates = try SnapshotBook(reading: connection).dates(asKnown: .max)
            let decoder = CareDecoder { _, _ in nil }
            let row = try connection.statement(
                "SELECT anchor, child, facts FROM dossier WHERE kind = 1 ORDER BY child, anchor")
            defer { row.reset() }
            var rows = EffectiveRows()
            var file = ChildFile(child: 0)
            while try row.step() {
                rows.load(row.bytes(2), asOf: nil, asKnown: .max, dates: dates)
                file.removeAll(next: 0)
                var birth = CareDecoder.BirthChoice()
                decoder.decode(rows, anchor: row.int64(0), into: &file, birth: &birth)
                let child = row.int64(1)
                for release in file.releases { body(child, release) }
            }
        }
    }
}

/// What recurs at a child's sponsors, in counts: what `sponsor.network` tells of a child.
struct NetworkCounts: Sendable, Equatable {
    /// The most sponsors, counted as records, at an address to which the child was released; nil below the threshold.
    var sharedAddress: Int64?
    /// The most other children released to an address or sponsor of the child's; nil below the threshold.
    var otherChildren: Int64?
    /// The most sponsors with a telephone of a sponsor of the child's; nil below the threshold.
    var relatedSponsors: Int64?

    /// Whether anything recurs.
    var isAny: Bool { sharedAddress != nil || otherChildren != nil || relatedSponsors != nil }

    /// Reads what recurs of a child and of its sponsors.
    init(child: Int64, sponsors: [Int64], on connection: any DatabaseConnection) throws {
        let asked = [(child, Int64(1))] + sponsors.map { ($0, Int64(2)) }
        var found: [(kind: NetworkAlarmKind, sponsors: Int64, children: Int64)] = []
        try connection.ask(
            """
            SELECT a.kind, a.sponsors, a.children FROM network_member m
            JOIN network_alarm a ON a.kind = m.kind AND a.thing = m.thing WHERE m.anchor = ? AND m.role = ?
            """, count: asked.count
        ) {
            $1.bind(asked[$0].0, at: 1)
            $1.bind(asked[$0].1, at: 2)
        } each: { _, row in
            guard let kind = NetworkAlarmKind(rawValue: row.int64(0)) else { return }
            found.append((kind, row.int64(1), row.int64(2)))
        }
        for alarm in found {
            switch alarm.kind {
            case .sponsorsAtAddress: sharedAddress = max(sharedAddress ?? 0, alarm.sponsors)
            case .childrenAtAddress, .childrenOfSponsor, .childrenAtNoHome:
                otherChildren = max(otherChildren ?? 0, alarm.children - 1)
            case .sponsorsWithPhone: relatedSponsors = max(relatedSponsors ?? 0, alarm.sponsors - 1)
            }
        }
    }
}
