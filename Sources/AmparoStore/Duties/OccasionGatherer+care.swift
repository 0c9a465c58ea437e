public import AmparoDuties
internal import AmparoModel
internal import AmparoOversight

// What the care feed and the notices tell. Rows and their places stand in the same order.

extension OccasionGatherer {
    /// Adds everything that care and notices say.
    mutating func addCare(child: Int64) {
        addReleases()
        addNotices()
        addAddresses()
        addCalls()
        addConcerns()
        addPlacements()
        addTurningEighteen(child)
        for application in file.child.applications
        where standing.stage == .inCare && application.withdrawnOn == nil && application.decision.value != .denied {
            add(sponsor: application.sponsor)
        }
    }

    /// An occasion about a row of the child.
    private func occasion(
        _ kind: OccasionKind, _ place: RowPlace, _ occurred: Moment, related: Int64? = nil, traits: Traits = .none,
        ends: Day? = nil, party: String = "", role: String = ""
    ) -> Occasion {
        Occasion(
            OccasionKey(kind, place.number), occurred: occurred, known: times.known(place.snapshot),
            related: related ?? place.number, traits: traits, state: state, ends: ends, party: party, role: role)
    }

    private mutating func addReleases() {
        for (release, place) in zip(file.child.releases, rows(.release)) {
            var made = occasion(.released, place, .day(release.releasedOn), traits: ageTrait(on: release.releasedOn))
            if release.state.packed > 0xFF { made.state = release.state }
            add(made)
        }
    }

    /// The release that a day after it belongs to: the last one on or before it.
    private func release(on day: Day) -> Int64 {
        var best: (day: Day, number: Int64)?
        for (release, place) in zip(file.child.releases, rows(.release)) where release.releasedOn <= day {
            if best.map({ release.releasedOn > $0.day }) ?? true { best = (release.releasedOn, place.number) }
        }
        return best?.number ?? 0
    }

    // MARK: Notices

    private mutating func addNotices() {
        let entered = firstProceeding
        for (notice, place) in zip(file.child.notices, rows(.notice)) {
            if let served = notice.servedOn { add(occasion(.noticeServed, place, .day(served))) }
            if let filed = notice.filedOn ?? entered { add(occasion(.noticeFiled, place, .day(filed))) }
        }
        addLackingNotice(entered)
    }

    /// When the court first entered a proceeding on a notice that was issued: then a notice was filed, whoever says so.
    private var firstProceeding: Day? {
        var first: Day?
        for index in 0..<file.caseCount {
            for proceeding in file.cases[index].file.proceedings where proceeding.issuedOn != nil {
                if let entered = proceeding.enteredOn { first = min(first ?? entered, entered) }
            }
        }
        return first
    }

    /// A child who was released without a served notice (COUNTING.md, `notice.none-yet`). It stays an occasion when the notice
    /// is served later: that satisfies what it began.
    private mutating func addLackingNotice(_ entered: Day?) {
        let child = file.child
        guard child.hasANumber else { return }
        let releases = zip(child.releases, rows(.release)).min { $0.0.releasedOn < $1.0.releasedOn }
        guard let (release, place) = releases, entered.map({ $0 > release.releasedOn }) ?? true else { return }
        let day = release.releasedOn
        guard !child.notices.contains(where: { $0.servedOn.map { $0 <= day } ?? false }) else { return }
        let reason = child.notServedReason(asOf: scope.today)?.text ?? "none-given"
        add(occasion(.noticeLacking, place, .day(day), traits: Self.trait(.reason, reason)))
        guard let entered, child.notices.isEmpty else { return }
        add(occasion(.noticeFiled, place, .day(entered)))
    }

    // MARK: Addresses

    /// A move is an address that the family gave to the welfare side and that is another than the one before; the forms are
    /// rows of the court and the agencies. A form belongs to the last move on or before it.
    private mutating func addAddresses() {
        struct Report {
            var row: AddressReport
            var place: RowPlace
        }
        let reports = zip(file.child.addresses, rows(.address)).map { Report(row: $0, place: $1) }
            .sorted { ($0.row.reportedOn, $0.place.number) < ($1.row.reportedOn, $1.place.number) }
        var current = file.child.releases.min { $0.releasedOn < $1.releasedOn }?.address
        var move: Int64 = 0
        for report in reports {
            let day = Moment.day(report.row.reportedOn)
            switch report.row.source.value {
            case .court?, .eoir33?:
                if move != 0 { add(occasion(.courtFormFiled, report.place, day, related: move)) }
            case .ar11?:
                if move != 0 { add(occasion(.agencyFormFiled, report.place, day, related: move)) }
            case .safetyCall?, .postRelease?, .school?:
                guard let address = report.row.address, let known = current, address != known else { break }
                move = report.place.number
                let moved = report.row.effectiveOn.map { min($0, report.row.reportedOn) } ?? report.row.reportedOn
                add(occasion(.addressChanged, report.place, .day(moved)))
            case .release?, nil: break
            }
            if let address = report.row.address { current = address }
        }
    }

    // MARK: Calls

    private mutating func addCalls() {
        let calls = zip(file.child.calls, rows(.call)).compactMap { call, place in
            call.attemptedAt.map { (call, place, $0) }
        }.sorted { ($0.2.microseconds, $0.1.number) < ($1.2.microseconds, $1.1.number) }
        var unanswered = 0
        for (call, place, at) in calls {
            guard let outcome = call.outcome.value else { continue }
            let isReached = outcome == .reached
            if !isReached { unanswered += 1 }
            let attempt = ["first", "second", "third"]
            var traits = Self.trait(.outcome, outcome.word).union(ageTrait(on: at.day))
            if !isReached {
                let word = unanswered <= attempt.count ? attempt[unanswered - 1] : "later"
                traits = traits.union(Self.trait(.attempt, word))
            }
            let release = release(on: at.day)
            add(occasion(.callMade, place, .instant(at), related: release, traits: traits))
            guard isReached else { continue }
            unanswered = 0
            add(occasion(.contactConfirmed, place, .instant(at), related: release))
            if call.addressMatches.value == true || call.newAddressReported.value == true {
                add(occasion(.addressConfirmed, place, .instant(at), related: release))
            }
        }
    }

    // MARK: Concerns

    /// The kind of a concern is sealed; whoever raised it is the desk that has the child: the provider's.
    private mutating func addConcerns() {
        for (concern, place) in zip(file.child.concerns, rows(.concern)) {
            let role = standing.stage == .inCare ? "case-manager" : "safety-call-worker"
            add(
                SealedConcern(
                    seq: place.seq,
                    occasion: occasion(
                        .concernRaised, place, .day(concern.raisedOn), traits: ageTrait(on: concern.raisedOn),
                        party: "hhs.orr.provider", role: role), reportedOn: concern.reportedOn))
        }
    }

    // MARK: Care

    private mutating func addPlacements() {
        let stays = zip(file.child.placements, rows(.placement)).sorted {
            ($0.0.from, $0.1.number) < ($1.0.from, $1.1.number)
        }
        for (index, (stay, place)) in stays.enumerated() {
            guard stay.exitReason.value == .runaway, let left = stay.to else { continue }
            add(occasion(.absentFromCare, place, .day(left), traits: ageTrait(on: left)))
            if let back = stays[(index + 1)...].first(where: { $0.0.from >= left }) {
                add(occasion(.returnedToCare, back.1, .day(back.0.from), related: place.number))
            }
        }
    }

    /// A child in care whose 18th birthday is known. Category 4, nobody to be released to, is a child for whom no application
    /// is open or approved.
    private mutating func addTurningEighteen(_ number: Int64) {
        guard standing.stage == .inCare, let birth = file.child.birth, birth.earliest == birth.latest else { return }
        let stays = zip(file.child.placements, rows(.placement)).filter { $0.0.from <= scope.today }
        guard let (stay, place) = stays.max(by: { $0.0.from < $1.0.from }) else { return }
        let hasSponsor = file.child.applications.contains { application in
            application.withdrawnOn == nil && application.decision.value != .denied
        }
        var turning = occasion(
            .turningEighteen, place, .day(stay.from), traits: traits(on: scope.today),
            ends: birth.latest.adding(years: 18))
        turning.key = OccasionKey(.turningEighteen, number)
        if !hasSponsor { turning.traits = turning.traits.union(Self.trait(.category, "4")) }
        add(turning)
    }

    // MARK: Checks

    /// What the checks on a sponsor of a child in care and on the household say, by the sponsor's own dossier.
    public mutating func gatherChecks(_ facts: UnsafeRawBufferPointer, for standing: ChildStanding) -> [Occasion] {
        self.standing = standing
        var rows = EffectiveRows()
        rows.load(
            facts, asOf: moment.asOf, asKnown: moment.seq, dates: moment.snapshots.dates(asKnown: moment.seq))
        var sponsor = SponsorFile(number: 0)
        CareDecoder { _, _ in nil }.decode(rows, into: &sponsor)
        let places = rows.rows.filter { $0.fact.kind == .check }
        let before = gatheredCount
        for (check, row) in zip(sponsor.checks, places) {
            let place = RowPlace(
                number: row.firstSeq, seq: row.fact.seq, snapshot: row.fact.snapshot, missingSince: row.missingSince)
            var stage = Traits.none
            if let word = standing.stage { stage = Self.trait(.stage, word.rawValue) }
            add(occasion(.checkOrdered, place, .day(check.orderedOn), traits: stage))
            let isResolved = check.isWaivedByName || check.result.value.map { $0 != .pending && $0 != .waived } ?? false
            guard isResolved else { continue }
            add(
                occasion(
                    .checkResolved, place, .day(check.resultedOn ?? check.orderedOn), traits: stage,
                    ends: check.expiresOn))
        }
        return takeGathered(from: before)
    }
}
