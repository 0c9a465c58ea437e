public import AmparoModel

/// The first half of counting: every figure over the children of a record.
///
/// Every child is added once, in any order; nothing is kept per child but what needs another child or a sponsor to be settled
/// (sixteen bytes for a release, and a few for a building). Two threads may each hold a book of the same question, add half of
/// the children each, and merge.
///
/// ```swift
/// var book = FigureBook(Question(asOf: day))
/// for (child, court) in children { book.add(child, court) }
/// var checks = CheckBook(book)
/// for sponsor in sponsors { checks.add(sponsor) }
/// let figures = book.figures(checks)
/// ```
public struct FigureBook: Sendable {
    /// What is asked.
    public let question: Question

    var transfers = TransferCount()
    var care = CareCount()
    var released = ReleaseCount()
    var applications = ApplicationCount()
    var noNotice = NoNoticeCount()
    var notFiled = NotFiledCount()
    var addresses = AddressCount()
    var hearings = HearingCount()
    var failures = FailureCount()
    var notTold = NotToldCount()
    var agencyGaps: AgencyGapCount
    var orders = OrderCount()
    var lateCalls = LateCallCount()
    var undocumentedCalls = UndocumentedCallCount()
    var notReached = NotReachedCount()
    var lastConfirmed = LastConfirmedCount()
    var unaccounted = UnaccountedCount()
    var family = FamilyCount()
    var absentRows = AbsentRowCount()
    /// The releases counted, for their sponsors' checks.
    var releases: [CheckBook.Release] = []

    private var episodes = Episodes()

    /// An empty book.
    public init(_ question: Question) {
        self.question = question
        agencyGaps = AgencyGapCount(systems: question.resultSystems)
    }

    /// Counts one child. Rows dated after the as-of day are not looked at.
    ///
    /// Children outside the cohort count nowhere; their addresses still tell that a building has units.
    public mutating func add(_ child: ChildFile, _ court: CourtFile) {
        let asOf = question.asOf
        addresses.note(child, asOf: asOf)
        if let cohort = question.cohort {
            guard cohort.contains(firstTransfer: FigureBook.firstTransfer(of: child, asOf: asOf)) else { return }
        }
        transfers.add(child, asOf: asOf)
        episodes.fill(child, asOf: asOf)
        care.add(child, episodes, asOf: asOf)
        released.add(child, episodes, asOf: asOf)
        applications.add(child, asOf: asOf)
        noNotice.add(child, court, asOf: asOf)
        notFiled.add(child, court, asOf: asOf)
        addresses.add(child, court, asOf: asOf)
        lateCalls.add(child, question.calls, asOf: asOf)
        undocumentedCalls.add(child, asOf: asOf)
        notReached.add(child, question.calls, asOf: asOf)
        family.add(child, asOf: asOf)
        for release in child.releases where release.releasedOn <= asOf {
            releases.append(CheckBook.Release(sponsor: release.sponsor, releasedOn: release.releasedOn))
        }
        hearings.add(court)
        failures.add(court)
        notTold.add(court)
        agencyGaps.add(child, court, asOf: asOf)
        orders.add(court)
        absentRows.add(court)
        let lastContact = ConfirmedContact.last(child, court, asOf: asOf)
        lastConfirmed.add(child, lastContact: lastContact, asOf: asOf)
        unaccounted.add(court, lastContact: lastContact)
    }

    /// Puts in order what waits for its sponsor, so that less is left to be done when all books are one. Changes no figure.
    public mutating func settle() { releases.sort { $0.sponsor < $1.sponsor } }

    /// Takes in a book of the same question. Neither may have counted a child the other counted.
    public mutating func merge(_ other: FigureBook) {
        transfers.merge(other.transfers)
        care.merge(other.care)
        released.merge(other.released)
        applications.merge(other.applications)
        noNotice.merge(other.noNotice)
        notFiled.merge(other.notFiled)
        addresses.merge(other.addresses)
        hearings.merge(other.hearings)
        failures.merge(other.failures)
        notTold.merge(other.notTold)
        agencyGaps.merge(other.agencyGaps)
        orders.merge(other.orders)
        lateCalls.merge(other.lateCalls)
        undocumentedCalls.merge(other.undocumentedCalls)
        notReached.merge(other.notReached)
        lastConfirmed.merge(other.lastConfirmed)
        unaccounted.merge(other.unaccounted)
        family.merge(other.family)
        absentRows.merge(other.absentRows)
        releases.append(contentsOf: other.releases)
    }

    /// The civil day of the child's first transfer by as-of; nil when there is none.
    private static func firstTransfer(of child: ChildFile, asOf: Day) -> Day? {
        var first: Day?
        for referral in child.referrals {
            guard let day = referral.transferredOn, day <= asOf else { continue }
            first = min(first ?? day, day)
        }
        return first
    }
}
