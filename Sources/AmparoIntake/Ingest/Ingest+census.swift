internal import AmparoModel
internal import AmparoOversight
internal import AmparoStore

extension Ingest {
    /// Takes the public daily census of HHS (FEEDS.md 4): days that are new or have other figures.
    public func census(at path: String, options: Options) throws -> IngestReport {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let census = try CensusFile(name: name, bytes: FeedBytes(file: path)).read()
        let date = options.date ?? today
        let issuer = options.issuer ?? Feed.census.defaultIssuer
        let session = try SnapshotSession(
            store: store, feed: .census, issuer: issuer, name: options.release ?? date.description, date: date,
            onlyIfChanged: true, isDryRun: options.isDryRun)
        for record in census.quarantined { try session.quarantine(record) }
        let known = try knownDays()
        var days: [CensusDay] = []
        for day in census.days where known[day.day.number] != day.values {
            days.append(day)
            if known[day.day.number] == nil {
                session.recorder.changes.added += 1
            } else {
                session.recorder.changes.changed += 1
            }
        }
        try session.record(days)
        var report = IngestReport(
            feed: Feed.census.name, issuer: issuer, release: session.snapshot.name, date: date,
            isDryRun: options.isDryRun)
        report.files = [census.report]
        report.changes = try session.finish(tables: []) { changes in
            report.changes = changes
            return report.json.description
        }
        return report
    }

    private func knownDays() throws -> [Int32: [Int64?]] {
        try store.database.read { connection in
            let statement = try connection.statement(
                "SELECT dated, apprehended, in_cbp, transferred, in_care, discharged FROM census_day")
            defer { statement.reset() }
            var days: [Int32: [Int64?]] = [:]
            while try statement.step() {
                days[Int32(truncatingIfNeeded: statement.int64(0))] = (1...5).map {
                    statement.isNull($0) ? nil : statement.int64($0)
                }
            }
            return days
        }
    }
}

extension CensusDay {
    /// The figures in the order of the table's columns.
    var values: [Int64?] {
        [apprehended, inCBPCustody, transferredOut, inHHSCare, discharged].map { $0.map { Int64($0) } }
    }
}

extension SnapshotSession {
    /// Records days of the census.
    func record(_ days: [CensusDay]) throws {
        guard !days.isEmpty, !recorder.isDryRun else { return }
        try recorder.beginning.ensure()
        var batch = EntryBatch(random: recorder.store.random)
        for day in days {
            var payload = PayloadWriter()
            payload.day(1, day.day)
            for (index, value) in day.values.enumerated() {
                if let value { payload.number(UInt8(index + 2), value) }
            }
            try payload.bytes.withUnsafeBytes {
                _ = try batch.append(
                    kind: .censusDay, snapshot: Int64(snapshot.id), occurred: .on(day.day), payload: $0)
            }
        }
        recorder.changes.entries += batch.count
        try recorder.store.append(&batch)
    }
}
