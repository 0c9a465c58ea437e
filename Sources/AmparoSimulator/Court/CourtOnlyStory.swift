internal import AmparoModel

extension ClusterStory {
    /// Children of whom only the court knows: with their families, with an uncoded case, or in care before the feed.
    mutating func tellCourtOnlyChildren() {
        for number in 0..<chance.weighted([25, 35, 25, 15]) {
            let transfer = Calendar.transferDay(asOf: plan.asOf, weights: plan.yearWeights, chance: &chance)
            let birth = transfer.adding(days: -chance.among(700, 17 * 365))
            let index = plan.simulation.children + cluster * 4 + number
            var child = ChildStory(
                index: index, person: Person(born: birth, chance: &chance), aNumber: String(700_000_000 + index),
                enteredNumber: "", childID: "", world: CareRecord(childIDs: [], aNumber: ""), entered: [],
                firstTransfer: transfer)
            child.homes = [(transfer, Dwelling(flat: chance.hit(5000), chance: &chance))]
            children.append(child)
            let at = children.count - 1
            let entered = transfer.adding(days: chance.among(3, 200))
            guard entered <= plan.asOf else { continue }
            let court = chance.pick(PlaceFacts.states[child.homes[0].home.stateIndex].courts)
            if chance.hit(4500) {
                _ = tellCase(of: at, issued: transfer, entered: entered, court: court)
            } else {
                tellAccompanied(at, issued: transfer, entered: entered, court: court)
            }
        }
    }

    /// A child in its family's case: rider of an adult's case, coded as accompanied, or on a family docket.
    private mutating func tellAccompanied(_ at: Int, issued: Day, entered: Day, court: String) {
        let lead = tellAdult(entered: entered, court: court)
        let before = children[at].readCases.count
        accompanies = (lead, entered)
        _ = tellCase(of: at, issued: issued, entered: entered, court: court)
        accompanies = nil
        assert(children[at].readCases.count == before + 1)
    }

    /// Marks a case as that of a child with its family.
    mutating func tellCompany(_ telling: inout CaseTelling) {
        guard let (lead, entered) = accompanies else { return }
        telling.story.juvenile = []
        telling.story.identifiers = []
        telling.story.priorities = []
        telling.story.row.casepriorityCode = chance.hit(500) ? "AWC/ATD" : "N/A"
        var isMarked = false
        if chance.hit(7000) {
            let isActive = chance.hit(9000)
            var row = RiderRow(
                idnLeadRider: telling.story.key(.riders), idnLeadCase: lead, idnRiderCase: telling.story.idncase,
                datCreatedOn: entered, blnActive: isActive)
            if !isActive { row.datSeveredOn = entered.adding(days: chance.among(20, 300)) }
            telling.story.riders.append(Timed(from: entered, row: row))
            isMarked = isActive
        }
        if chance.hit(5000) {
            telling.story.juvenile.append(
                Timed(
                    from: entered,
                    row: JuvenileRow(
                        idnJuvenileHistory: telling.story.key(.juvenile), idnCase: telling.story.idncase,
                        idnProceeding: telling.story.proceedings[0].row.idnproceeding, idnJuvenile: 6,
                        datcreatedon: entered)))
            isMarked = true
        }
        if !isMarked || chance.hit(2500) {
            telling.story.identifiers.append(
                Timed(
                    from: entered,
                    row: IdentifierRow(
                        idncaseid: telling.story.key(.identifiers), idncase: telling.story.idncase, caseID: "FA")))
        }
    }
}
