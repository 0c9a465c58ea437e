import AmparoModel
import AmparoStore
import Testing

@Suite("Signals in the dossier of a court case")
struct CaseDecoderTests {
    @Test("A hearing at a juvenile location is a signal; a bond hearing or a row of another calendar there is none")
    func hearingsOnly() {
        let day = Day(number: 20_000)
        let hearing = schedule(calendar: "M", location: "JUD", on: day)
        let bond = schedule(calendar: "M", location: "JUD", on: day, recordType: "B")
        let other = schedule(calendar: "X", location: "JUD", on: day)
        let elsewhere = schedule(calendar: "M", location: "NYC", on: day)
        #expect(signals([(1, hearing)]).map(\.kind) == [.hearingLocation])
        #expect(signals([(1, bond), (2, other), (3, elsewhere)]).isEmpty)
    }

    @Test("What an earlier version said stays a signal, with the first release that said it")
    func everyVersion() throws {
        let day = Day(number: 20_000)
        let found = signals([
            (1, schedule(calendar: "M", location: "JUD", on: day)),
            (2, schedule(calendar: "M", location: "NYC", on: day)),
            (3, schedule(calendar: "M", location: "JUD", on: day)),
        ])
        let signal = try #require(found.first)
        #expect(found.count == 1)
        #expect(signal.code == "JUD" && signal.day == day && signal.rowKey == 9)
        #expect(signal.snapshot == SnapshotID(rawValue: 1))
    }

    @Test("Every version of the case's own row speaks: each birth month, the priority it had once")
    func versionsOfTheCase() {
        func row(_ months: Int64, priority: String) -> [UInt8] {
            var writer = PayloadWriter()
            writer.number(CourtColumn.Case.birthMonth, months)
            writer.text(CourtColumn.Case.priority, priority)
            return writer.bytes
        }
        let found = signals(
            [(1, row(24_000, priority: "UC")), (2, row(24_001, priority: "")), (3, row(24_002, priority: "FA"))],
            kind: .courtCase)
        #expect(found.filter { $0.kind == .birthMonth }.count == 3)
        #expect(found.filter { $0.kind == .priority }.map(\.code) == ["UC"])
        #expect(found.count == 4)
    }

    private func schedule(calendar: String, location: String, on day: Day, recordType: String = "") -> [UInt8] {
        var writer = PayloadWriter()
        if !recordType.isEmpty { writer.text(CourtColumn.Schedule.recordType, recordType) }
        writer.text(CourtColumn.Schedule.location, location)
        writer.text(CourtColumn.Schedule.calendarType, calendar)
        writer.stamp(CourtColumn.Schedule.day, day, milliseconds: 0)
        return writer.bytes
    }

    /// The signals of a case of which each snapshot says something of one row, the last of them all being valid.
    private func signals(_ versions: [(row: Int64, payload: [UInt8])], kind: RecordKind = .schedule) -> [CaseSignal] {
        var writer = DossierWriter()
        for (snapshot, payload) in versions {
            payload.withUnsafeBytes {
                writer.append(
                    kind: kind, action: .version, seq: snapshot, snapshot: Int32(snapshot), line: 0, rowKey: 9,
                    payload: $0)
            }
        }
        var file = CaseFile(id: 5)
        var rows = EffectiveRows()
        writer.bytes.withUnsafeBytes { bytes in
            rows.load(bytes, asOf: nil, asKnown: .max, dates: [nil, 1, 2, 3])
            CaseDecoder().decode(rows, into: &file)
        }
        return file.signals.all
    }
}
