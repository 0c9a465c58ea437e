import struct AmparoModel.Day
import struct AmparoModel.Instant
import Testing

@testable import AmparoSimulator

@Suite("Truth: the shape of what is written")
struct FigureShapeTests {
    @Test("Means and medians are rounded half-even to one decimal")
    func halfEven() {
        #expect(Tenths.text(Tenths.mean(sum: 1, count: 20)) == "0.0")  // 0.05
        #expect(Tenths.text(Tenths.mean(sum: 3, count: 20)) == "0.2")  // 0.15
        #expect(Tenths.text(Tenths.mean(sum: 5, count: 20)) == "0.2")  // 0.25
        #expect(Tenths.text(Tenths.mean(sum: 7, count: 20)) == "0.4")  // 0.35
        #expect(Tenths.text(Tenths.mean(sum: 2, count: 3)) == "0.7")
        #expect(Tenths.text(Tenths.mean(sum: 1, count: 3)) == "0.3")
        #expect(Tenths.text(Tenths.mean(sum: -1, count: 20)) == "0.0")
        #expect(Tenths.text(Tenths.mean(sum: -3, count: 20)) == "-0.2")
        #expect(Tenths.median(of: [:]) == nil)
        #expect(Tenths.median(of: [4: 2, 9: 1]) == 40)
        #expect(Tenths.median(of: [4: 1, 9: 1]) == 65)
    }

    @Test("A figure is written in the shape of FEEDS.md, empty cells left out and keys in order")
    func json() {
        var figure = Figure("x.y", denominator: 4, by: "b", "a")
        figure.value = 3
        figure.count("b", "z")
        figure.count("b", "q\"", 2)
        figure.count("b", "none", 0)
        figure.measures["averageDays"] = 365
        #expect(
            figure.json
                == #"{"id":"x.y","version":1,"value":3,"denominator":4,"unknown":0,"#
                + #""by":{"a":{},"b":{"q\"":2,"z":1}},"measures":{"averageDays":36.5}}"#)
        #expect(
            Figure("x").json
                == #"{"id":"x","version":1,"value":0,"denominator":null,"unknown":0,"by":{},"measures":{}}"#)
    }

    @Test("truth.json holds the twenty figures of the catalogue in its order, as of the last release")
    func catalogue() {
        let truth = Truth(releaseDates: releaseDates, asOf: asOf)
        #expect(
            truth.figures().map(\.id) == [
                "children.transferred", "children.in-care", "children.released", "application.withdrawn",
                "notice.none-yet", "notice.not-filed", "address.defective", "hearing.past", "hearing.failed-to-appear",
                "hearing.not-told", "hearing.not-in-agency-system", "order.in-absentia", "call.late",
                "call.undocumented", "child.not-reached", "child.last-confirmed", "child.missed-unaccounted",
                "check.unresolved-at-release", "family.separated-open", "court.vanished",
            ])
        #expect(
            truth.json().hasPrefix(
                #"{"asOf":"2026-06-01","asKnown":null,"logSize":null,"logRoot":null,"figures":["#))
    }

    @Test("truth-findings.csv is in the order of case, hearing, time, proceeding; what does not apply is empty")
    func findings() {
        func one(_ number: Int, _ change: (inout InventedCase) -> Void) -> ReadChild {
            var invented = InventedCase()
            change(&invented)
            var read = invented.read
            read.idncase = number
            return ReadChild(cases: [read])
        }
        var truth = Truth(releaseDates: releaseDates, asOf: asOf)
        truth.add(
            read: one(12) {
                $0.hearing("2025-05-05", "1300", code: "01")
                $0.hearing("2025-05-05", "930", code: "13", proceeding: 71)
                $0.hearing("2025-05-05", "0930", code: "13")
                $0.hearing("2025-03-31")
                $0.order(on: "2025-03-31")
            })
        truth.add(read: one(9) { $0.hearing("2025-05-05", "", code: "01") })
        truth.add(read: one(10) { $0.juvenile = [] })
        var bytes: [UInt8] = []
        truth.writeFindings { bytes += $0 }
        #expect(
            String(decoding: bytes, as: UTF8.self) == """
                case,proceeding,hearing,time,finding,status,notice
                9,70,2025-05-05,,attended,,
                12,70,2025-03-31,0900,missedOrdered,standing,unproven
                12,70,2025-05-05,0930,heldPresenceUnknown,,
                12,71,2025-05-05,0930,heldPresenceUnknown,,
                12,70,2025-05-05,1300,attended,,

                """)
    }

    @Test("Hearings between the latest release and as-of are not yet reported, and counted as unknown")
    func notYetReported() {
        var invented = InventedCase()
        invented.hearing("2026-05-01", code: "11")
        invented.hearing("2026-05-02", code: "11")
        invented.hearing("2026-06-01", code: "11")
        var truth = Truth(releaseDates: [day("2026-05-02")], asOf: asOf)
        truth.add(read: ReadChild(cases: [invented.read]))
        let found = Dictionary(uniqueKeysWithValues: truth.figures().map { ($0.id, $0) })
        #expect(numbers(found["hearing.past"]) == "1/-/0")
        #expect(numbers(found["hearing.failed-to-appear"]) == "1/1/1")
    }

    @Test("No figure depends on the order of children or rows", arguments: [UInt64(1), 2, 3])
    func order(seed: UInt64) {
        var random = SeededNumbers(state: seed)
        let children = (0..<60).map { _ in inventedChild(&random) }
        let shuffled = children.shuffled(using: &random).map { child in
            var child = child
            child.cases = child.cases.shuffled(using: &random)
            for index in child.cases.indices {
                child.cases[index].schedule.shuffle(using: &random)
                child.cases[index].proceedings.shuffle(using: &random)
                child.cases[index].motions.shuffle(using: &random)
                child.cases[index].mail.shuffle(using: &random)
            }
            child.care?.placements.shuffle(using: &random)
            child.care?.releases.shuffle(using: &random)
            child.care?.calls.shuffle(using: &random)
            return child
        }
        func written(_ children: [ReadChild]) -> (String, [UInt8]) {
            var truth = Truth(releaseDates: releaseDates, asOf: asOf)
            for child in children { truth.add(read: child) }
            var bytes: [UInt8] = []
            truth.writeFindings { bytes += $0 }
            return (truth.json(), bytes)
        }
        #expect(written(children) == written(shuffled), "seed \(seed)")
    }

    /// A child with care rows and a case of two proceedings, made up of a few days, codes and places.
    private func inventedChild(_ random: inout SeededNumbers) -> ReadChild {
        func some(_ days: Int) -> String {
            day("2023-01-01").adding(days: Int.random(in: 0..<days, using: &random)).description
        }
        var invented = InventedCase()
        invented.caseRow.idncase = Int.random(in: 1...1_000_000_000, using: &random)
        if Bool.random(using: &random) { invented.order(on: some(1000)) } else { invented.closure(on: some(1000)) }
        invented.proceedings.append(Proceeding(idnproceeding: 71, idncase: 7, inputDate: day(some(1000))))
        for _ in 0..<6 {
            let code = ["", "", "11", "11", "01", "13", "99", "8A"].randomElement(using: &random) ?? ""
            invented.hearing(some(1000), code: code, proceeding: Bool.random(using: &random) ? 70 : 71)
        }
        for hearing in invented.schedule {
            guard let on = hearing.adjDate else { continue }
            let mailed = on.adding(days: -Int.random(in: 1...40, using: &random)).description
            invented.letter(
                for: on.description, mailed: mailed, at: Bool.random(using: &random) ? oak : elm,
                returned: Bool.random(using: &random) ? some(1000) : nil)
        }
        for type in ["MA", "O", "C", "WV"] {
            invented.motion(type, received: some(1000), decided: some(1000), Bool.random(using: &random) ? "G" : "")
        }
        let record = care { record in
            record.place("A", some(500), to: some(900))
            record.place("A", some(500), to: some(900))
            for _ in 0..<2 { record.release(some(900), at: Bool.random(using: &random) ? oak : elm) }
            for _ in 0..<3 { record.call(some(1000), .reached, with: SpokeWith.allCases.randomElement(using: &random)) }
            record.report(some(500), .court, Bool.random(using: &random) ? oak : elm)
        }
        return ReadChild(care: Bool.random(using: &random) ? record : nil, cases: [invented.read])
    }

    @Test("The world's figures count what really came of a hearing, not what the rows let one find")
    func world() {
        var invented = InventedCase()
        invented.hearing("2025-03-31", code: "11")
        let record = ReadChild(care: care(), cases: [invented.read])
        let hearing = WorldHearing(
            idncase: 7, idnproceeding: 70, idnschedule: 700, date: day("2025-03-31"), time: "0900",
            finding: "attended", childAttended: true)
        var truth = Truth(releaseDates: releaseDates, asOf: asOf)
        truth.add(read: record)
        truth.add(world: WorldChild(index: 0, record: record, hearings: [hearing]))
        func by(_ figures: [Figure]) -> [String: Int]? {
            figures.first { $0.id == "hearing.past" }?.by["finding"]
        }
        #expect(by(truth.figures()) == ["missedReset": 1])
        #expect(by(truth.worldFigures()) == ["attended": 1])
    }
}

/// SplitMix64: the same numbers from the same seed, everywhere.
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
