internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// A child's record as it leaves: what the mask permits of the rows that were gathered, in a fixed order.
struct RecordAssembly {
    let knowledge: Knowledge
    private let reading: RowReading
    private let findings: FindingMask?
    private var plan: ColumnPlan { reading.masked.plan }

    /// - Parameter findings: what may leave of findings, where that is not what the columns say.
    init(_ columns: MaskedColumns, findings: FindingMask? = nil, knowledge: Knowledge) {
        self.knowledge = knowledge
        self.findings = findings
        reading = RowReading(masked: columns, day: knowledge.moment.asOf)
    }

    /// The entries whose sealed parts must be read and opened.
    func entriesToOpen(_ child: GatheredChild) -> [Int64] {
        (child.rows + child.earlier).filter { reading.needsOpening($0, in: child) }.map(\.seq)
    }

    /// The rows that leave, and the sponsors of whom, or of whose household, they tell. `recorded` tells when entries were
    /// recorded, where that is shown. Throws when a sealed part does not open.
    func rows(
        _ child: GatheredChild, _ reader: ChildReader, opener: Opener, recorded: [Int64: Instant] = [:]
    ) throws -> (rows: [RecordRow], sponsors: Set<Int64>) {
        var sponsors: Set<Int64> = []
        var tally = Tally()
        var rows: [(kind: UInt8, row: RecordRow)] = []
        for gathered in child.rows + child.earlier {
            let found = try reading.read(gathered, in: child, opener: opener)
            // What is no longer so is not counted.
            if !gathered.isReplaced { tally.add(found.tallied) }
            if tellsOfSponsor(found) { sponsors.formUnion(child.sponsorsTold(by: gathered)) }
            guard found.saysSomething, let table = plan[gathered.kind] else { continue }
            rows.append(
                (
                    gathered.kind.rawValue,
                    RecordRow(
                        table: table.name, number: gathered.number,
                        source: knowledge.source(
                            file: gathered.kind.table.file, snapshot: gathered.snapshot, line: gathered.line,
                            missingSince: gathered.missingSince),
                        fields: found.fields.sorted { $0.number < $1.number }.map(\.field), entry: gathered.seq,
                        recorded: recorded[gathered.seq], isReplaced: gathered.isReplaced)
                ))
        }
        // Of one row the version that is valid comes first, then the others, the last first.
        func place(_ one: (kind: UInt8, row: RecordRow)) -> (UInt8, Int64, Int, Int64) {
            (one.kind, one.row.number, one.row.isReplaced ? 1 : 0, -one.row.entry)
        }
        rows.sort { place($0) < place($1) }
        let facts = RecordFacts(reader, gathered: child, on: knowledge.moment.asOf)
        var derived = DerivedFields(
            catalogue: plan.catalogue, mask: reading.masked.mask, findings: findings, knowledge: knowledge)
        let worked = derived.rows(child, facts, reader, birth: reader.child.birth)
        tally.add(derived.tallied)
        if worked.contains(where: { $0.table == DerivedFields.network }) { sponsors.formUnion(child.sponsors) }
        return (worked + rows.map(\.row) + tally.rows(plan.catalogue), sponsors)
    }

    /// Classes that tell of a sponsor or of a household.
    private static let sponsorClasses = FieldClassSet([
        .sponsorIdentity, .sponsorContact, .sponsorNetwork, .household, .biometric, .checkResult, .criminalHistory,
    ])

    private func tellsOfSponsor(_ reading: RowReading.Reading) -> Bool {
        reading.fields.contains { isOfSponsor($0.number) } || reading.tallied.contains { isOfSponsor($0.number) }
    }

    private func isOfSponsor(_ number: FieldNumber) -> Bool {
        Self.sponsorClasses.contains(plan.catalogue.fields[Int(number.rawValue)].fieldClass)
    }
}

/// Fields of which only whether, or how often, they are there may be shown: one row for the whole record, so that not even
/// the rows they stand in can be counted.
private struct Tally {
    private var counts: [FieldNumber: (form: Transform, count: Int64)] = [:]

    mutating func add(_ tallied: [(number: FieldNumber, form: Transform, isThere: Bool)]) {
        for (number, form, isThere) in tallied { counts[number, default: (form, 0)].count += isThere ? 1 : 0 }
    }

    func rows(_ catalogue: FieldCatalogue) -> [RecordRow] {
        let fields = counts.sorted { $0.key < $1.key }.compactMap { number, tally -> RecordField? in
            guard let field = catalogue[number] else { return nil }
            return RecordField(
                field, value: tally.form == .count ? .number(tally.count) : .flag(tally.count > 0),
                form: tally.form.code)
        }
        guard !fields.isEmpty else { return [] }
        return [
            RecordRow(
                table: "forms", number: 0,
                source: RecordRow.Source(feed: "", release: "", file: "", line: 0, missingSince: nil), fields: fields)
        ]
    }
}
