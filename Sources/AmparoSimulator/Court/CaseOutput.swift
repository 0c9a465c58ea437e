internal import AmparoModel

extension ClusterStory {
    /// Ends a child's case: its rows go into the releases, and what can be read of them into the child's story.
    mutating func close(_ story: CaseStory, of at: Int) {
        var states: [SnapshotState<CourtCase>] = []
        var whole: [SnapshotState<CourtCase>] = []
        for (release, row) in story.rows.enumerated() {
            guard let row else {
                states.append(.absent)
                whole.append(.absent)
                continue
            }
            whole.append(.readable(row, repaired: false))
            let isHidden = story.hidden & (1 << UInt32(release)) != 0
            states.append(isHidden ? .absent : write(row, release: release))
        }
        let lastRow = story.rows.last.flatMap { $0 } ?? story.row
        var read = ReadCase(idncase: story.idncase, row: RowHistory(key: story.idncase, states: states))
        var world = ReadCase(idncase: story.idncase, row: RowHistory(key: story.idncase, states: whole))
        pass(story, story.proceedings, &read, &world, \.proceedings)
        pass(story, story.schedule, &read, &world, \.schedule)
        pass(story, story.juvenile, &read, &world, \.juvenile)
        pass(story, story.reps, &read, &world, \.reps)
        pass(story, story.charges, &read, &world, \.charges)
        pass(story, story.applications, &read, &world, \.applications)
        pass(story, story.motions, &read, &world, \.motions)
        pass(story, story.custody, &read, &world, \.custody)
        pass(story, story.riders, &read, &world, \.riders)
        pass(story, story.identifiers, &read, &world, \.identifiers)
        pass(story, story.priorities, &read, &world, \.priorities)
        world.mail = story.mail.map(\.row)
        read.mail = story.mail.filter(\.isInFeed).map(\.row)
        for letter in read.mail { write(letter) }
        out.link(feed: "court", file: "A_TblCase.csv", key: String(story.idncase), child: children[at].index)
        children[at].worldCases.append(world)
        children[at].readCases.append((read, lastRow.alienNumber))
    }

    private mutating func pass<Row>(
        _ story: CaseStory, _ rows: [Timed<Row>], _ read: inout ReadCase, _ world: inout ReadCase,
        _ list: WritableKeyPath<ReadCase, [RowHistory<Row>]>
    ) {
        for timed in rows {
            var states: [SnapshotState<Row>] = []
            var whole: [SnapshotState<Row>] = []
            for (release, date) in plan.releaseDates.enumerated() {
                guard let row = timed.shown(on: date) else {
                    states.append(.absent)
                    whole.append(.absent)
                    continue
                }
                whole.append(.readable(row, repaired: false))
                let isHidden = (story.hidden | timed.hidden) & (1 << UInt32(release)) != 0
                states.append(isHidden ? .absent : write(row, release: release))
            }
            guard case .readable? = whole.last else { continue }
            read[keyPath: list].append(RowHistory(key: timed.row.key, states: states))
            world[keyPath: list].append(RowHistory(key: timed.row.key, states: whole))
        }
    }

    /// Writes a row into a release, perhaps damaged, and says what a reader finds there.
    private mutating func write<Row: TabRow>(_ row: Row, release: Int) -> SnapshotState<Row> {
        switch put(row, release: release, isChild: true) {
        case nil, .scheduleWithoutKey?: .readable(row, repaired: false)
        case let defect?: defect.isBeyondRepair ? .unreadable(keyReadable: true) : .readable(row, repaired: true)
        }
    }

    /// Writes a row into a release; the damage done to it, if any.
    @discardableResult
    mutating func put<Row: TabRow>(_ row: Row, release: Int, isChild: Bool) -> CourtDefect? {
        let table = Row.table.rawValue
        let crlf = release % 2 == 0
        row.write(to: &out.court[release][table].bytes, profile: plan.simulation.profile)
        var damaged: CourtDefect?
        if !planted.isEmpty {
            damaged = damage(table: Row.table, release: release, isChild: isChild)
            if damaged == .scheduleWithoutKey {
                let record = Array(out.court[release][table].record)
                out.court[release][table].endRecord(crlf: crlf)
                out.court[release][table].bytes.raw(record[(record.firstIndex(of: 0x09) ?? 0)...])
            }
        }
        out.court[release][table].endRecord(crlf: crlf)
        return damaged
    }

    /// Damages the record being written if the cluster still has to show a defect of its table.
    private mutating func damage(table: CourtTable, release: Int, isChild: Bool) -> CourtDefect? {
        for defect in CourtDefect.allCases where defect.table == table && planted.contains(defect) {
            if defect == .surplusTextInCase, isChild { continue }
            // A child's row that cannot be read any more could be read before, when there was a release before.
            if defect.isBeyondRepair, isChild, release == 0, plan.releaseDates.count > 1 { continue }
            guard defect != .scheduleWithoutKey else {
                planted.remove(defect)
                return defect
            }
            let record = out.court[release][table.rawValue].record
            guard let damaged = defect.applied(to: record, kinds: table.kinds, chance: &chance) else { continue }
            out.court[release][table.rawValue].replaceRecord(with: damaged)
            planted.remove(defect)
            return defect
        }
        return nil
    }

    /// Writes a letter into the mail of the first release that can know it, again when it comes back, and now and then
    /// once more for nothing.
    private mutating func write(_ letter: MailRow) {
        let known = letter.mailedOn ?? letter.hearingDate.adding(days: -20)
        var last: MailRow?
        for (release, date) in plan.releaseDates.enumerated()
        where known <= date || release == plan.releaseDates.count - 1 {
            var row = letter
            if let returned = letter.returnedOn, returned > date {
                row.returnedOn = nil
                row.returnReason = ""
            }
            guard row != last || chance.hit(500) else { continue }
            row.write(to: &out.mail[release])
            out.mail[release].endRow()
            last = row
        }
    }
}
