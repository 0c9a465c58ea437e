internal import AmparoGate
internal import AmparoLinkage
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore
internal import HTTPTypes

/// What follows from a judgement about who is who, and only one process may do at a time: worklist, corrections, duties.
package protocol LinkUpkeep: Sendable {
    /// Runs `work` while nobody takes feeds in, and then what follows from records that moved. Throws what `work` throws.
    func judging<Value: Sendable>(_ work: () throws -> Value) throws -> Value
}

/// `/links`: pairs of records that may be one person, for whoever may see both (SCREENS.md, "Compare two people").
struct LinksPage {
    /// How many pairs are shown.
    private static let length = 30

    private let visit: CaseVisit
    private let state: LinkState
    private let reviews: [Disclosed<LinkReview>]

    init(_ visit: CaseVisit) throws {
        self.visit = visit
        state = LinkState.allCases.first { $0.word == visit.query["state"] } ?? .open
        reviews = try LinkDesk(visit.casework.gate, visit.casework.store).review(
            visit.request(.list), state: state, limit: Self.length)
    }

    private var phrases: Phrases { visit.phrases }

    func markup() -> Markup {
        visit.page(phrases.say("links.title"), .links) {
            element("h1", [:], phrases.say("links.title"))
            element("p", ["class": "note"], phrases.say("links.note"))
            element("nav", ["class": "tabs", "aria-label": phrases.say("links.title")]) {
                element("ul") {
                    for one in LinkState.allCases {
                        element("li") {
                            element(
                                "a",
                                [
                                    "href": visit.reader.address("/links", ["state": one == .open ? "" : one.word]),
                                    "aria-current": one == state ? "page" : nil,
                                ], phrases.say("links.state.\(one.word)"))
                        }
                    }
                }
            }
            if reviews.isEmpty { element("p", ["class": "empty"], phrases.say("links.none")) }
            element("ul", ["class": "handoffs"]) { for review in reviews { item(review.value) } }
        }
    }

    private func item(_ review: LinkReview) -> Markup {
        let pair = review.pair
        return element("li") {
            element("h2") {
                element("a", ["href": visit.reader.address("/links/\(pair.id)")]) {
                    phrases.say(
                        "links.pair.\(pair.subject.word)",
                        ["records": review.sides.map { String($0.record) }.joined(separator: ", ")])
                }
            }
            element("p") {
                phrases.say("links.probability", ["share": LinkWords.percent(pair.probability, phrases)]) + " "
                phrases.say(
                    "links.accepted",
                    ["n": phrases.number(review.accepted), "needs": phrases.number(pair.needs)])
            }
        }
    }
}

/// How probable it is that two records are one person, in words.
enum LinkWords {
    /// Millionths as per cent with one decimal: never all, never none.
    static func percent(_ millionths: Int64, _ phrases: Phrases) -> String {
        phrases.share(Int(clamping: millionths), of: 1_000_000) ?? ""
    }
}

/// `/links/{pair}`: the two records side by side with what speaks for and against, and where somebody judges.
struct PairPage {
    private let visit: CaseVisit
    private let review: Disclosed<LinkReview>
    private let fault: String?
    private let typed: [String: String]

    init(_ visit: CaseVisit, number: String, typed: [String: String] = [:], fault: String? = nil) throws {
        self.visit = visit
        self.typed = typed
        self.fault = fault
        let desk = LinkDesk(visit.casework.gate, visit.casework.store)
        guard let id = Int64(number), let review = try desk.review(of: id, visit.request(.view)) else {
            throw CaseRefusal.nothing
        }
        self.review = review
    }

    private var phrases: Phrases { visit.phrases }
    private var words: FieldWords { FieldWords(visit: visit) }

    func markup() -> Markup {
        let value = review.value
        let pair = value.pair
        let title = phrases.say("links.pair.title", ["number": String(pair.id)])
        return visit.page(title, .links) {
            element("p", ["class": "back"]) {
                element("a", ["href": visit.reader.address("/links")], phrases.say("links.title"))
            }
            element("h1", [:], title)
            element("p", ["class": "lead"]) {
                phrases.say("links.state.\(pair.state.word)") + " · "
                phrases.say("links.probability", ["share": LinkWords.percent(pair.probability, phrases)]) + " "
                phrases.say(
                    "links.accepted", ["n": phrases.number(value.accepted), "needs": phrases.number(pair.needs)])
            }
            formFault(fault.map { phrases.say("links.fault.\($0)") })
            element("div", ["class": "sides"]) { for index in value.sides.indices { side(index) } }
            element("section", ["aria-labelledby": "because"]) {
                element("h2", ["id": "because"], phrases.say("links.because"))
                element("p", ["class": "note"], phrases.say("links.because.note", ["model": pair.model]))
                element("ul", ["class": "because"]) {
                    for sentence in value.sentences(visit.language == .english ? .english : .spanish) {
                        element("li", [:], sentence)
                    }
                }
            }
            judging(pair)
            element("p", ["class": "note receipt"]) {
                value.sides.map { phrases.say("case.receipt", ["number": String($0.receipt)]) }.joined(separator: " ")
            }
        }
    }

    /// One of the two; what differs from the other is marked, and the text says so.
    private func side(_ index: Int) -> Markup {
        let side = review.value.sides[index]
        let other = review.value.sides.indices.contains(1 - index) ? review.value.sides[1 - index] : nil
        let number = String(side.record)
        return element("section", ["aria-labelledby": "side-\(index)"]) {
            element("h2", ["id": "side-\(index)"]) {
                if review.value.pair.subject == .child {
                    element("a", ["href": visit.reader.address("/child/\(number)")]) {
                        phrases.say("case.child", ["number": number])
                    }
                } else {
                    phrases.say("links.sponsor", ["number": number])
                }
            }
            for row in side.rows where row.table != "forms" {
                element("h3", [:], words.table(row.table))
                element("dl", ["class": "fields"]) {
                    for field in row.fields {
                        let said = Set((other?.rows ?? []).compactMap { $0[field.name] })
                        let differs = !said.isEmpty && !said.contains(field.value)
                        element("dt", [:], visit.words.field(field.name, visit.language))
                        element("dd") {
                            if differs {
                                element("mark") { words.value(field) }
                                element("span", ["class": "issuer"], phrases.say("links.differs"))
                            } else {
                                words.value(field)
                            }
                        }
                    }
                }
            }
        }
    }

    @MarkupBuilder
    private func judging(_ pair: LinkPair) -> Markup {
        let isOpen = pair.state == .open || pair.state == .needsMore
        if isOpen || pair.state == .made {
            element("section", ["aria-labelledby": "judge"]) {
                element("h2", ["id": "judge"], phrases.say("links.judge"))
                element("p", ["class": "note"], phrases.say("links.judge.note"))
                element(
                    "form",
                    ["class": "enter", "method": "post", "action": visit.reader.address("/links/\(pair.id)/judge")]
                ) {
                    formToken(visit.viewer.formToken)
                    element("label") {
                        phrases.say("links.judgement")
                        element("select", ["name": "judgement", "required": ""]) {
                            for word in isOpen ? ["accept", "reject", "need-more"] : ["undo"] {
                                element(
                                    "option", ["value": word, "selected": typed["judgement"] == word ? "" : nil],
                                    phrases.say("links.judgement.\(word)"))
                            }
                        }
                    }
                    element("label") {
                        phrases.say("links.reason")
                        element(
                            "textarea", ["name": "reason", "required": "", "maxlength": "8000"], typed["reason"] ?? "")
                    }
                    element("button", ["type": "submit"], phrases.say("links.judge.send"))
                }
            }
        }
    }
}

/// What somebody says of a pair: first the statement to be signed, then, with the signature, the judgement.
struct LinkAct {
    let visit: CaseVisit
    let number: String
    let typed: [String: String]
    let upkeep: any LinkUpkeep

    /// What comes of it: the page to go on to, or one on which something is missing.
    func take() throws -> SignedOutcome {
        guard let id = Int64(number) else { throw CaseRefusal.nothing }
        let reason = typed["reason"] ?? ""
        func again(_ fault: String) throws -> SignedOutcome {
            .page(
                try PairPage(visit, number: number, typed: typed, fault: fault).markup(), .unprocessableContent)
        }
        guard reason.contains(where: { !$0.isWhitespace }), reason.utf8.count <= 8000 else {
            return try again("reason")
        }
        let judgements: [String: LinkJudgement] = ["accept": .accept, "reject": .reject, "need-more": .needMore]
        let word = typed["judgement"] ?? ""
        guard word == "undo" || judgements[word] != nil else { return try again("judgement") }
        let desk = LinkDesk(visit.casework.gate, visit.casework.store)
        func judge(_ source: SignatureSource) throws {
            let signer = Signer(visit.viewer.account, source)
            if let judgement = judgements[word] {
                _ = try desk.judge(
                    id, judgement, reason: Sensitive(reason), purpose: visit.viewer.purpose, by: signer)
            } else {
                _ = try desk.undo(id, reason: Sensitive(reason), purpose: visit.viewer.purpose, by: signer)
            }
        }
        let given = (typed["signature"] ?? "").filter { !$0.isWhitespace }
        var isWrong = false
        do {
            if !given.isEmpty {
                guard let signature = Hexadecimal.bytes(given), signature.count == 64 else { throw WrongSignature() }
                try upkeep.judging { try judge(.made(signature)) }
                return .path("/links/\(id)")
            }
        } catch is WrongSignature {
            isWrong = true
        } catch let error as GovernanceError where error.code == .signature {
            isWrong = true
        } catch let error as GovernanceError where error.code == .secondPerson || error.code == .state {
            return try again(error.code == .state ? "state" : "second")
        }
        do {
            try judge(.asked)
            throw CaseRefusal.nothing
        } catch let needed as SignatureNeeded {
            return .page(signing(needed.statement, id, isWrong: isWrong), isWrong ? .unprocessableContent : .ok)
        } catch let error as GovernanceError where error.code == .secondPerson || error.code == .state {
            return try again(error.code == .state ? "state" : "second")
        }
    }

    private struct WrongSignature: Error {}

    private func signing(_ statement: Statement, _ id: Int64, isWrong: Bool) -> Markup {
        let phrases = visit.phrases
        return visit.page(phrases.say("links.sign"), .links) {
            element("p", ["class": "back"]) {
                element("a", ["href": visit.reader.address("/links/\(id)")]) {
                    phrases.say("links.pair.title", ["number": String(id)])
                }
            }
            element("h1", [:], phrases.say("links.sign"))
            formFault(isWrong ? phrases.say("links.fault.signature") : nil)
            SigningForm(
                statements: [statement], action: "/links/\(id)/judge", button: "links.judge.send",
                fields: ["judgement", "reason"].map { ($0, typed[$0] ?? "") }, visit: visit
            ).markup()
        }
    }
}
