internal import AmparoModel

extension ClusterStory {
    /// What the agencies' own systems hold of the hearings: gaps, late entries and contradictions (OIG-24-46).
    mutating func tellResults(of at: Int, _ hearings: [WorldHearing]) {
        for hearing in hearings where hearing.finding != "notHeld" && hearing.finding != "recordedInError" {
            let isAbsent = !hearing.childAttended
            for (system, share) in [(AgencySystem.opla, isAbsent ? 7200 : 3000), (.ero, isAbsent ? 4200 : 800)] {
                let truth: AgencyResultKind =
                    hearing.finding == "missedOrdered" || (hearing.finding == "rescinded" && hearing.status != nil)
                    ? .orderInAbsentia : isAbsent ? .failedToAppear : .appeared
                let entered = hearing.date.adding(days: chance.hit(8500) ? chance.below(15) : chance.among(15, 200))
                let row = AgencyResult(
                    system: system, aNumber: children[at].aNumber, hearingDate: hearing.date, result: truth,
                    enteredOn: max(hearing.date, min(entered, plan.asOf)))
                guard
                    !children[at].worldResults.contains(where: { $0.system == system && $0.hearingDate == hearing.date }
                    )
                else { continue }
                children[at].worldResults.append(row)
                guard chance.hit(share), entered <= plan.asOf, !children[at].courtBirthConflicts else { continue }
                var enteredRow = row
                enteredRow.enteredOn = chance.hit(300) ? nil : entered
                switch chance.below(100) {
                case 0..<4: enteredRow.result = isAbsent ? .appeared : .failedToAppear
                case 4..<7: enteredRow.result = .continued
                case 7..<10: enteredRow.result = .unknown
                default: break
                }
                let damage = careDamage()
                out.sheets.write(enteredRow, damage: damage)
                out.link(
                    feed: "results", file: "results.csv", key: "\(system.rawValue)/\(row.aNumber)/\(row.hearingDate)",
                    child: children[at].index)
                if damage == nil || damage == .twice { children[at].enteredResults.append(enteredRow) }
            }
        }
    }
}
