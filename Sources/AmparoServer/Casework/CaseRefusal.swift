internal import AmparoGate
internal import AmparoStore
internal import HTTPTypes

/// Why a page of casework is not shown: one page for each reason, and the same page for a child there is not and for a child
/// of whom nothing may be shown.
struct CaseRefusal: Error {
    /// The status of the answer.
    let status: HTTPResponse.Status
    /// The reason: `case.refused.<reason>` has its words.
    let reason: String
    /// The receipt of the denial, where there is one.
    var receipt: Int64?

    init(_ status: HTTPResponse.Status, _ reason: String, receipt: Int64? = nil) {
        self.status = status
        self.reason = reason
        self.receipt = receipt
    }

    /// Nothing for this viewer, whether or not there is something for others.
    static let nothing = CaseRefusal(.notFound, "nothing")

    /// What the gate said. Of a record that is not there and of one that may not be seen the viewer hears the same.
    init(_ error: GateError) {
        switch error.code {
        case .nothingPermitted, .noSuchRecord, .logWithoutQuorum, .noSuchReceipt:
            self.init(.notFound, "nothing", receipt: error.receipt)
        case .accountUnknown, .accountLocked: self.init(.forbidden, "account", receipt: error.receipt)
        case .accountUnattested: self.init(.forbidden, "unattested", receipt: error.receipt)
        case .purposeNotHeld: self.init(.forbidden, "purpose", receipt: error.receipt)
        case .limitReached: self.init(.tooManyRequests, "limit", receipt: error.receipt)
        case .unsettled: self.init(.serviceUnavailable, "unsettled", receipt: error.receipt)
        case .clockWentBack, .clockRanAhead, .requestFromTheFuture, .requestTooOld, .fault, .receiptNotWritten,
            .brokenReceipt:
            self.init(.serviceUnavailable, "fault", receipt: error.receipt)
        }
    }

    /// What a desk said.
    init(_ error: GovernanceError) {
        switch error.code {
        case .notFound: self.init(.notFound, "nothing")
        case .locked: self.init(.forbidden, "account")
        case .notAttested: self.init(.forbidden, "unattested")
        case .notEntitled: self.init(.forbidden, "entitled")
        default: self.init(.badRequest, "refused")
        }
    }

    func markup(_ reader: Reader) -> Markup {
        let phrases = reader.phrases
        let title = phrases.say("case.refused.\(reason).title")
        return Page(title: title).markup(reader) {
            CaseLinks(place: .elsewhere, reader: reader).markup()
            element("h1", [:], title)
            element("p", ["class": "sentence"], phrases.say("case.refused.\(reason).text"))
            // A receipt for what is not there too: the number tells nothing of the child.
            if let receipt {
                element("p", ["class": "note"], phrases.say("case.receipt.denial", ["number": String(receipt)]))
            }
            element("p") { element("a", ["href": reader.address("/today")], phrases.say("case.link.today")) }
        }
    }
}
