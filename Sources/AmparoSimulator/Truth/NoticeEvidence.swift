internal import AmparoModel

/// What was mailed about the hearings of one child, and which addresses the court had been given (rule 5.2).
struct NoticeEvidence: Sendable {
    /// An address given to the court; the greatest by (day, rank, ordinal) is the one that counts.
    private struct Given: Sendable {
        var day: Day
        /// On one day an EOIR-33 outranks a court row, and that the notice to appear.
        var rank: Int
        var address: WrittenAddress
    }

    private var given: [Given] = []
    private var noticesServed: [Day] = []

    /// Rows without any address gave none; of equal rows of one day the last one counts.
    init(of child: ReadChild) {
        for notice in child.notices {
            guard let served = notice.servedOn else { continue }
            noticesServed.append(served)
            if !notice.address.isEmpty { given.append(Given(day: served, rank: 0, address: notice.address)) }
        }
        for row in child.care?.addresses ?? [] where !row.address.isEmpty {
            switch row.source {
            case .court: given.append(Given(day: row.reportedOn, rank: 1, address: row.address))
            case .eoir33: given.append(Given(day: row.reportedOn, rank: 2, address: row.address))
            case .release, .ar11, .safetyCall, .postRelease, .school: break
            }
        }
    }

    /// The address the court had been given last, by `day`.
    func addressGiven(by day: Day) -> WrittenAddress? {
        var last: Given?
        for candidate in given where candidate.day <= day {
            guard let best = last else {
                last = candidate
                continue
            }
            if (best.day, best.rank) <= (candidate.day, candidate.rank) { last = candidate }
        }
        return last?.address
    }

    /// The last notice to appear served before the hearing was served less than 10 days before it.
    func isNoticeTooLate(for hearing: Day) -> Bool {
        guard let served = noticesServed.filter({ $0 < hearing }).max() else { return false }
        return hearing.days(since: served) < 10
    }

    /// The letter that speaks for a hearing: the last one mailed before it; of one day the one not to counsel.
    static func mailing(for hearing: Day, in mail: [MailRow]) -> MailRow? {
        var speaking: MailRow?
        for letter in mail where letter.hearingDate == hearing {
            guard let mailed = letter.mailedOn, mailed < hearing else { continue }
            if let best = speaking, let bestMailed = best.mailedOn {
                let isLater = mailed > bestMailed
                let outranks = mailed == bestMailed && best.addressee == .counsel && letter.addressee != .counsel
                guard isLater || outranks else { continue }
            }
            speaking = letter
        }
        return speaking
    }

    /// The letter went to an address other than the last one given to the court by the day it was mailed.
    /// A letter to counsel is never compared; nor is one of which no address is written, or when none was given.
    func wentToWrongAddress(_ letter: MailRow) -> Bool {
        guard letter.addressee != .counsel, let mailed = letter.mailedOn, !letter.address.isEmpty,
            let given = addressGiven(by: mailed)
        else { return false }
        switch (letter.address.place, given.place) {
        case (let a?, let b?): return a != b
        case (nil, nil):
            return letter.address.line1 != given.line1 || letter.address.line2 != given.line2
                || letter.address.zip.prefix(5) != given.zip.prefix(5)
        default: return true
        }
    }

    /// How notice stands for a failure to appear (rule 5.5).
    static func proof(mailing: MailRow?, hearing: Day, mail: [MailRow], siteType: String) -> NoticeProof {
        if let mailing { return mailing.addressee == .counsel ? .counsel : .mailed }
        if mail.contains(where: {
            $0.hearingDate == hearing && $0.mailedOn == nil && !$0.oralNoticeLanguage.isEmpty
        }) {
            return .oral
        }
        return siteType == "I" ? .inPerson : .unproven
    }
}
