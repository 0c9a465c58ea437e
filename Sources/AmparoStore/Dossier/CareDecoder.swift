public import AmparoModel

/// Builds `ChildFile`s and `SponsorFile`s from dossiers: the rows valid on a day.
///
/// A child's birth is that of its referral with the latest transfer that tells one (then the latest entry): an age
/// redetermination comes with a later referral and is the better informed of two (process-and-law.md A5).
public struct CareDecoder: Sendable {
    /// Turns a masked birth day back, under the store's counting key; nil when it cannot be.
    public let unmask: @Sendable (_ masked: UInt64, _ person: Int64) -> Day?

    /// A decoder that reads masked days with `unmask`.
    public init(unmask: @escaping @Sendable (_ masked: UInt64, _ person: Int64) -> Day?) { self.unmask = unmask }

    /// What has been seen of the birth of the child whose dossiers are being added.
    public struct BirthChoice: Sendable {
        fileprivate var place: (transfer: Int64, seq: Int64) = (.min, .min)

        /// Nothing seen yet.
        public init() {}
    }

    /// Adds the rows of one dossier of a child to its file.
    ///
    /// - Parameters:
    ///   - anchor: the dossier's own number, to which its masked days belong.
    ///   - birth: carried over all dossiers of one child.
    public func decode(_ rows: EffectiveRows, anchor: Int64, into file: inout ChildFile, birth: inout BirthChoice) {
        var ordinal: Int64 = 0
        for row in rows.rows {
            ordinal += 1
            var reader = PayloadReader(row.fact.payload)
            switch row.fact.kind {
            case .referral: referral(row.fact, &reader, anchor, &file, &birth)
            case .placement: placement(row.fact, &reader, &file)
            case .release: release(row.fact, &reader, &file)
            case .address: address(&reader, &file)
            case .call: call(&reader, &file)
            case .service: service(&reader, &file)
            case .application: application(&reader, &file)
            case .family: family(&reader, &file)
            case .concern: concern(&reader, &file)
            case .notice: notice(row, &reader, &file)
            case .agencyResult: result(&reader, &file)
            default: break
            }
        }
    }

    private func referral(
        _ fact: DossierFact, _ reader: inout PayloadReader, _ anchor: Int64, _ file: inout ChildFile,
        _ choice: inout BirthChoice
    ) {
        var value = Referral(rowKey: fact.rowKey)
        var birth = MaskedBirth()
        while let field = reader.next() {
            switch field.id {
            case CareColumn.Referral.transferred: value.transferredAt = field.instant
            case CareColumn.Referral.separated: value.separatedFromFamily = Said(field)
            case DerivedField.hasANumber: file.hasANumber = true
            default: birth.note(field)
            }
        }
        file.isInCareRecord = true
        file.referrals.append(value)
        let place = (value.transferredAt?.microseconds ?? .min + 1, fact.seq)
        guard place > choice.place, let range = birth.range(person: anchor, unmask) else { return }
        choice.place = place
        file.birth = range
    }

    private func placement(_ fact: DossierFact, _ reader: inout PayloadReader, _ file: inout ChildFile) {
        var value = Placement(rowKey: fact.rowKey, from: Day(number: .max))
        while let field = reader.next() {
            switch field.id {
            case CareColumn.Placement.referral: value.referral = field.form == 1 ? field.bits : nil
            case CareColumn.Placement.from: value.from = field.day ?? value.from
            case CareColumn.Placement.to: value.to = field.day
            case CareColumn.Placement.exit: value.exitReason = Said(field)
            default: break
            }
        }
        file.isInCareRecord = true
        file.placements.append(value)
    }

    private func release(_ fact: DossierFact, _ reader: inout PayloadReader, _ file: inout ChildFile) {
        var value = Release(rowKey: fact.rowKey, releasedOn: Day(number: .max), sponsor: 0)
        while let field = reader.next() {
            switch field.id {
            case CareColumn.Release.referral: value.referral = field.form == 1 ? field.bits : nil
            case CareColumn.Release.released: value.releasedOn = field.day ?? value.releasedOn
            case CareColumn.Release.category: value.category = Said(field)
            case CareColumn.Release.state: value.state = StateCode(field)
            case DerivedField.sponsor: value.sponsor = field.number
            case DerivedField.addressDefect: value.defect = defect(field)
            case DerivedField.addressKey: value.address = AddressKey(rawValue: field.number)
            case DerivedField.buildingKey: value.building = BuildingKey(rawValue: field.number)
            case DerivedField.hasUnit: value.unit = UnitGiven(rawValue: field.term ?? 0) ?? .none
            default: break
            }
        }
        file.isInCareRecord = true
        file.releases.append(value)
    }

    private func defect(_ field: PayloadField) -> AddressDefect {
        AddressDefect(rawValue: field.term ?? 0) ?? .none
    }

    private func address(_ reader: inout PayloadReader, _ file: inout ChildFile) {
        var value = AddressReport(reportedOn: Day(number: .max))
        while let field = reader.next() {
            switch field.id {
            case CareColumn.Address.reported: value.reportedOn = field.day ?? value.reportedOn
            case CareColumn.Address.effective: value.effectiveOn = field.day
            case CareColumn.Address.source: value.source = Said(field)
            case DerivedField.addressDefect: value.defect = defect(field)
            case DerivedField.addressKey: value.address = AddressKey(rawValue: field.number)
            case DerivedField.buildingKey: value.building = BuildingKey(rawValue: field.number)
            case DerivedField.hasUnit: value.unit = UnitGiven(rawValue: field.term ?? 0) ?? .none
            default: break
            }
        }
        file.isInCareRecord = true
        file.addresses.append(value)
    }

    private func call(_ reader: inout PayloadReader, _ file: inout ChildFile) {
        var value = Call(dueOn: Day(number: .max))
        while let field = reader.next() {
            switch field.id {
            case CareColumn.Call.due: value.dueOn = field.day ?? value.dueOn
            case CareColumn.Call.attempted: value.attemptedAt = field.instant
            case CareColumn.Call.outcome: value.outcome = Said(field)
            case CareColumn.Call.livesWithSponsor: value.livesWithSponsor = Said(field)
            case CareColumn.Call.inSchool: value.inSchool = Said(field)
            case CareColumn.Call.knowsHearingDate: value.knowsHearingDate = Said(field)
            case CareColumn.Call.safe: value.safe = Said(field)
            case CareColumn.Call.spokeWith: value.spokeWith = Said(field)
            case CareColumn.Call.addressMatches: value.addressMatches = Said(field)
            case CareColumn.Call.newAddressReported: value.newAddressReported = Said(field)
            case CareColumn.Call.documented: value.documentedOn = field.day
            default: break
            }
        }
        file.isInCareRecord = true
        file.calls.append(value)
    }

    private func service(_ reader: inout PayloadReader, _ file: inout ChildFile) {
        var value = Service(kind: .notSaid)
        while let field = reader.next() {
            switch field.id {
            case DerivedField.postReleaseKind: value.kind = Said(field)
            case CareColumn.Service.offered: value.offeredOn = field.day
            case CareColumn.Service.accepted: value.acceptedOn = field.day
            case CareColumn.Service.started: value.startedOn = field.day
            case CareColumn.Service.ended: value.endedOn = field.day
            default: break
            }
        }
        file.isInCareRecord = true
        file.services.append(value)
    }

    private func application(_ reader: inout PayloadReader, _ file: inout ChildFile) {
        var value = Application(sponsor: 0, openedOn: Day(number: .max))
        while let field = reader.next() {
            switch field.id {
            case DerivedField.sponsor: value.sponsor = field.number
            case CareColumn.Application.opened: value.openedOn = field.day ?? value.openedOn
            case CareColumn.Application.decided: value.decidedOn = field.day
            case CareColumn.Application.decision: value.decision = Said(field)
            case CareColumn.Application.withdrawn: value.withdrawnOn = field.day
            case CareColumn.Application.withdrawnReason: value.withdrawnReason = Said(field)
            default: break
            }
        }
        file.isInCareRecord = true
        file.applications.append(value)
    }

    private func family(_ reader: inout PayloadReader, _ file: inout ChildFile) {
        var value = FamilyRow(relation: .notSaid)
        while let field = reader.next() {
            switch field.id {
            case CareColumn.Family.relation: value.relation = Said(field)
            case CareColumn.Family.separated: value.separatedOn = field.day
            case CareColumn.Family.location: value.location = Said(field)
            case CareColumn.Family.reunited: value.reunitedOn = field.day
            case DerivedField.separatedBySomebody: value.isSeparatedBySomebody = true
            default: break
            }
        }
        file.isInCareRecord = true
        file.family.append(value)
    }

    private func concern(_ reader: inout PayloadReader, _ file: inout ChildFile) {
        var value = Concern(kind: .notSaid, raisedOn: Day(number: .max))
        while let field = reader.next() {
            switch field.id {
            case CareColumn.Concern.raised: value.raisedOn = field.day ?? value.raisedOn
            case CareColumn.Concern.reported: value.reportedOn = field.day
            case CareColumn.Concern.closed: value.closedOn = field.day
            default: break
            }
        }
        file.isInCareRecord = true
        file.concerns.append(value)
    }

    private func notice(_ row: EffectiveRow, _ reader: inout PayloadReader, _ file: inout ChildFile) {
        let source = RowSource(
            snapshot: SnapshotID(rawValue: row.fact.snapshot), line: Int32(truncatingIfNeeded: row.fact.line),
            missingSince: row.missingSince == 0 ? nil : SnapshotID(rawValue: row.missingSince))
        var value = NoticeToAppear(id: row.fact.seq, source: source)
        while let field = reader.next() {
            switch field.id {
            case CareColumn.Notice.issued: value.issuedOn = field.day
            case CareColumn.Notice.served: value.servedOn = field.day
            case CareColumn.Notice.filed: value.filedOn = field.day
            case CareColumn.Notice.reason:
                value.notServedReason = field.term.flatMap(NoticeToAppear.NotServedReason.init(rawValue:))
            case DerivedField.addressKey: value.address = AddressKey(rawValue: field.number)
            default: break
            }
        }
        file.notices.append(value)
    }

    private func result(_ reader: inout PayloadReader, _ file: inout ChildFile) {
        var value = AgencyResult(system: .notSaid, hearingDate: Day(number: .max))
        while let field = reader.next() {
            switch field.id {
            case CareColumn.Result.system: value.system = Said(field)
            case CareColumn.Result.hearing: value.hearingDate = field.day ?? value.hearingDate
            case CareColumn.Result.result: value.result = Said(field)
            case CareColumn.Result.entered: value.enteredOn = field.day
            default: break
            }
        }
        file.results.append(value)
    }

    /// Fills a sponsor's file from its dossier.
    public func decode(_ rows: EffectiveRows, into file: inout SponsorFile) {
        for row in rows.rows {
            var reader = PayloadReader(row.fact.payload)
            switch row.fact.kind {
            case .sponsor:
                file.isInFeed = true
                file.birth = birth(&reader, person: file.number)
            case .householdMember:
                var value = HouseholdMember(rowKey: row.fact.rowKey)
                var birth = MaskedBirth()
                while let field = reader.next() {
                    switch field.id {
                    case CareColumn.Household.from: value.from = field.day
                    case CareColumn.Household.to: value.to = field.day
                    default: birth.note(field)
                    }
                }
                value.birth = birth.range(person: file.number, unmask)
                file.members.append(value)
            case .check: file.checks.append(check(row.fact, &reader))
            default: break
            }
        }
    }

    private func check(_ fact: DossierFact, _ reader: inout PayloadReader) -> Check {
        var value = Check(rowKey: fact.rowKey, type: .notSaid, orderedOn: Day(number: .max))
        while let field = reader.next() {
            switch field.id {
            case CareColumn.Check.member: value.member = field.form == 1 ? field.bits : nil
            case CareColumn.Check.type: value.type = Said(field)
            case CareColumn.Check.jurisdiction: value.jurisdiction = Check.jurisdiction(utf8: field.bytes)
            case CareColumn.Check.ordered: value.orderedOn = field.day ?? value.orderedOn
            case CareColumn.Check.resulted: value.resultedOn = field.day
            case CareColumn.Check.result: value.result = Said(field)
            case CareColumn.Check.expires: value.expiresOn = field.day
            case DerivedField.waivedByName: value.isWaivedByName = true
            default: break
            }
        }
        return value
    }

    private func birth(_ reader: inout PayloadReader, person: Int64) -> BirthRange? {
        var birth = MaskedBirth()
        while let field = reader.next() { birth.note(field) }
        return birth.range(person: person, unmask)
    }
}

/// The masked birth fields of one row.
private struct MaskedBirth {
    var earliest: UInt64?
    var latest: UInt64?

    mutating func note(_ field: PayloadField) {
        switch field.id {
        case DerivedField.earliestBirth: earliest = field.bits
        case DerivedField.latestBirth: latest = field.bits
        default: break
        }
    }

    func range(person: Int64, _ unmask: (UInt64, Int64) -> Day?) -> BirthRange? {
        guard let earliest, let first = unmask(earliest, person) else { return nil }
        return BirthRange(earliest: first, latest: latest.flatMap { unmask($0, person) } ?? first)
    }
}
