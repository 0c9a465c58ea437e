public import AmparoModel
public import AmparoOversight
internal import AmparoSharing
internal import AmparoStore

/// What the record holds of a child's sponsors, and the grid of adults by required checks. Made by the gate only.
public struct SponsorReview: Sendable {
    /// One adult of the grid.
    public struct Adult: Hashable, Sendable {
        /// The row of `sponsors` or `household` that tells of them, by its number; 0 where no row does.
        public let row: Int64
        /// Whether it is the sponsor.
        public let isSponsor: Bool
        /// How each required check stands.
        public let states: [CheckType: CheckGrid.State]
    }

    /// The grid of one sponsor.
    public struct Grid: Hashable, Sendable {
        /// The record's number of the sponsor.
        public let sponsor: Int64
        /// The required checks, in the grid's order.
        public let types: [CheckType]
        /// The sponsor, then the household present on the day.
        public let adults: [Adult]
    }

    /// The record, as far as it was disclosed.
    public let record: ChildRecord
    /// A grid for each sponsor; nil when the account may not see the results of all kinds of checks.
    public let grids: [Grid]?
}

extension Gate {
    /// The fields on which the grid hangs: whoever may not see one of them whole sees no grid, because an empty cell tells too.
    private static let gridFields: Set<String> = [
        "check.result.type", "check.result.result", "check.result.expiresOn", "biometric.type", "biometric.result",
        "criminal-history.type", "criminal-history.result", "household.relationToSponsor",
        "sponsor.identity.relationship",
    ]

    /// What the record holds of a child's sponsors, with the grid of required checks on the day of the request, where the account
    /// may see every kind of check of them. The receipt tells of the fields on which the grid hangs.
    ///
    /// - Throws: as `disclose`.
    public func sponsors(
        _ request: GateRequest, child: Int64, grid: CheckGrid = .grid1
    ) throws(GateError) -> Disclosed<SponsorReview> {
        var request = request
        if case .named(let names) = request.fields { request.fields = .named(names + Self.gridFields.sorted()) }
        let shown = try only(attempt(request, Question(records: [child], told: Self.gridFields)))
        let open = Set(
            shown.groups.filter { ["disclose", Receipt.Group.withoutValue].contains($0.outcome) }.flatMap(\.fields))
        guard Self.gridFields.isSubset(of: open) else {
            return shown.retold(SponsorReview(record: shown.value, grids: nil))
        }
        do {
            return shown.retold(SponsorReview(record: shown.value, grids: try grids(shown.value, grid)))
        } catch {
            throw GateError(.fault)
        }
    }

    /// The grids at the place of the journal, and on the day, of what was shown.
    private func grids(_ shown: ChildRecord, _ grid: CheckGrid) throws -> [SponsorReview.Grid] {
        let knowledge = Knowledge(
            try journal.database.read { try RecordMoment(asOf: shown.asOf, seq: shown.asKnown, on: $0) })
        let gathered = try record.gatherPast(shown.child, at: knowledge)
        let mask = keys.secrets.dayMask
        let decoder = CareDecoder { masked, person in mask.unmask(masked, person: person).map(Day.init(number:)) }
        return gathered.dossiers.filter { $0.kind == .sponsor }.map { dossier in
            var file = SponsorFile(number: dossier.anchor)
            var rows = EffectiveRows()
            dossier.facts.withUnsafeBytes { bytes in
                rows.load(bytes, asOf: shown.asOf, asKnown: shown.asKnown, dates: knowledge.dates)
                decoder.decode(rows, into: &file)
            }
            let own = gathered.rows.filter { $0.anchor == dossier.anchor }
            func row(_ kind: RecordKind, _ key: UInt64?) -> Int64 {
                own.first { $0.kind == kind && (key == nil || $0.rowKey == key) }?.number ?? 0
            }
            return SponsorReview.Grid(
                sponsor: dossier.anchor, types: grid.types(on: shown.asOf),
                adults: grid.states(of: file, on: shown.asOf).map { person in
                    SponsorReview.Adult(
                        row: person.member.map { row(.householdMember, $0) } ?? row(.sponsor, nil),
                        isSponsor: person.member == nil, states: person.states)
                })
        }
    }
}
