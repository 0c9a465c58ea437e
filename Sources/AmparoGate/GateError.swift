/// Why the gate refuses or fails. Equality looks at the code only; the message says what to do next and never holds anything
/// about a person (ARCHITECTURE.md, law 5).
public struct GateError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong, for programs; these names are stable and stand in receipts of denials.
    public enum Code: String, Sendable, CaseIterable {
        /// There is no such account, or it is locked.
        case accountUnknown = "account-unknown"
        /// The account is locked.
        case accountLocked = "account-locked"
        /// The role does not hold the purpose, or there is no such purpose.
        case purposeNotHeld = "purpose-not-held"
        /// The account was not attested in the last 90 days.
        case accountUnattested = "account-unattested"
        /// The clock shows a time before the last entry of the journal.
        case clockWentBack = "clock-went-back"
        /// The clock shows a time so long after the last entry that it may have run ahead. There is no receipt of this
        /// denial: it would be recorded at that time, and every later entry with it.
        case clockRanAhead = "clock-ran-ahead"
        /// The request says it is of a later time than now.
        case requestFromTheFuture = "request-from-the-future"
        /// The request says it is of a time long past: requests are not kept and sent later.
        case requestTooOld = "request-too-old"
        /// The account would be shown more records in an hour or a day than its role may be.
        case limitReached = "limit-reached"
        /// Only agreements permit it, and they give DHS nothing while the log lacks its quorum of witnesses.
        case logWithoutQuorum = "log-without-quorum"
        /// No rule permits any of what was asked for.
        case nothingPermitted = "nothing-permitted"
        /// There is no record of that number, and the account may know whether there is.
        case noSuchRecord = "no-such-record"
        /// Rules, accounts or facts changed under the request again and again.
        case unsettled
        /// A fact or a rule could not be read. Nothing was shown.
        case fault
        /// The receipt could not be written. Nothing was shown.
        case receiptNotWritten = "receipt-not-written"
        /// A stored receipt cannot be what was written.
        case brokenReceipt = "broken-receipt"
        /// The journal has no such receipt, or it is another account's.
        case noSuchReceipt = "no-such-receipt"
    }

    /// What went wrong, for programs.
    public let code: Code
    /// The number of the receipt of the denial; nil when none could be written.
    public let receipt: Int64?
    /// Codes or numbers that help; never anything about a person.
    public let detail: String

    /// An error of this code.
    public init(_ code: Code, receipt: Int64? = nil, detail: String = "") {
        self.code = code
        self.receipt = receipt
        self.detail = detail
    }

    /// Whether the codes are the same.
    public static func == (a: GateError, b: GateError) -> Bool { a.code == b.code }

    /// What went wrong and what to do next, for people.
    public var description: String {
        var text = advice
        if !detail.isEmpty { text += " (\(detail))" }
        if let receipt { text += " Receipt \(receipt)." }
        return text
    }

    private var advice: String {
        switch code {
        case .accountUnknown: "There is no such account; ask your agency's privacy officer for one."
        case .accountLocked: "The account is locked; ask your agency's privacy officer."
        case .purposeNotHeld: "The account's role cannot hold this purpose; `amparo account list` shows which it can."
        case .accountUnattested:
            "Nobody has attested the account in the last 90 days; ask your agency's privacy officer to attest it."
        case .clockWentBack:
            "The clock shows a time before the last entry of the journal; set the clock right. If it is right, `amparo clock mend` says so."
        case .clockRanAhead:
            "The clock shows a time long after the last entry of the journal; set the clock right. If it is right, `amparo clock mend` says so."
        case .requestFromTheFuture: "The request is of a later time than now; set the clock of the sender right."
        case .requestTooOld: "The request is of a time long past; ask again now."
        case .limitReached:
            "This would be more records in an hour or a day than the account's role may be shown; wait, or ask for figures. Oversight is told."
        case .noSuchRecord: "There is no record of that number."
        case .logWithoutQuorum:
            "The log has been without its witnesses for a day, so agreements give DHS nothing; `amparo log checkpoint` asks them again."
        case .nothingPermitted: "No rule permits any of this for this account and purpose; nothing is shown."
        case .unsettled: "Rules or accounts are being changed at this moment; ask again."
        case .fault: "Something could not be read, so nothing is shown; run `amparo verify`."
        case .receiptNotWritten: "The receipt could not be written, so nothing is shown; free some room and ask again."
        case .brokenReceipt: "A receipt of the journal is damaged; run `amparo verify`, then restore a backup."
        case .noSuchReceipt: "The journal has no such receipt of this account."
        }
    }
}
