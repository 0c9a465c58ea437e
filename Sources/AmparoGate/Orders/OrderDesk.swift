internal import AmparoModel
public import AmparoSharing
internal import AmparoStore

/// Takes court orders, injunctions, appointments, evidence and subpoenas.
public struct OrderDesk: Sendable {
    private let store: GovernanceStore
    private let codes: SharingTerms

    /// The courts' papers of a store.
    public init(_ store: GovernanceStore, codes: SharingTerms) {
        self.store = store
        self.codes = codes
    }

    /// Every paper, by number.
    public func all() throws -> [CourtPaper] { try store.read { try $0.papers() } }

    /// Takes a paper. An order or an appointment opens something: it is taken by a privacy officer or by the court's own
    /// people, and never by somebody whose department it opens to, or by the appointee. Evidence of an exception needs a
    /// second signer of another home agency, one of the two outside DHS; the other papers need none. Answers its number.
    /// Throws `unknownWord`, `notFound`, `notEntitled`, `secondPerson`, `signature`.
    @discardableResult
    public func take(_ request: CourtPaperRequest, by signer: Signer, and second: Signer? = nil) throws -> Int64 {
        try check(request)
        return try store.append { moment in
            guard request.dated <= WashingtonTime.day(of: moment.now) else {
                throw GovernanceError(.state, "The paper is dated in the future; take it when it is there.")
            }
            let officer = try moment.actor(signer.account)
            let appointee = try request.appointee.map { try moment.account($0) }
            try requireEntitled(officer, request, appointee: appointee)
            var draft = GovernanceDraft(
                kind: request.kind == .subpoena ? .subpoenaTaken : .courtOrderTaken, occurred: .on(request.dated),
                payload: request.payload)
            for record in request.records { _ = try moment.person(ofRecord: record) }
            if request.records.count == 1 { draft.child = request.records[0] }
            draft.payload[number: .other] = appointee?.number
            draft.sealed = SealedWords(Person(.account, officer.number), [.paper: request.paper.exposed])
            try moment.sign(&draft, by: officer, signer.source, about: request.docket)
            if request.kind == .evidence { try moment.second(&draft, officer, second, about: request.docket) }
            return [draft]
        }[0]
    }

    private func requireEntitled(_ officer: Account, _ request: CourtPaperRequest, appointee: Account?) throws {
        guard request.kind == .order || request.kind == .appointment else { return }
        let recipients = request.recipients.flatMap(codes.parties.members)
        let opened = Set(recipients.map(\.department) + (appointee.map { [Account.department(of: $0.agency)] } ?? []))
        let own = [officer.agency, officer.homeAgency].map(Account.department)
        let isCourt = ["court-staff", "court-liaison"].contains(officer.role)
        guard officer.isPrivacyOfficer || isCourt, opened.isDisjoint(with: own) else {
            throw GovernanceError(
                .notEntitled,
                "A paper that opens something is taken by a privacy officer or the court's people, of another department "
                    + "than the one it opens to.")
        }
    }

    private func check(_ request: CourtPaperRequest) throws {
        try codes.check(parties: request.recipients, classes: request.classes)
        guard !request.docket.isEmpty, request.docket.utf8.count <= 80 else {
            throw GovernanceError(.unknownWord, "Name the paper by the court's docket number, at most 80 characters.")
        }
        if let until = request.until, let from = request.from, until.microseconds <= from.microseconds {
            throw GovernanceError(.state, "The paper would end before it begins.")
        }
        let isCode = request.population.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
        }
        guard isCode else {
            throw GovernanceError(
                .unknownWord, "A class of people or exception is a code of small letters, digits and dashes.")
        }
        let isComplete =
            switch request.kind {
            case .order: !request.recipients.isEmpty && !(request.records.isEmpty && request.population.isEmpty)
            case .injunction: !request.population.isEmpty
            case .appointment: request.appointee != nil && !request.records.isEmpty
            case .evidence: !request.population.isEmpty && !request.records.isEmpty
            case .subpoena: true
            }
        guard isComplete else {
            throw GovernanceError(
                .unknownWord,
                "Say whom a paper of this kind speaks of: an order recipients and records or a class of people, an injunction "
                    + "its class, an appointment the account and the record, evidence its exception and the record.")
        }
    }
}

extension CourtPaperRequest {
    fileprivate var payload: GovernancePayload {
        var payload = GovernancePayload()
        payload[number: .word] = kind.rawValue
        payload[text: .name] = docket
        payload[day: .day] = dated
        payload[instant: .from] = from
        payload[instant: .until] = until
        payload[codes: .parties] = recipients
        payload[codes: .classes] = classes
        payload[records: .records] = records
        payload[text: .population] = population
        return payload
    }
}

extension GovernanceMoment {
    /// Every court's paper as it stands now.
    func papers() throws -> [CourtPaper] {
        try facts.all(.order).recorded(by: now).bySubject().compactMap { CourtPaper($0.facts) }
    }

    /// Adds the second signature to evidence of an exception (SHARING.md, floor: two approvers, one outside DHS).
    fileprivate func second(
        _ draft: inout GovernanceDraft, _ first: Account, _ signer: Signer?, about: String
    ) throws {
        guard let signer else {
            throw GovernanceError(.secondPerson, "Evidence of an exception needs a second signer (--second).")
        }
        let second = try actor(signer.account)
        let outside = [first, second].contains {
            Account.department(of: $0.homeAgency) != "dhs" && Account.department(of: $0.agency) != "dhs"
        }
        guard second.number != first.number, !second.sharesHome(with: first), outside else {
            throw GovernanceError(
                .secondPerson,
                "Two people of two home agencies approve evidence of an exception, one of them outside DHS.")
        }
        draft.payload[number: .secondSigner] = second.number
        draft.payload[bytes: .secondSignature] = try signature(
            of: second, signer.source, over: draft.statement(of: second, about: about))
    }
}
