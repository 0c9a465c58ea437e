/// What can begin, end or hold up a duty. The vocabulary is closed, so that a procedure with a word nobody says is a fault.
///
/// The raw value is stored and never reused; the code is what procedures write.
public enum OccasionKind: UInt16, Hashable, Sendable, CaseIterable {
    // Custody and referral (process-and-law A2).
    /// An agency apprehended or found the child, or suspected that somebody in custody is under 18.
    case apprehended = 1
    /// An agency determined that the child is unaccompanied.
    case determined = 2
    /// HHS was notified.
    case notifiedHHS = 3
    /// Custody went over to HHS.
    case transferredToHHS = 4
    /// The child was screened for trafficking, fear and the ability to decide.
    case screened = 5
    /// Exceptional circumstances keep the agency from transferring the child; over when they end.
    case exceptionalCircumstances = 6
    // Release, notice and address (A11, B1, B6).
    /// ORR released the child to a sponsor.
    case released = 10
    /// The notice to appear was served.
    case noticeServed = 11
    /// The notice to appear was filed with the court.
    case noticeFiled = 12
    /// A released child has no served notice; the reason is a trait.
    case noticeLacking = 13
    /// The family said that the child has moved.
    case addressChanged = 14
    /// Somebody confirmed the address with the family.
    case addressConfirmed = 15
    /// The court's change-of-address form was filed by or for the family.
    case courtFormFiled = 16
    /// The agencies' change-of-address form was filed by or for the family.
    case agencyFormFiled = 17
    /// The family was offered help with the forms and did not want it.
    case addressHelpDeclined = 18
    /// A notice of a hearing came back, or somebody says that it never arrived.
    case mailReturned = 19
    // Safety calls and contact (A12).
    /// A safety call was attempted; how it went is a trait.
    case callMade = 20
    /// Somebody confirmed contact with the child.
    case contactConfirmed = 21
    /// The ladder of attempts ended without an answer.
    case unreachable = 22
    /// It is known again where the child is, or that nobody can find out.
    case whereaboutsSettled = 23
    // Court (B3, B5, B8; MISSED-HEARING.md).
    /// A hearing is to come.
    case hearingScheduled = 30
    /// A hearing to come was advanced, postponed, cancelled or moved.
    case hearingChanged = 31
    /// What a past hearing was.
    case hearingFinding = 32
    /// A past hearing of which nobody has said what happened.
    case hearingWithoutWord = 33
    /// A hearing with a code that no list holds.
    case unknownCode = 34
    /// An in absentia order that no hearing carries.
    case orderWithoutHearing = 35
    /// A closure for failure to appear that no hearing carries.
    case closureWithoutHearing = 36
    /// ORR or counsel disputes a finding with evidence; over when it is decided.
    case findingDisputed = 37
    /// ORR or counsel confirmed a finding.
    case findingConfirmed = 38
    /// A row of the court is not in its latest release.
    case courtRowVanished = 39
    /// Transport of the child to a hearing was arranged.
    case productionArranged = 40
    /// The screening questions were asked, or could not be.
    case screeningPrompted = 41
    /// A motion to rescind or reopen was filed.
    case motionFiled = 42
    /// Somebody saw or spoke to the child and said how the child is.
    case welfareChecked = 43
    /// The court answered a question about its record.
    case courtWordGiven = 44
    /// The child was brought to the hearing.
    case childProduced = 45
    /// Somebody with authority said how old the child is.
    case ageEstablished = 46
    /// Child and sponsor were told in plain words, in their language.
    case familyTold = 47
    // Vetting, care and ageing out (A8, A11).
    /// HHS asked another department for information on a sponsor.
    case suitabilityAsked = 50
    /// That department answered.
    case suitabilityAnswered = 51
    /// A background check was ordered.
    case checkOrdered = 52
    /// A background check has a result, or a waiver by name.
    case checkResolved = 53
    /// A child in care whose 18th birthday is known.
    case turningEighteen = 54
    /// The discharge plan was drafted.
    case planDrafted = 55
    /// The discharge plan was brought up to date.
    case planUpdated = 56
    /// The child left care without leave.
    case absentFromCare = 57
    /// The absence was reported, with proof.
    case absenceReported = 58
    /// The child is back.
    case returnedToCare = 59
    // Concerns (A13).
    /// Somebody raised a concern; its kind is a trait.
    case concernRaised = 65
    /// The concern was reported to HHS, with proof.
    case concernReportedToHHS = 66
    /// The concern was reported to the state's authority, with proof.
    case concernReportedToState = 67
    // Accounts, agreements, disclosures (SHARING.md).
    /// An account was attested.
    case accountAttested = 70
    /// An account was locked.
    case accountLocked = 71
    /// An agreement came into force.
    case agreementEnacted = 72
    /// An agreement was renewed or replaced.
    case agreementRenewed = 73
    /// An agreement was suspended, withdrawn or let expire on purpose.
    case agreementEnded = 74
    /// A record was disclosed under an obligation to delete it.
    case disclosureMade = 75
    /// The recipient certified the deletion.
    case deletionCertified = 76
    /// The recipient disclosed further.
    case onwardDisclosed = 77
    /// The recipient reported the further disclosure.
    case onwardReported = 78
    /// A fact that a recipient was told was wrong.
    case correctionOwed = 79
    /// The recipient confirmed the correction.
    case correctionConfirmed = 80
    /// An account opened an emergency, or notice of one was sent to an oversight party.
    case emergencyOpened = 81
    /// An oversight party took note of it.
    case emergencyNoted = 82
    // The record itself.
    /// Two sources cannot both be right.
    case disputeOpened = 85
    /// Somebody decided between them.
    case disputeDecided = 86
    /// Records of a release are in quarantine.
    case quarantineOpened = 87
    /// They were read again or dismissed.
    case quarantineSettled = 88
    // What recurs (OIG-23-47), of the class `sponsor.network`.
    /// Several sponsors share an address or telephone of the child's sponsor, or many children were released to that sponsor.
    case networkOfSponsors = 89
    /// Many children were released to the child's address, or some to what is no home.
    case networkOfChildren = 90
    /// Somebody was told something that has changed since. Made by the engine; no procedure can name it.
    case told = 99

    /// The code that procedures write, `hearing.finding`; the engine's own kind is `told`.
    public var code: String { OccasionKind.codes[self] ?? "told" }

    /// The kind of a code; nil for a word nobody says and for the engine's own kind.
    public init?(code: String) {
        guard let kind = OccasionKind.kinds[code] else { return nil }
        self = kind
    }

    private static let kinds: [String: OccasionKind] = Dictionary(
        codes.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })

    private static let codes: [OccasionKind: String] = [
        .apprehended: "custody.apprehended", .determined: "custody.determined", .notifiedHHS: "custody.hhs-notified",
        .transferredToHHS: "custody.transferred", .screened: "custody.screened",
        .exceptionalCircumstances: "custody.exceptional-circumstances", .released: "release.made",
        .noticeServed: "notice.served", .noticeFiled: "notice.filed", .noticeLacking: "notice.lacking",
        .addressChanged: "address.changed", .addressConfirmed: "address.confirmed",
        .courtFormFiled: "address.court-form-filed", .agencyFormFiled: "address.agency-form-filed",
        .addressHelpDeclined: "address.help-declined", .mailReturned: "notice.mail-returned", .callMade: "call.made",
        .contactConfirmed: "contact.confirmed",
        .unreachable: "contact.unreachable", .whereaboutsSettled: "whereabouts.settled",
        .hearingScheduled: "hearing.scheduled", .hearingChanged: "hearing.changed", .hearingFinding: "hearing.finding",
        .hearingWithoutWord: "hearing.no-word", .unknownCode: "hearing.unknown-code",
        .orderWithoutHearing: "order.without-hearing", .closureWithoutHearing: "closure.without-hearing",
        .findingDisputed: "finding.disputed", .findingConfirmed: "finding.confirmed",
        .courtRowVanished: "court.row-vanished", .productionArranged: "production.arranged",
        .screeningPrompted: "screening.done", .motionFiled: "motion.filed", .welfareChecked: "welfare.checked",
        .courtWordGiven: "court.word-given", .childProduced: "child.produced", .ageEstablished: "age.established",
        .familyTold: "family.told", .suitabilityAsked: "suitability.asked",
        .suitabilityAnswered: "suitability.answered", .checkOrdered: "check.ordered", .checkResolved: "check.resolved",
        .turningEighteen: "child.turning-18", .planDrafted: "plan.drafted", .planUpdated: "plan.updated",
        .absentFromCare: "care.absence", .absenceReported: "care.absence-reported", .returnedToCare: "care.returned",
        .concernRaised: "concern.raised", .concernReportedToHHS: "concern.reported-to-hhs",
        .concernReportedToState: "concern.reported-to-state", .accountAttested: "account.attested",
        .accountLocked: "account.locked", .agreementEnacted: "agreement.enacted",
        .agreementRenewed: "agreement.renewed", .agreementEnded: "agreement.ended",
        .disclosureMade: "disclosure.made", .deletionCertified: "deletion.certified",
        .onwardDisclosed: "onward.disclosed", .onwardReported: "onward.reported", .correctionOwed: "correction.owed",
        .correctionConfirmed: "correction.confirmed", .emergencyOpened: "emergency.opened",
        .emergencyNoted: "emergency.noted", .disputeOpened: "dispute.opened",
        .disputeDecided: "dispute.decided", .quarantineOpened: "quarantine.opened",
        .quarantineSettled: "quarantine.settled", .networkOfSponsors: "network.sponsors",
        .networkOfChildren: "network.children",
    ]
}
