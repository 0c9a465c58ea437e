internal import AmparoModel
internal import AmparoStore

/// One record of a file with the file's header, read by the reader of its feed, in memory.
struct SingleRecord {
    /// What the reader made of it.
    enum Reading {
        case row(RowBatch)
        case past(String)
        case refused(String)

        /// The same as an outcome, where nothing is to be recorded.
        var outcome: QuarantineDesk.Outcome {
            switch self {
            case .row: .held
            case .past(let reason): .past(reason)
            case .refused(let reason): .refused(reason)
            }
        }
    }

    let kind: RecordKind
    let file: String
    let line: Int
    let header: [UInt8]
    let raw: [UInt8]
    let date: Day
    let store: RecordStore

    private var text: [UInt8] { header + [0x0A] + raw + [0x0A] }

    func read() throws -> Reading {
        do {
            return try kind.table.feed == .court ? readCourt() : readFeed()
        } catch let error as IntakeError {
            return .refused(error.description)
        }
    }

    private func readFeed() throws -> Reading {
        let source = try FeedSource(kind, name: file, bytes: FeedBytes(text), store)
        var batches: [RowBatch] = []
        let report = try source.file.take(rows: { batches.append($0) }, quarantine: { _ in })
        return reading(batches, [report])
    }

    /// A row of a case is taken when the record holds the case or the row itself makes it a child's. A table without a
    /// case table beside it would tell nothing of cases, so an empty one stands there.
    private func readCourt() throws -> Reading {
        let cases = RecordKind.courtCase.table
        var files = [kind.table.file: text]
        if kind != .courtCase {
            files[cases.file] = Array((cases.fields.map(\.name).joined(separator: "\t") + "\n").utf8)
        }
        let release = try CourtRelease(ReleaseFiles(memory: files), releaseDate: date)
        let known = try KnownCases(store)
        let questions = CaseQuestions(isCareChild: { known.isCareChild($0) }, alreadyInRecord: { known.contains($0) })
        let reader = CourtReleaseReader(release, threads: 1)
        let survey = try reader.survey(asking: questions)
        var batches: [RowBatch] = []
        let reports = try reader.read(
            survey, asking: questions,
            into: CourtReleaseSink(rows: { batches.append($0) }, quarantined: { _ in }))
        return reading(batches, reports.filter { $0.file.lowercased() == kind.table.file.lowercased() })
    }

    private func reading(_ batches: [RowBatch], _ reports: [FileReport]) -> Reading {
        if let batch = batches.first, batch.rows.count == 1, batches.count == 1 {
            var batch = batch
            batch.rows[0].line = line
            return .row(batch)
        }
        if let reason = reports.first?.quarantined.keys.sorted().first { return .refused("still \(reason)") }
        if let reason = reports.first?.past.keys.sorted().first { return .past(reason) }
        return .refused("it is no record")
    }
}
