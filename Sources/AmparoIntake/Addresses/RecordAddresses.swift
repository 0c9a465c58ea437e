public import AmparoLinkage
public import AmparoModel
internal import AmparoStore

/// What the record knows of addresses: in which buildings units are known, and from which children; and which court letters
/// came back. Learned by one walk over the record; no seal is opened, an address is looked up by its keyed blind index.
///
/// It answers about children and homes: only the gate may decide who is told (`Gate.aggregate`).
public struct RecordAddresses: Sendable {
    private struct Returned: Hashable {
        var child: Int64
        var address: Int64
    }

    private enum Holder: Sendable {
        case one(Int64)
        case several
    }

    private let store: RecordStore
    private let blind: BlindIndexes
    private var holders: [Int64: Holder] = [:]
    private var returned: Set<Returned> = []
    private let moment: RecordMoment

    /// Learns what is known as of a day, of everything recorded so far. `issuer` is who gave children their numbers; nil for
    /// the feed's usual one.
    public init(_ store: RecordStore, asOf: Day, issuer: String? = nil) throws {
        self.store = store
        blind = BlindIndexes(store.secrets, issuer: issuer ?? Feed.care.defaultIssuer)
        moment = try Reckoning(store.database, secrets: store.secrets).moment(asOf: asOf, seq: try store.lastSeq())
        try learn()
    }

    private mutating func learn() throws {
        let scan = RecordScan(store.database, at: moment)
        var reader = ChildReader(moment, secrets: store.secrets)
        let day = moment.asOf
        var holders: [Int64: Holder] = [:]
        var returned: Set<Returned> = []
        try scan.forEachChild(in: .min..<Int64.max) { child, dossiers in
            reader.read(child, dossiers)
            func note(_ building: BuildingKey?) {
                guard let building = building?.rawValue else { return }
                switch holders[building] {
                case nil: holders[building] = .one(child)
                case .one(let known) where known != child: holders[building] = .several
                default: break
                }
            }
            for release in reader.child.releases where release.unit == .given && release.releasedOn <= day {
                note(release.building)
            }
            for report in reader.child.addresses where report.unit == .given && report.reportedOn <= day {
                note(report.building)
            }
            for index in 0..<reader.caseCount {
                for mailing in reader.cases[index].file.mailings {
                    guard let address = mailing.address, let back = mailing.returnedOn, back <= day else { continue }
                    returned.insert(Returned(child: child, address: address.rawValue))
                }
            }
        }
        self.holders = holders
        self.returned = returned
    }

    /// How many buildings it knows units of.
    public var buildings: Int { holders.count }

    /// What the record knows of an address of somebody. `subject` is the sender's number of the child; nil, or one that the
    /// record does not know, for somebody else than all its children.
    public func known(_ address: StandardAddress, of subject: [UInt8]?) throws -> KnownOfAddress {
        var known = KnownOfAddress()
        let asksBuilding = address.noUnitGiven && address.namesBuilding && !holders.isEmpty
        guard asksBuilding || !returned.isEmpty && subject != nil else { return known }
        try store.database.read { connection in
            let child = try subject.flatMap { try self.child($0, on: connection) }
            if asksBuilding {
                var key: [UInt8] = []
                address.buildingKey(into: &key)
                let building = key.withUnsafeBytes { blind.building.value(of: $0) }
                switch try surrogate(building, scope: 2, on: connection).flatMap({ holders[$0] }) {
                case .several: known.hasUnitOfOthers = true
                case .one(let holder): known.hasUnitOfOthers = holder != child
                case nil: break
                }
            }
            guard let child, !returned.isEmpty, !address.isBlank else { return }
            var key: [UInt8] = []
            address.key(into: &key)
            let value = key.withUnsafeBytes { blind.address.value(of: $0) }
            known.isReturned =
                try surrogate(value, scope: 1, on: connection).map {
                    returned.contains(Returned(child: child, address: $0))
                } ?? false
        }
        return known
    }

    private func child(_ number: [UInt8], on connection: any DatabaseConnection) throws -> Int64? {
        let value = number.withUnsafeBytes { blind.childNumber.value(of: $0) }
        let statement = try connection.statement(
            """
            SELECT a.child FROM identifier i JOIN anchor a ON a.anchor = i.anchor
            WHERE i.blind = ? AND i.kind = 1 ORDER BY a.anchor
            """)
        defer { statement.reset() }
        statement.bind(value.bytes, at: 1)
        return try statement.step() ? statement.int64(0) : nil
    }

    private func surrogate(
        _ value: BlindIndex.Value, scope: Int64, on connection: any DatabaseConnection
    ) throws -> Int64? {
        let statement = try connection.statement("SELECT surrogate FROM address_key WHERE blind = ? AND scope = ?")
        defer { statement.reset() }
        statement.bind(value.bytes, at: 1)
        statement.bind(scope, at: 2)
        return try statement.step() ? statement.int64(0) : nil
    }
}
