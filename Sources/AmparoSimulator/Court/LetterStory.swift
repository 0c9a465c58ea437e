internal import AmparoModel

/// How the child was told of one hearing, as it was.
struct LetterStory: Sendable {
    enum Kind: Sendable {
        case none, oral, counsel, good, wrongAddress, returned
    }

    var kind: Kind
    /// The letter came back, or was late, and the child did not learn of the hearing.
    var wasMissed = false

    /// What an absence is worth when nothing else excuses it.
    func absenceFinding(_ finding: String) -> String {
        kind == .wrongAddress || wasMissed ? "defectiveNotice" : finding
    }

    func notice(inPerson: Bool) -> String {
        switch kind {
        case .counsel: "counsel"
        case .good, .returned: "mailed"
        case .oral: "oral"
        case .none, .wrongAddress: inPerson ? "in-person" : "unproven"
        }
    }
}

extension ClusterStory {
    /// The letters of one hearing, written into the case's mail.
    @discardableResult
    mutating func tellMail(of at: Int, _ telling: inout CaseTelling, for day: Day, setOn: Day, absent: Bool)
        -> LetterStory
    {
        let represented = telling.representedFrom.map { $0 <= day } ?? false
        let kinds: [LetterStory.Kind] = [.none, .oral, .counsel, .good, .wrongAddress, .returned]
        let weights =
            absent
            ? [900, 700, represented ? 2500 : 0, 5600, 1500, 650] : [6000, 500, represented ? 900 : 0, 3300, 120, 110]
        var letter = LetterStory(kind: kinds[chance.weighted(weights)])
        let mailed = setOn.adding(days: chance.among(1, 14))
        guard mailed < day, mailed <= plan.asOf else { return LetterStory(kind: .none) }
        var row = MailRow(idncase: telling.story.idncase, hearingDate: day, mailedOn: mailed)
        row.addressee = [.respondent, .custodian, nil][chance.weighted([60, 25, 15])]
        let known = children[at].courtHome(on: mailed) ?? children[at].home(on: mailed)
        switch letter.kind {
        case .none: return letter
        case .oral:
            row.mailedOn = nil
            row.addressee = chance.hit(5000) ? .respondent : nil
            row.oralNoticeLanguage = chance.hit(8500) ? children[at].person.language.iso : "eng"
        case .counsel:
            row.addressee = .counsel
            row.address = Dwelling(flat: true, chance: &chance).written(chance: &chance)
            if chance.hit(2500), let known {
                // Of letters of one day the one not to counsel speaks.
                var other = row
                other.addressee = .respondent
                other.address = known.written(chance: &chance)
                addLetter(&telling, other)
                letter.kind = .good
            }
        case .good:
            row.address = (known ?? Dwelling(flat: true, chance: &chance)).written(chance: &chance)
            if chance.hit(900), mailed.adding(days: 4) < day, mailed.adding(days: 4) <= plan.asOf {
                // A letter to a wrong address was made good by a later one.
                var first = row
                first.address = Dwelling(flat: true, chance: &chance).written(chance: &chance)
                addLetter(&telling, first)
                row.mailedOn = mailed.adding(days: chance.among(1, 4))
            }
        case .wrongAddress:
            // The family told the court where it moved, and the letter went to where it lived before.
            let old = known ?? Dwelling(flat: true, chance: &chance)
            let told = max(setOn, mailed.adding(days: -chance.among(0, 10)))
            let home =
                children[at].home(on: told).flatMap { $0.place == old.place ? nil : $0 }
                ?? Dwelling(state: old.stateIndex, flat: true, chance: &chance)
            if !children[at].world.releases.isEmpty {
                tellCourtAddress(of: at, home: home, on: told, source: chance.hit(7500) ? .eoir33 : .court)
            }
            if children[at].courtHome(on: mailed)?.place != home.place { letter.kind = .good }
            row.address = old.written(chance: &chance)
        case .returned:
            row.address = (known ?? Dwelling(flat: true, chance: &chance)).written(chance: &chance)
            let returned = mailed.adding(days: chance.among(6, 30))
            if returned <= plan.asOf {
                row.returnedOn = returned
                row.returnReason = chance.pick([
                    "unable to forward", "no such number", "insufficient address", "vacant", "",
                ])
            }
            letter.wasMissed = chance.hit(7000)
        }
        addLetter(&telling, row)
        if let served = children[at].worldNotices.last(where: { ($0.servedOn ?? day) < day })?.servedOn,
            day.days(since: served) < 10
        {
            letter.wasMissed = letter.wasMissed || chance.hit(5000)
        }
        return letter
    }

    private mutating func addLetter(_ telling: inout CaseTelling, _ row: MailRow) {
        let isTaken = telling.story.mail.contains {
            $0.row.hearingDate == row.hearingDate && $0.row.mailedOn == row.mailedOn
                && ($0.row.addressee == .counsel) == (row.addressee == .counsel)
        }
        guard !isTaken else { return }
        telling.story.mail.append((row, !chance.hit(400)))
    }
}
