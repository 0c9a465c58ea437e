internal import AmparoGate
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore
internal import HTTPTypes
internal import Hummingbird

/// The accounts of the agencies that a privacy officer answers for.
extension Site {
    func addAccounts(to router: Router<ServerContext>, _ signIn: SignInOffice) {
        router.get("/accounts") { request, _ in
            let viewer = try await viewer(request)
            return try await accounts(request, viewer, try await officer(viewer, signIn), signIn)
        }
        router.post("/accounts") { request, _ in
            let (viewer, form) = try await form(request)
            let officer = try await officer(viewer, signIn)
            let chosen = form.all("account")
            switch form["act"] {
            case _ where chosen.isEmpty:
                return try await accounts(request, viewer, officer, signIn, fault: "accounts.choose")
            case "lock":
                let reason = form["reason"] ?? ""
                guard reason.contains(where: { !$0.isWhitespace }), reason.utf8.count <= 1000 else {
                    return try await accounts(request, viewer, officer, signIn, fault: "accounts.reason.missing")
                }
                try await apart {
                    for id in chosen { try signIn.accounts.lock(id, by: viewer.account, reason: Sensitive(reason)) }
                }
                return try await accounts(request, viewer, officer, signIn, done: "accounts.lock.done")
            default: return try await attesting(request, viewer, chosen, signIn)
            }
        }
        router.post("/accounts/attest") { request, _ in
            let (viewer, form) = try await form(request)
            let officer = try await officer(viewer, signIn)
            let chosen = form.all("account")
            let signatures = (form["signature"] ?? "").split(whereSeparator: \.isWhitespace).map {
                Hexadecimal.bytes($0) ?? []
            }
            guard signatures.count == chosen.count, !chosen.isEmpty, signatures.allSatisfy({ $0.count == 64 }) else {
                return try await attesting(request, viewer, chosen, signIn, fault: "accounts.sign.count")
            }
            do {
                try await apart {
                    for (id, signature) in zip(chosen, signatures) {
                        try signIn.accounts.attest(id, by: [Signer(viewer.account, .made(signature))])
                    }
                }
            } catch let error as GovernanceError where error.code == .signature {
                return try await attesting(request, viewer, chosen, signIn, fault: "accounts.sign.wrong")
            }
            return try await accounts(request, viewer, officer, signIn, done: "accounts.attest.done")
        }
    }

    /// The viewer's account, which must be a privacy officer's: for anybody else there is no such page.
    private func officer(_ viewer: Viewer, _ signIn: SignInOffice) async throws -> Account {
        let account = try await apart { try signIn.accounts.account(viewer.account) }
        guard account.isPrivacyOfficer else { throw HTTPError(.notFound) }
        return account
    }

    private func accounts(
        _ request: Request, _ viewer: Viewer, _ officer: Account, _ signIn: SignInOffice, fault: String? = nil,
        done: String? = nil
    ) async throws -> Response {
        let now = clock.now()
        let since = Instant(microseconds: now.microseconds - 30 * 86_400_000_000)
        let lines = try await apart {
            let used = try signIn.desk.ledger.lastSignIns()
            var alarms: [Int64: [Instant]] = [:]
            for alarm in try signIn.accounts.alarms() where since < alarm.recorded {
                alarms[alarm.account, default: []].append(alarm.recorded)
            }
            for alarm in try signIn.desk.ledger.alarms(since: since) {
                alarms[alarm.account, default: []].append(alarm.recorded)
            }
            return try signIn.accounts.all().filter { officer.answersForPrivacy(of: $0.agency) }.map {
                AccountLine(account: $0, lastUsed: used[$0.number], alarms: (alarms[$0.number] ?? []).sorted(by: >))
            }.sorted { ($0.account.agency, $0.account.id) < ($1.account.agency, $1.account.id) }
        }
        let reader = reader(request, for: viewer)
        let page = AccountsPage(
            lines: lines, today: WashingtonTime.day(of: now), token: viewer.formToken,
            faultText: fault.map { reader.phrases.say($0) }, done: done)
        return personal(page.markup(reader), status: fault == nil ? .ok : .unprocessableContent, reader)
    }

    /// The page with the statements to be signed. What is refused before a signature is looked at is said here.
    private func attesting(
        _ request: Request, _ viewer: Viewer, _ chosen: [String], _ signIn: SignInOffice, fault: String? = nil
    ) async throws -> Response {
        let reader = reader(request, for: viewer)
        do {
            let statements = try await apart { () throws -> [Statement] in
                try chosen.compactMap { id in
                    do {
                        try signIn.accounts.attest(id, by: [Signer(viewer.account, .asked)])
                        return nil
                    } catch let needed as SignatureNeeded {
                        return needed.statement
                    }
                }
            }
            let page = AttestPage(
                statements: statements, accounts: chosen, token: viewer.formToken,
                faultText: fault.map { reader.phrases.say($0) })
            return personal(page.markup(reader), status: fault == nil ? .ok : .unprocessableContent, reader)
        } catch is GovernanceError {
            let officer = try await apart { try signIn.accounts.account(viewer.account) }
            return try await accounts(request, viewer, officer, signIn, fault: "accounts.attest.refused")
        }
    }
}
