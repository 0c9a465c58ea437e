import AmparoDuties
import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoSharing
import AmparoStore
import AmparoTestSupport
import Foundation
import HTTPTypes
import Testing

@testable import AmparoServer
@testable import amparo

@Suite("The API of a demonstration")
struct APITests {
    let demonstration: TestStore
    let world: APIWorld

    init() throws {
        demonstration = try Demonstrations.copy(children: 60, seed: 3).store
        // The moment at which the API asks too.
        demonstration.now = "2026-06-01T12:00:00Z"
        world = try APIWorld(
            demonstration, words: try PersonalWords(of: SimulatedFeeds(at: demonstration.data + "/feeds")))
    }

    /// The post of the demonstration whose worklist has most.
    private let specialist = (account: "federal-field-specialist", purpose: "safety-check")

    private func ask(_ path: String, post body: String? = nil, _ more: HTTPFields = [:]) async throws
        -> APIWorld.Answer
    {
        try await world.ask(specialist.account, specialist.purpose, path, post: body, more)
    }

    /// The first child on the specialist's worklist, and a duty that it holds there.
    private func work() async throws -> (child: Int, duty: String) {
        let items = try #require(try await ask("/worklist?limit=200").json["items"]).elements
        let item = try #require(items.first { $0["id"]?.string?.contains("-") ?? false && $0["child"]?.int != nil })
        return (try #require(item["child"]?.int), try #require(item["id"]?.string))
    }

    /// An address of a route that is well written, for a child and a duty.
    private func address(_ route: APIRoute, child: Int, duty: String) -> String {
        let handoff = "\(duty.prefix { $0 != "." }).0"
        let needed = route.parameters.filter(\.isRequired).map { "\($0.name)=\(child)" }.joined(separator: "&")
        return route.path.replacing("{n}", with: "\(child)").replacing("{name}", with: "box")
            .replacing("{entry}", with: "1")
            .replacing("{ref}", with: route.path.hasPrefix("/duties") ? duty : handoff)
            + (needed.isEmpty ? "" : "?" + needed)
    }

    private func body(_ route: APIRoute) -> String? {
        switch route.operation {
        case .reportDuty: "{\"evidence\":\"x\"}"
        case .acceptHandoff: "{}"
        case .search: "{\"surnames\":\"Hernández\"}"
        case .declineHandoff: "{\"reason\":\"conflict\"}"
        case .collectMailbox: "{\"ticket\":\"x\"}"
        case .hearingEvents:
            "{\"id\":\"1\",\"type\":\"hearing.result\",\"reportedAt\":\"2026-06-01T10:00:00Z\",\"case\":1,\"schedule\":1,\"result\":\"11\"}"
        case .attachDocument: "{\"kind\":\"returned-mail\",\"content\":\"eA==\"}"
        case .saveMapping:
            "{\"name\":\"x\",\"columns\":[{\"heading\":\"a\",\"file\":\"calls.csv\",\"column\":\"child_id\"}]}"
        case .importFile: "{\"mapping\":\"x\",\"dryRun\":true,\"content\":\"YQ==\"}"
        case .undoImport: "{\"batch\":1}"
        default: nil
        }
    }

    @Test("A child's record through the API is what the command line shows, with a receipt of its own")
    func child() async throws {
        let (child, _) = try await work()
        let before = try world.count([.disclosed])
        let answer = try await ask("/children/\(child)")
        #expect(answer.status == 200 && answer.json["child"]?.int == child)
        #expect(try world.count([.disclosed]) == before + 1)
        #expect(!world.leaks(answer).isEmpty)
        let shown = try demonstration.run(
            "child", "\(child)", "--as", specialist.account, "--purpose", specialist.purpose, "--json")
        let told = try JSON(utf8: Array(shown.output))
        for name in ["child", "asOf", "obligations", "decisions", "rows", "disagreements"] {
            #expect(told[name] == answer.json[name], "\(name)")
        }
        let few = try await ask("/children/\(child)?fields=general.recordId")
        let fields = try #require(few.json["rows"]).elements.flatMap { $0["fields"]?.elements ?? [] }
        #expect(Set(fields.compactMap { $0["field"]?.string }) == ["general.recordId"])
        // Beyond the end of the journal there is nothing more.
        let later = try await ask("/children/\(child)?asKnown=seq:999999999999999")
        #expect(later.status == 200 && later.json["rows"] == answer.json["rows"])
    }

    @Test("What is held still stands: 304 and no receipt, until governance, the question or the asker is another")
    func unchanged() async throws {
        let (child, _) = try await work()
        let path = "/children/\(child)?fields=general.recordId,court.case"
        let tag = try #require(try await ask(path).headers[.eTag])
        let before = try world.count([.disclosed])
        let again = try await ask(path, [.ifNoneMatch: tag])
        #expect(again.status == 304 && again.text.isEmpty && again.headers[.eTag] == tag)
        #expect(try world.count([.disclosed]) == before)
        for other in ["/children/\(child)", path + "&asOf=2026-05-31"] {
            #expect(try await ask(other, [.ifNoneMatch: tag]).status == 200)
        }
        let forged = "\"\(tag.dropFirst().prefix { $0 != "-" })-\(String(repeating: "0", count: 32))\""
        #expect(try await ask(path, [.ifNoneMatch: forged]).status == 200)
        #expect(
            try await world.ask(specialist.account, "placement", path, [.ifNoneMatch: tag]).status != 304)
        let colleague = try await world.ask("case-manager", "safety-check", path, [.ifNoneMatch: tag])
        #expect(colleague.status != 304)
        try AccountDesk(world.store.governance, codes: SharingTerms.shipped()).lock(
            "statistician", by: "orr-privacy-officer", reason: Sensitive("a test"))
        #expect(try await ask(path, [.ifNoneMatch: tag]).status == 200)
    }

    @Test("Nobody's number and somebody else's child have one answer")
    func oneAnswer() async throws {
        let (child, duty) = try await work()
        let handoff = "\(duty.prefix { $0 != "." }).0"
        func same(_ account: String, _ purpose: String, _ a: String, _ b: String) async throws {
            var answers: [[JSON.Member]] = []
            for path in [a, b] {
                let answer = try await world.ask(account, purpose, path)
                #expect(answer.status == 404, "\(path)")
                answers.append(answer.json.members.filter { $0.name != "receipt" })
            }
            #expect(answers[0] == answers[1], "\(a)")
        }
        for rest in ["", "/findings", "/disclosures"] {
            try await same(
                "labor-investigator", "labor-protection", "/children/\(child)\(rest)", "/children/987654321\(rest)")
        }
        let nobody = duty.replacingOccurrences(of: "\(child).", with: "987654321.")
        try await same("labor-investigator", "labor-protection", "/duties/\(duty)", "/duties/\(nobody)")
        try await same("labor-investigator", "labor-protection", "/handoffs/\(handoff)", "/handoffs/987654321.0")
    }

    @Test(
        "Every route with every account and a purpose that its role does not hold: refused, recorded, nothing of a person"
    )
    func wrongPurposes() async throws {
        let (child, duty) = try await work()
        let terms = try SharingTerms.shipped()
        for account in try world.accounts() {
            let role = try #require(terms.parties.role(account.role))
            let purpose = try #require(terms.purposes.leaves.first { !terms.holds(role, $0.code) }).code
            for route in APIRoute.all {
                let before = try world.count([.disclosed, .aggregateDisclosed])
                let answer = try await world.ask(
                    account.id, purpose, address(route, child: child, duty: duty), post: body(route),
                    [.ifMatch: "\"x\""])
                #expect(answer.status == 403 && answer.problem == "refused", "\(account.id) \(route.operation)")
                #expect(world.leaks(answer).isEmpty, "\(account.id) \(route.operation)")
                #expect(try world.count([.disclosed, .aggregateDisclosed]) == before + 1, "\(route.operation)")
            }
        }
    }

    @Test("Every route with every account and purpose that it holds: roles without a rule get nothing of a person")
    func wrongRoles() async throws {
        let (child, duty) = try await work()
        let terms = try SharingTerms.shipped()
        // Roles that no mandate and no agreement gives a name, an address or a number of this child.
        let nothing: Set<String> = [
            "statistician", "operator", "congress-staff", "hsi-agent", "cbp-officer", "labor-investigator",
            "ero-headquarters", "auditor", "subject", "subject-counsel", "privacy-officer",
            "ero-officer", "child-protection-worker",
        ]
        for account in try world.accounts() where nothing.contains(account.id) {
            let role = try #require(terms.parties.role(account.role))
            for purpose in terms.purposes.leaves where terms.holds(role, purpose.code) {
                for route in APIRoute.all where route.method == .get {
                    let answer = try await world.ask(
                        account.id, purpose.code, address(route, child: child, duty: duty))
                    #expect(world.leaks(answer).isEmpty, "\(account.id) \(purpose.code) \(route.operation)")
                }
            }
        }
    }

    /// The first child of whom an account is told something for a purpose.
    private func visible(_ account: String, _ purpose: String) async throws -> Int? {
        let numbers = try world.store.database.read { connection in
            let row = try connection.statement("SELECT DISTINCT child FROM dossier WHERE kind = 1 ORDER BY child")
            defer { row.reset() }
            var numbers: [Int] = []
            while try row.step() { numbers.append(Int(row.int64(0))) }
            return numbers
        }
        for number in numbers where try await world.ask(account, purpose, "/children/\(number)").status == 200 {
            return number
        }
        return nil
    }

    private static let attorney = (account: "trial-attorney-office", purpose: "court-appearance")

    /// Whether an answer about a child shows anything by an agreement.
    private func isAgreed(_ answer: APIWorld.Answer) -> Bool {
        (answer.json["decisions"]?.elements ?? []).contains { decision in
            decision["layer"]?.string == "agreement"
                && !["withhold", "undetermined", "no-value"].contains(decision["outcome"]?.string ?? "")
        }
    }

    @Test("With an agreement that has expired no address tells anything of a person to whom only it let be told")
    func expired() async throws {
        let (_, duty) = try await work()
        let (attorney, purpose) = Self.attorney
        let child = try #require(try await visible(attorney, purpose))
        #expect(isAgreed(try await world.ask(attorney, purpose, "/children/\(child)")))
        let accounts = DemoAccounts(world.store, keys: world.folder + "/data-signing-keys")
        let end = try #require(Instant("2029-01-02T12:00:00Z"))
        // In steps that no clock would be doubted for.
        while world.clock.now < end {
            world.clock.advance(microseconds: 80 * 86_400_000_000)
            try accounts.attestAll()
        }
        // Its agency's own notices stay: the law itself lets them be seen.
        #expect(!isAgreed(try await world.ask(attorney, purpose, "/children/\(child)")))
        for (account, purpose) in [
            ("juvenile-coordinator", "court-appearance"),
            ("labor-investigator", "labor-protection"),
        ] {
            for route in APIRoute.all where route.method == .get {
                let answer = try await world.ask(account, purpose, address(route, child: child, duty: duty))
                #expect(world.leaks(answer).isEmpty, "\(account) \(route.operation)")
                if route.operation == .child { #expect(answer.status == 404, "\(account)") }
            }
        }
    }

    @Test("In another office and area an attorney is told nothing of a child of the former one")
    func wrongArea() async throws {
        let (_, duty) = try await work()
        let (attorney, purpose) = Self.attorney
        let child = try #require(try await visible(attorney, purpose))
        let desk = AccountDesk(world.store.governance, codes: try SharingTerms.shipped())
        let accounts = DemoAccounts(world.store, keys: world.folder + "/data-signing-keys")
        let before = try desk.account(attorney)
        try desk.change(
            AccountRequest(
                id: attorney, agency: before.agency, homeAgency: before.homeAgency, role: before.role, office: "ANC",
                area: "AK", signingKey: before.signingKey, name: Sensitive("Invented"), address: Sensitive("Nowhere")),
            by: ["privacy-officer", "court-staff"].map { try accounts.signer($0) })
        for route in APIRoute.all where route.method == .get && route.path.contains("{") {
            let answer = try await world.ask(attorney, purpose, address(route, child: child, duty: duty))
            #expect(world.leaks(answer).isEmpty, "\(route.operation)")
            if route.operation == .child { #expect(answer.status == 404) }
        }
    }

    @Test("An account that nobody attested in 90 days is refused everywhere, and the gate writes it down")
    func unattested() async throws {
        let (child, duty) = try await work()
        world.clock.advance(microseconds: 92 * 86_400_000_000)
        let terms = try SharingTerms.shipped()
        for account in try world.accounts() {
            let role = try #require(terms.parties.role(account.role))
            guard let purpose = terms.purposes.leaves.first(where: { terms.holds(role, $0.code) })?.code else {
                continue
            }
            for route in APIRoute.all {
                let before = try world.count([.disclosed, .aggregateDisclosed])
                let answer = try await world.ask(
                    account.id, purpose, address(route, child: child, duty: duty), post: body(route),
                    [.ifMatch: "\"x\""])
                #expect(
                    answer.status == 403 && answer.json["reason"]?.string == "account-unattested",
                    "\(account.id) \(route.operation)")
                #expect(world.leaks(answer).isEmpty)
                #expect(try world.count([.disclosed, .aggregateDisclosed]) == before + 1, "\(route.operation)")
            }
        }
    }

    @Test("Alarms are told to oversight, name accounts and nobody else, and nobody else is told of them")
    func alarms() async throws {
        for _ in 0..<3 { _ = try await world.ask("clinician", "removal", "/worklist") }
        let told = try await world.ask("auditor", "audit", "/alarms")
        let alarm = try #require(told.json["alarms"]?.elements.first)
        #expect(alarm["account"]?.string == "clinician" && alarm["reason"]?.string == "refused-purposes")
        #expect(world.leaks(told).isEmpty)
        #expect(try await world.ask("orr-privacy-officer", "audit", "/alarms").json["alarms"]?.elements.count == 1)
        #expect(try await world.ask("inspector.dhs.oig", "audit", "/alarms").json["alarms"]?.elements.isEmpty ?? false)
        for (account, purpose) in [("congress-staff", "audit"), ("case-manager", "placement")] {
            let refused = try await world.ask(account, purpose, "/alarms")
            #expect(refused.status == 403 && refused.json["reason"]?.string == "not-oversight")
        }
    }

    @Test("A locked account is refused everywhere, and the gate writes it down")
    func locked() async throws {
        let (child, duty) = try await work()
        try AccountDesk(world.store.governance, codes: SharingTerms.shipped()).lock(
            specialist.account, by: "orr-privacy-officer", reason: Sensitive("a test"))
        for route in APIRoute.all {
            let before = try world.count([.disclosed, .aggregateDisclosed])
            let answer = try await ask(
                address(route, child: child, duty: duty), post: body(route), [.ifMatch: "\"x\""])
            #expect(answer.status == 403 && answer.json["reason"]?.string == "account-locked", "\(route.operation)")
            #expect(world.leaks(answer).isEmpty)
            #expect(try world.count([.disclosed, .aggregateDisclosed]) == before + 1, "\(route.operation)")
        }
    }

    @Test("Children are found by name, without a key, each with a receipt; for whoever may see no name there is nobody")
    func search() async throws {
        let child = try #require(
            try await ask("/worklist?limit=200").json["items"]?.elements.compactMap { $0["child"]?.int }.first)
        let rows = try await ask("/children/\(child)?fields=identity.surnames,identity.givenNames").json["rows"]
        let fields = (rows?.elements ?? []).flatMap { $0["fields"]?.elements ?? [] }
        let name = try #require(fields.last { $0["field"]?.string == "identity.surnames" }?["value"]?.string)
        let body = JSON.object([JSON.Member("surnames", .string(name))]).description
        let hits = try #require(try await ask("/search", post: body).json["hits"]).elements
        let hit = try #require(hits.first { $0["child"]?.int == child })
        #expect(hits.count <= 10 && hit["receipt"]?.int ?? 0 > 0 && hit["surnames"]?.string == name)
        #expect(hit["matched"]?.elements.first?["because"]?.string == "surnames: the same")
        for (account, purpose) in [("labor-investigator", "labor-protection"), ("ero-headquarters", "removal")] {
            let none = try await world.ask(account, purpose, "/search", post: body)
            #expect(none.status == 200 && none.json == .object([JSON.Member("hits", .array([]))]))
        }
        for wrong in ["{}", "{\"surnames\":\"12\"}", "{\"surnames\":\"\"}", "{\"surnames\":\"a\",\"birth\":\"x\"}"] {
            #expect(try await ask("/search", post: wrong).problem == "body-refused")
        }
        #expect(try await ask("/search").problem == "method")
    }

    @Test("Pages of the worklist go on without a gap, and only for the question and account they were made for")
    func pages() async throws {
        let whole = try #require(try await ask("/worklist?limit=200").json["items"]).elements.map { $0["id"] }
        var (pieces, cursor): ([JSON?], String?) = ([], nil)
        repeat {
            let page = try await ask("/worklist?limit=7" + (cursor.map { "&cursor=\($0)" } ?? "")).json
            pieces += (page["items"]?.elements ?? []).map { $0["id"] }
            cursor = page["next"]?.string
        } while cursor != nil && pieces.count < whole.count
        #expect(Array(pieces.prefix(whole.count)) == whole && whole.count > 7)
        let next = try #require(try await ask("/worklist?limit=3").json["next"]?.string)
        #expect(try await ask("/worklist?asOf=2026-05-01&cursor=\(next)").problem == "cursor")
        #expect(try await ask("/handoffs?cursor=\(next)").problem == "cursor")
        #expect(
            try await world.ask("case-manager", "placement", "/worklist?cursor=\(next)").problem == "cursor")
        // The first letter: of the last one not every bit is told.
        let changed = (next.hasPrefix("A") ? "B" : "A") + next.dropFirst()
        #expect(try await ask("/worklist?cursor=\(changed)").problem == "cursor")
    }

    @Test("A handoff is accepted once, by name, on the version that was looked at")
    func accepting() async throws {
        let (_, duty) = try await work()
        let (account, purpose) = ("orr-headquarters", "safety-check")
        try demonstration.expect(
            "duty", "offer", duty, "--to", "hhs.orr/orr-headquarters", "--purpose", purpose, "--as", specialist.account)
        let page = try await world.ask(account, purpose, "/handoffs?limit=200&state=offered").json
        let handoff = try #require(page["handoffs"]?.elements.first { $0["duty"]?.string == duty })
        let path = "/handoffs/\(try #require(handoff["id"]?.string))"
        let version = "\"\(try #require(handoff["version"]?.string))\""
        func post(_ act: String, _ body: String, _ fields: HTTPFields) async throws -> APIWorld.Answer {
            try await world.ask(account, purpose, path + act, post: body, fields)
        }
        #expect(try await world.ask(account, purpose, path).headers[.eTag] == version)
        #expect(try await post("/accept", "{}", [:]).problem == "version-needed")
        #expect(try await post("/accept", "{}", [.ifMatch: "\"0\""]).problem == "version-changed")
        #expect(try await post("/accept", "{\"x\":1}", [.ifMatch: version]).problem == "body-refused")
        let key: HTTPFields = [.ifMatch: version, .idempotencyKey: "accept-0001"]
        let accepted = try await post("/accept", "{}", key)
        #expect(accepted.status == 200 && accepted.json["state"]?.string == "accepted")
        let again = try await post("/accept", "{}", key)
        #expect(again.status == 200 && again.text == accepted.text)
        #expect(again.headers[.idempotencyReplayed] == "true" && accepted.headers[.idempotencyReplayed] == nil)
        #expect(try await post("/decline", "{\"reason\":\"conflict\"}", key).problem == "key-reused")
        #expect(try await post("/accept", "{}", [.ifMatch: version]).problem == "version-changed")
        let shown = try await world.ask(account, purpose, path).json
        #expect(shown["state"]?.string == "accepted" && shown["acceptedBy"]?.string == account)
    }

    @Test("Only staff of the courts tells of hearings; the same message twice changes nothing")
    func hearingEvents() async throws {
        let findings = try JSON(utf8: Array(demonstration.run("findings", "--json").output))["findings"]?.elements
        let number = try #require(findings?.first?["case"]?.int)
        let message = """
            {"id":"a-1","type":"hearing.scheduled","reportedAt":"2026-06-01T10:00:00-04:00","case":\(number),
            "schedule":99000001,"hearing":{"date":"2026-09-01","calendar":"M"}}
            """
        #expect(try await ask("/hearing-events", post: message).json["reason"]?.string == "not-the-court")
        func send(_ body: String) async throws -> APIWorld.Answer {
            try await world.ask("court-staff", "court-appearance", "/hearing-events", post: body)
        }
        let first = try await send("[\(message)]")
        #expect(first.status == 200 && first.json["files"]?.elements.first?["rows"]?.int == 1)
        #expect(try await send(message).json["entriesAppended"]?.int == 0)
        let broken = try await send(message.replacing("\"calendar\":\"M\"", with: "\"calendar\":7"))
        #expect(
            broken.problem == "body-refused" && broken.json["detail"]?.string?.contains("hearing.calendar") ?? false)
    }
}
