internal import AmparoModel

/// A row of notices.csv (FEEDS.md 3); its key is (aNumber, chargingDocument, issuedOn).
struct Notice: Sendable, Hashable {
    var aNumber: String
    var chargingDocument = "I-862"
    var issuedOn: Day?
    var servedOn: Day?
    /// `personal`, `mail`, `counsel` or empty.
    var servedHow = ""
    /// `child`, `custodian`, `counsel` or empty.
    var servedOnWhom = ""
    /// Either wholly empty (then no address was given by it) or an address with a `place`.
    var address = WrittenAddress()
    var filedOn: Day?
    /// Base city code of the court, or empty.
    var court = ""
    var notServedReason: NotServedReason?
}

enum NotServedReason: String, Sendable, CaseIterable {
    case awaitingCounsel = "awaiting-counsel"
    case uscisRelief = "uscis-relief"
    case backlog
    case addressUnknown = "address-unknown"
    case other
}

/// A row of results.csv; its key is (system, aNumber, hearingDate).
struct AgencyResult: Sendable, Hashable {
    var system: AgencySystem
    var aNumber: String
    var hearingDate: Day
    var result: AgencyResultKind
    /// nil: the row does not say when it was entered.
    var enteredOn: Day?
}

enum AgencySystem: String, Sendable, CaseIterable {
    case opla, ero
}

enum AgencyResultKind: String, Sendable, CaseIterable {
    case appeared
    case failedToAppear = "failed-to-appear"
    case orderInAbsentia = "order-in-absentia"
    case continued, unknown
}

/// A row of mail.csv, beside a court release; its key is (idncase, hearingDate, mailedOn, addressee).
///
/// There is at most one letter of a day for one case and hearing that is not to counsel, so the rule of
/// MISSED-HEARING.md 5.2 always has one answer.
struct MailRow: Sendable, Hashable {
    var idncase: Int
    var hearingDate: Day
    /// nil: the row records oral notice.
    var mailedOn: Day?
    /// nil: no addressee written, which means the respondent.
    var addressee: Addressee?
    var address = WrittenAddress()
    var returnedOn: Day?
    var returnReason = ""
    /// Empty, or an ISO 639-3 language.
    var oralNoticeLanguage = ""
}

enum Addressee: String, Sendable, CaseIterable {
    case respondent, custodian, counsel
}
