internal import AmparoModel

extension ClusterStory {
    /// Says what the truth of the cluster is, child by child.
    mutating func report() {
        for child in children {
            reportRead(child)
            reportWorld(child)
        }
    }

    private mutating func reportRead(_ child: ChildStory) {
        let isSharedNumber = disputed.contains(child.enteredNumber)
        let isDisputed = isSharedNumber || child.courtBirthConflicts
        let isLinked = !isDisputed && child.enteredNumber == child.aNumber
        var records = child.entered
        // A court that tells another birth year makes nobody doubt that two care records are one child.
        if !isSharedNumber, child.enteredNumber == child.aNumber, let first = records.first {
            records = [records.dropFirst().reduce(into: first) { $0.join($1) }]
        }
        var linked: [ReadCase] = []
        var alone: [(readCase: ReadCase, number: String)] = []
        for (readCase, number) in child.readCases {
            if isLinked, number == child.enteredNumber {
                linked.append(readCase)
            } else {
                alone.append((readCase, number))
            }
        }
        for (position, record) in records.enumerated() {
            var record = record
            record.sponsors = sponsorRecords(of: record.releases, read: true)
            var read = ReadChild(care: record)
            read.numberIsDisputed = isDisputed
            if isLinked, position == 0 {
                read.notices = child.enteredNotices
                read.results = child.enteredResults
                read.cases = linked
            }
            out.truth.append(.read(read))
        }
        for (readCase, number) in alone {
            // Same number, same child: its notices are evidence for the case, though no care record claims either. What is
            // disputed is a number: a child who was entered under another's has notices and cases of its own number still.
            let belongsToNobody = isDisputed && number == child.enteredNumber || disputed.contains(number)
            let notices = belongsToNobody ? [] : child.enteredNotices.filter { $0.aNumber == number && !number.isEmpty }
            out.truth.append(.read(ReadChild(notices: notices, cases: [readCase])))
        }
        if !isLinked {
            out.truth += child.enteredNotices.map(TruthEvent.notice)
            out.truth += child.enteredResults.map(TruthEvent.result)
        }
    }

    private mutating func reportWorld(_ child: ChildStory) {
        var record = ReadChild(notices: child.worldNotices, results: child.worldResults, cases: child.worldCases)
        if !child.entered.isEmpty {
            var care = child.world
            care.sponsors = sponsorRecords(of: care.releases, read: false)
            record.care = care
        }
        out.truth.append(
            .world(
                WorldChild(
                    index: child.index, record: record, hearings: child.hearings.filter { $0.date < plan.asOf })))
    }
}

extension CareRecord {
    /// Takes in the rows of another record of the same child.
    mutating func join(_ other: CareRecord) {
        childIDs += other.childIDs
        dateOfBirth = dateOfBirth ?? other.dateOfBirth
        referrals += other.referrals
        placements += other.placements
        releases += other.releases
        addresses += other.addresses
        calls += other.calls
        services += other.services
        applications += other.applications
        family += other.family
        concerns += other.concerns
    }
}
