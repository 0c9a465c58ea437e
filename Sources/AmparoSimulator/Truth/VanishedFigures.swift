internal import AmparoModel

extension FigureCounter {
    /// court.vanished for one case that is graded `certain` or `likely`.
    mutating func countVanished(_ read: ReadCase) {
        count([read.row], in: "A_TblCase")
        count(read.proceedings, in: "B_TblProceeding")
        count(read.schedule, in: "tbl_schedule")
        count(read.juvenile, in: "tbl_JuvenileHistory")
        count(read.reps, in: "tbl_RepsAssigned")
        count(read.charges, in: "B_TblProceedCharges")
        count(read.applications, in: "tbl_Court_Appln")
        count(read.motions, in: "tbl_Court_Motions")
        count(read.custody, in: "tbl_CustodyHistory")
        count(read.riders, in: "tbl_Lead_Rider")
        count(read.identifiers, in: "A_TblCaseIdentifier")
        count(read.priorities, in: "tbl_CasePriorityHistory")
    }

    /// A row counts that an earlier release showed and the latest does not hold. One that the latest holds in a line
    /// that cannot be read is `unknown` as long as its key can be made out; without a key nobody can tell it is there.
    private mutating func count<Row>(_ rows: [RowHistory<Row>], in table: String) {
        for row in rows where row.states.count > 1 {
            let wasRead = row.states.dropLast().contains { state in
                if case .readable = state { return true }
                return false
            }
            guard wasRead, let last = row.states.last else { continue }
            switch last {
            case .readable: break
            case .unreadable(keyReadable: true): vanished.unknown += 1
            case .absent, .unreadable(keyReadable: false):
                vanished.value += 1
                vanished.count("table", table)
            }
        }
    }
}
