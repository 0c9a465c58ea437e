internal import AmparoModel
internal import AmparoStore

/// Prepares entries for some rows of a sheaf, sorted by dossier: compares them with the record, derives what figures
/// need, seals. Reads the store, writes nothing.
struct EntryPreparation {
    private var batch: EntryBatch
    private var hints: [Int: BlindHints] = [:]
    var added = 0
    var changed = 0
    var reappeared = 0
    /// Rows that differ from a row of the same key in the same snapshot.
    var contradictions = 0
    /// First entries of rows that the record held and that were shown again.
    var seenRows: [Int64] = []

    unowned let recorder: Recorder
    private let memberHash: SipHash24
    private var keys: [Person: PersonKey] = [:]
    private var rows = EffectiveRows()
    private var payload = PayloadWriter()
    private var fresh: [FreshRow] = []
    /// The dossiers of the anchors whose rows come next, where there are any.
    var stored: [Int64: [UInt8]] = [:]
    /// What is kept of the addresses of the rows that come next, in the order of the rows.
    var addresses: ArraySlice<AddressSurrogates.Facts> = []
    /// So many dossiers are read at a time.
    private static let dossiersTogether = 256

    /// A row prepared in this run, for comparison with a later row of the same key.
    private struct FreshRow {
        var kind: RecordKind
        var rowKey: UInt64
        var payload: [UInt8]
    }

    init(recorder: Recorder) {
        self.recorder = recorder
        batch = EntryBatch(random: recorder.store.random)
        memberHash = recorder.store.secrets.row
    }

    /// Prepares the entries of these rows into `prepared`, which is empty, and forgets what it counted before.
    /// `keys` are those of `persons`.
    mutating func prepare(
        _ places: ArraySlice<Sheaf.Place>, with keys: [Person: PersonKey], into prepared: CommitPipeline.Prepared
    ) throws {
        self.keys = keys
        (added, changed, reappeared, contradictions) = (0, 0, 0, 0)
        seenRows.removeAll(keepingCapacity: true)
        // Nothing else refers to them meanwhile, so that they are filled where they are.
        swap(&batch, &prepared.batch)
        swap(&hints, &prepared.hints)
        defer {
            swap(&batch, &prepared.batch)
            swap(&hints, &prepared.hints)
        }
        try recorder.store.database.read { connection in
            var ahead: ArraySlice<ArraySlice<Sheaf.Place>> = byDossier(places)[...]
            while !ahead.isEmpty {
                let together = ahead.prefix(Self.dossiersTogether)
                ahead = ahead.dropFirst(Self.dossiersTogether)
                try readStored(together, connection)
                try readAddresses(together.joined(), connection)
                for places in together { try prepareDossier(places) }
            }
        }
        stored.removeAll()
    }

    private func byDossier(_ places: ArraySlice<Sheaf.Place>) -> [ArraySlice<Sheaf.Place>] {
        var dossiers: [ArraySlice<Sheaf.Place>] = []
        var start = places.startIndex
        while start < places.endIndex {
            var end = start
            while end < places.endIndex, places[end].anchor == places[start].anchor { end += 1 }
            dossiers.append(places[start..<end])
            start = end
        }
        return dossiers
    }

    /// Whose key seals a row.
    private func person(_ row: Sheaf.Row, _ anchor: Int64) -> Person {
        guard row.kind == .householdMember else { return Person(AnchorKind(row.kind.subject).personClass, anchor) }
        // A household member has a key of its own, named by sponsor and row.
        let number = withUnsafeTemporaryAllocation(byteCount: 16, alignment: 8) { buffer in
            buffer.storeBytes(of: anchor.littleEndian, as: Int64.self)
            buffer.storeBytes(of: row.rowKey.littleEndian, toByteOffset: 8, as: UInt64.self)
            return memberHash.hash(UnsafeRawBufferPointer(buffer))
        }
        return Person(.householdMember, Int64(number >> 6) | 1)
    }

    /// A row that is sealed for a person who was erased is not taken again. A dry run makes no keys.
    func mayHaveEntry(_ row: Sheaf.Row, _ anchor: Int64) -> Bool {
        row.sealed.isEmpty || recorder.isDryRun || keys[person(row, anchor)] != nil
    }

    /// Whose keys seal these rows: each once, in order.
    func persons(_ places: ArraySlice<Sheaf.Place>) -> [Person] {
        var persons: [Person] = []
        persons.reserveCapacity(places.count)
        for place in places {
            let row = recorder.sheaf.row(at: place)
            guard !row.sealed.isEmpty else { continue }
            let person = person(row, place.anchor)
            if persons.last != person { persons.append(person) }
        }
        persons.sort()
        var unique: [Person] = []
        unique.reserveCapacity(persons.count)
        for person in persons where unique.last != person { unique.append(person) }
        return unique
    }

    private mutating func prepareDossier(_ places: ArraySlice<Sheaf.Place>) throws {
        fresh.removeAll(keepingCapacity: true)
        let known = stored[places[places.startIndex].anchor]
        var isFirst = known == nil
        try (known ?? []).withUnsafeBytes { facts in
            rows.load(facts, asOf: recorder.snapshot.date, asKnown: .max, dates: recorder.dates)
            for place in places {
                if try prepareRow(recorder.sheaf.row(at: place), place, isFirst: isFirst) { isFirst = false }
            }
        }
    }

    /// Prepares one row; answers whether an entry was made.
    private mutating func prepareRow(
        _ row: Sheaf.Row, _ place: Sheaf.Place, isFirst: Bool
    ) throws -> Bool {
        let (plain, sealed) = (row.plain, row.sealed)
        guard mayHaveEntry(row, place.anchor) else { return false }
        let key = sealed.isEmpty ? nil : keys[person(row, place.anchor)]
        var hint = BlindHints()
        derive(row, place.anchor, key: key, into: &hint)
        let known = rows.index(of: row.kind, row.rowKey)
        if let earlier = fresh.lastIndex(where: { $0.rowKey == row.rowKey && $0.kind == row.kind }) {
            guard fresh[earlier].payload != payload.bytes else { return false }
        } else if let known {
            let stored = rows.rows[known]
            seenRows.append(stored.firstSeq)
            let same = payload.bytes.withUnsafeBytes { new in
                stored.fact.payload.count == new.count - 8
                    && stored.fact.payload.elementsEqual(UnsafeRawBufferPointer(rebasing: new[8...]))
            }
            if same {
                guard stored.missingSince != 0 else { return false }
                try appendEvent(.rowReappeared, row, place)
                reappeared += 1
                return true
            }
            if stored.fact.snapshot == recorder.snapshot.id { contradictions += 1 }
        }
        if known == nil { added += 1 } else { changed += 1 }
        fresh.append(FreshRow(kind: row.kind, rowKey: row.rowKey, payload: payload.bytes))
        let identity = RowIdentity(
            kind: row.kind, anchor: place.anchor, parts: SealedParts(row.kind, sealed: sealed, plain: plain))
        if isFirst { identity.addSubject(row.subject, recorder.blind, to: &hint) }
        identity.addNumbersAndNames(recorder.blind, to: &hint)
        let index = try payload.bytes.withUnsafeBytes { payload in
            try batch.append(
                kind: .row(row.kind), child: place.child, anchor: place.anchor, snapshot: Int64(recorder.snapshot.id),
                line: row.line, occurred: occurred(row.kind, plain), payload: payload,
                sealing: key.map { EntryBatch.Sealing(sealed, to: $0, field: .row) })
        }
        if !hint.identifiers.isEmpty || !hint.addresses.isEmpty { hints[index] = hint }
        return true
    }

    private mutating func appendEvent(_ kind: EntryKind, _ row: Sheaf.Row, _ place: Sheaf.Place) throws {
        var event = PayloadWriter([row.kind.rawValue])
        event.appendWord(row.rowKey)
        try event.bytes.withUnsafeBytes {
            _ = try batch.append(
                kind: kind, child: place.child, anchor: place.anchor, snapshot: Int64(recorder.snapshot.id),
                line: row.line, payload: $0)
        }
    }

    /// Writes the row key, the plain payload and the derived fields into `payload`.
    private mutating func derive(
        _ row: Sheaf.Row, _ anchor: Int64, key: PersonKey?, into hint: inout BlindHints
    ) {
        let (plain, sealed) = (row.plain, row.sealed)
        payload.bytes.removeAll(keepingCapacity: true)
        payload.appendWord(row.rowKey)
        payload.bytes.append(contentsOf: plain)
        guard !sealed.isEmpty || row.sponsor != 0 else { return }
        let parts = SealedParts(row.kind, sealed: sealed, plain: plain)
        if let range = parts.birth.flatMap(birthRange) {
            let mask = recorder.store.secrets.dayMask
            payload.word(
                DerivedField.earliestBirth, mask.mask(day: range.earliest.number, person: anchor))
            if range.latest != range.earliest {
                payload.word(DerivedField.latestBirth, mask.mask(day: range.latest.number, person: anchor))
            }
        }
        if parts.hasAddress, let facts = addresses.popFirst() {
            if let address = facts.address {
                payload.number(DerivedField.addressKey, address)
                if let blind = facts.newAddress { hint.addresses.append((1, blind, address)) }
            }
            if let building = facts.building {
                payload.number(DerivedField.buildingKey, building)
                if let blind = facts.newBuilding { hint.addresses.append((2, blind, building)) }
            }
            if facts.defect != .none { payload.number(DerivedField.addressDefect, Int64(facts.defect.rawValue)) }
            if facts.unit != .none { payload.number(DerivedField.hasUnit, Int64(facts.unit.rawValue)) }
        }
        if row.sponsor != 0 {
            payload.number(DerivedField.sponsor, row.sponsor)
            if let number = parts.sponsor {
                hint.identifiers.append(
                    (.sponsorNumber, recorder.blind.sponsorNumber.value(of: number), row.sponsor))
            }
        }
        if row.kind == .check, parts.waivedBy?.isEmpty == false { payload.number(DerivedField.waivedByName, 1) }
        if parts.aNumber.flatMap(aNumberDigits) != nil { payload.number(DerivedField.hasANumber, 1) }
        if let key { payload.word(DerivedField.fingerprint, key.fingerprint(sealed)) }
        if parts.separatedBy?.isEmpty == false { payload.number(DerivedField.separatedBySomebody, 1) }
        if let word = parts.service,
            let kind = CareVocabulary.service.number(of: String(decoding: word, as: UTF8.self)),
            ServiceKind(rawValue: kind)?.isPostRelease == true
        {
            payload.number(DerivedField.postReleaseKind, Int64(kind))
        }
    }

    /// When what the row tells happened: the first day or instant of its own columns that says so.
    private func occurred(_ kind: RecordKind, _ plain: UnsafeRawBufferPointer) -> Occurred {
        let column: UInt8
        switch kind {
        case .referral: column = CareColumn.Referral.transferred
        case .placement: column = CareColumn.Placement.from
        case .householdMember: column = CareColumn.Household.from
        case .check: column = CareColumn.Check.ordered
        case .release: column = CareColumn.Release.released
        case .address: column = CareColumn.Address.reported
        case .call: column = CareColumn.Call.attempted
        case .service: column = CareColumn.Service.started
        case .application: column = CareColumn.Application.opened
        case .family: column = CareColumn.Family.separated
        case .concern: column = CareColumn.Concern.raised
        case .notice: column = CareColumn.Notice.issued
        case .agencyResult: column = CareColumn.Result.hearing
        case .proceeding: column = CourtColumn.Proceeding.entered
        case .schedule: column = CourtColumn.Schedule.day
        case .motion: column = CourtColumn.Motion.received
        case .mailing: column = CourtColumn.Mail.mailed
        case .hearingEvent: column = CourtColumn.Event.reported
        default: return .unknown
        }
        var reader = PayloadReader(plain)
        while let field = reader.next(), field.id <= column {
            guard field.id == column else { continue }
            if let instant = field.instant { return .at(instant) }
            let day = kind.feed == .court ? field.stampDay : field.day
            return day.map { .on($0) } ?? .unknown
        }
        return .unknown
    }
}

extension PayloadWriter {
    /// Appends a bare word of eight bytes, little-endian.
    mutating func appendWord(_ value: UInt64) {
        var value = value
        for _ in 0..<8 {
            bytes.append(UInt8(truncatingIfNeeded: value))
            value >>= 8
        }
    }
}
