import AmparoModel
import AmparoStore
import AmparoTestSupport

/// Children with random rows of every kind that the worklist looks at, in a few releases of each feed.
struct ManyChildren {
    let seed: UInt64
    var children = 24
    var releases = ["2026-04-01", "2026-05-04", "2026-06-03"]

    private struct Dice {
        var generator: SeededGenerator
        mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
        mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }
        mutating func pick(_ words: [String]) -> String { words[number(0...words.count - 1)] }
        /// A day of 2026, most often near the releases.
        mutating func day() -> String { Day(number: 20_454 + Int32(number(0...175))).description }
    }

    /// A record with all of it taken, upkeep of the worklist after every feed when wanted.
    func record(upkeep: Bool = false) throws -> SmallRecord {
        let record = try SmallRecord(seed: seed)
        var dice = Dice(generator: SeededGenerator(seed: seed))
        func done() throws { if upkeep { try record.upkeep() } }
        for (round, date) in releases.enumerated() {
            try record.care(date, care(&dice, upTo: children - 4 + round * 2))
            try done()
            try record.file(.notice, date, notices(&dice))
            try done()
            let (tables, mail) = court(&dice)
            try record.court(date, tables) { fixture in
                fixture.files["mail.csv"] = Array((mail.joined(separator: "\n") + "\n").utf8)
            }
            try done()
        }
        return record
    }

    private func number(_ child: Int) -> String { String(12_345_600 + child) }

    private func care(_ dice: inout Dice, upTo count: Int) -> [RecordKind: SmallRecord.Rows] {
        var referrals: SmallRecord.Rows = []
        var placed: SmallRecord.Rows = []
        for child in 1...count {
            let born = dice.pick(["2012-05-01", "2008-06-10", "2004-02-02"])
            let name = dice.pick(["Lopez", "Ruiz"])
            // Now and then a number is another child's too.
            let own = dice.chance(6) ? number(child + 1) : dice.chance(8) ? "" : number(child)
            referrals.append(Sample.referral("c\(child)", own, born: born, surname: name))
            if dice.chance(80) { placed.append(Sample.release("c\(child)", dice.day())) }
        }
        return [.referral: referrals, .release: placed]
    }

    private func notices(_ dice: inout Dice) -> SmallRecord.Rows {
        var rows: SmallRecord.Rows = []
        for child in 1...children where dice.chance(40) {
            var row = ["a_number": number(child), "charging_document": "I-862", "issued_on": dice.day()]
            if dice.chance(60) { row["served_on"] = dice.day() }
            if dice.chance(40) { row["not_served_reason"] = dice.pick(["backlog", "uscis-relief", "other"]) }
            rows.append(row)
        }
        return rows.isEmpty ? [["a_number": number(1), "charging_document": "I-862", "issued_on": dice.day()]] : rows
    }

    private func court(_ dice: inout Dice) -> ([RecordKind: SmallRecord.Rows], mail: [String]) {
        var tables: [RecordKind: SmallRecord.Rows] = [:]
        var mail = ["idncase,hearing_date,mailed_on,addressee,returned_on"]
        func stamp(_ day: String) -> String { day + " 00:00:00.000" }
        for child in 1...children where dice.chance(85) {
            let courtCase = String(7_000 + child)
            tables[.courtCase, default: []].append(Sample.courtCase(courtCase, number(child)))
            if dice.chance(50) {
                tables[.juvenileHistory, default: []].append([
                    "idnjuvenilehistory": courtCase, "idncase": courtCase, "idnjuvenile": dice.pick(["1", "3", "6"]),
                ])
            }
            for index in 1...dice.number(1...2) {
                let proceeding = courtCase + String(index)
                var row: [String: String] = ["input_date": stamp(dice.day())]
                if dice.chance(70) { row["osc_date"] = stamp(dice.day()) }
                if dice.chance(40) {
                    row["comp_date"] = stamp(dice.day())
                    row["dec_code"] = "X"
                    row["absentia"] = dice.pick(["Y", "N"])
                    if dice.chance(25) { row["other_comp"] = "B" }
                }
                tables[.proceeding, default: []].append(Sample.proceeding(proceeding, of: courtCase, row))
                for hearing in 1...dice.number(1...3) {
                    let day = dice.day()
                    tables[.schedule, default: []].append(
                        Sample.hearing(
                            proceeding + String(hearing), of: proceeding, courtCase, on: day,
                            code: dice.pick(["11", "11", "", "Z9", "01", "10", "8A"])))
                    guard dice.chance(60) else { continue }
                    let returned = dice.chance(30) ? dice.day() : ""
                    mail.append("\(courtCase),\(day),2026-01-0\(hearing),respondent,\(returned)")
                }
            }
            guard dice.chance(40) else { continue }
            var motion = [
                "idnmotion": courtCase, "idncase": courtCase, "idnproceeding": courtCase + "1",
                "motion_recd_date": stamp(dice.day()), "rec_type": dice.pick(["MA", "O", "C", "RD"]),
            ]
            if dice.chance(50) {
                motion["dec"] = dice.pick(["G", "D"])
                motion["comp_date"] = stamp(dice.day())
            }
            tables[.motion, default: []].append(motion)
            if dice.chance(50) {
                tables[.representation, default: []].append([
                    "idnrepsassigned": courtCase, "idncase": courtCase, "strattylevel": "COURT",
                    "strattytype": "ALIEN", "e_28_date": stamp(dice.day()),
                ])
            }
        }
        return (tables, mail)
    }
}
