internal import AmparoDuties
internal import AmparoGate
internal import AmparoModel
@testable internal import AmparoServer
internal import AmparoSharing
internal import AmparoStore
internal import AmparoTestSupport
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdTesting
internal import Logging
internal import NIOCore
internal import Testing

/// The list of routes is the router's own: a route that is added is asked here without anybody remembering it. The API's
/// routes are asked by `APITests`, against a demonstration.
@Suite("Every page and form of the site, for everybody whom they are not for")
struct EveryRouteTests {
    /// What a situation is tried with.
    private struct Asked: Sendable {
        var account: String
        var purpose: String
    }

    /// What the names of fields end with that tell who somebody is or where they live.
    private static let telling = ["givennames", "surnames", "line1", "phone", "email", "anumber", "street"]

    /// Values that tell who somebody is or where they live, as the record has them of some children, in lower case.
    private func personal(_ world: CaseworkWorld, _ children: [Int64]) throws -> Set<String> {
        var found: Set<String> = []
        for child in children {
            let shown = try? world.gate.disclose(
                GateRequest(account: "federal-field-specialist", purpose: "safety-check", operation: .view, id: "t"),
                child: child)
            for field in shown?.value.rows.flatMap(\.fields) ?? [] {
                let name = field.name.lowercased()
                guard Self.telling.contains(where: name.hasSuffix), case .text(let text) = field.value, text.count >= 6
                else { continue }
                found.insert(text.lowercased())
            }
        }
        return found
    }

    private func server(_ world: CaseworkWorld, _ asked: Asked) throws -> OverviewServer {
        let clock = world.clock
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        var casework = try Casework(
            gate: world.gate, duties: world.duties, store: world.governance, log: world.log, terms: world.terms,
            random: .seeded(3))
        casework.attachments = AttachmentDesk(world.governance, views: world.projections)
        casework.layouts = WriteBackShelf(folder: world.folder + "/layouts")
        let names = NameIndex(world.journal, keys: world.keys, random: .seeded(4))
        try names.bringUpToDate()
        casework.names = names
        return try OverviewServer(
            source: StubSource(), viewers: GivenViewer(asked.account, asked.purpose), signIn: SignInSite().office,
            casework: casework, configuration: ServerConfiguration(port: 0),
            clock: ServerClock(now: { clock.now }, nanoseconds: { 0 }), logger: logger
        ).with(imports: NoImports())
    }

    /// Every address that the router knows, with the numbers of somebody's record in the places of its parameters.
    private func addresses(
        _ server: OverviewServer, _ world: CaseworkWorld, child: Int64
    ) throws -> [(method: HTTPRequest.Method, path: String)] {
        let (court, row) = try world.missedHearing()
        let duty = try world.reportable("federal-field-specialist").map { "\($0)" } ?? "\(child).0"
        let handoff = try world.offered(to: "federal-field-specialist").first.map { "\($0)" } ?? "\(child).0"
        return server.site.router(server.configuration).routes.map { route in
            var path = "\(route.path)"
            for (name, value) in [
                "{case}/{n}": "\(court)/\(row)", "/child/{n}": "/child/\(child)", "{entry}": "1",
                "/handoffs/{id}": "/handoffs/\(handoff)", "/duties/{name}": "/duties/\(duty)", "{n}": "1",
                "{id}": "children.released", "{name}": "x", "{code}": "refused", "{link}": "1-x", "**": "0/000",
            ].sorted(by: { $0.key.count > $1.key.count }) {
                path = path.replacing(name, with: value)
            }
            let query =
                path == "/preview"
                ? "?child=\(child)&agency=hhs.orr&role=federal-field-specialist&purpose=safety-check" : ""
            return (route.method, path + query)
        }
    }

    /// Asks everything as somebody; answers what each address told of persons, and how many were answered with 200.
    private func tell(
        _ world: CaseworkWorld, _ asked: Asked, child: Int64, _ words: Set<String>
    ) async throws -> (leaks: [String], good: Set<String>) {
        let server = try server(world, asked)
        let addresses = try addresses(server, world, child: child)
        #expect(addresses.count > 50)
        return try await server.application().test(.router) { client in
            var leaks: [String] = []
            var good: Set<String> = []
            for (method, path) in addresses {
                var headers: HTTPFields = [.accept: "text/html"]
                var body: ByteBuffer?
                if method == .post {
                    headers[.contentType] = "application/x-www-form-urlencoded"
                    headers[try #require(HTTPField.Name("Sec-Fetch-Site"))] = "same-origin"
                    body = ByteBuffer(
                        string:
                            "form=token-of-the-test&q=\(child)&reason=conflict&words=x&kind=call&child=\(child)&entry=1"
                    )
                }
                let response = try await client.executeRequest(uri: path, method: method, headers: headers, body: body)
                #expect(response.status.code < 500, "\(asked.account) \(asked.purpose) \(method) \(path)")
                if response.status == .ok { good.insert(path) }
                let text = String(buffer: response.body).lowercased()
                leaks += words.filter { text.contains($0) }.map { "\(method) \(path): \($0)" }
            }
            return (leaks, good)
        }
    }

    private func attestAll(_ world: CaseworkWorld) throws {
        let desk = AccountDesk(world.governance, codes: world.terms)
        for account in try desk.all() {
            let isORR = Post.isPart(account.agency, of: "hhs.orr") && account.id != "orr-privacy-officer"
            let officer = isORR || account.id == "privacy-officer" ? "orr-privacy-officer" : "privacy-officer"
            let second = account.id == "court-staff" ? "asylum-officer" : "court-staff"
            try desk.attest(account.id, by: [officer, second].compactMap(CaseworkWorld.signer))
        }
    }

    private func held(_ world: CaseworkWorld, _ role: PartyTree.Role) -> [String] {
        world.terms.purposes.leaves.map(\.code).filter { world.terms.holds(role, $0) }
    }

    /// The first child of whom somebody sees an own page.
    private func visible(_ world: CaseworkWorld, _ asked: Asked) throws -> Int64? {
        try world.children().first { child in
            (try? world.gate.disclose(
                GateRequest(account: asked.account, purpose: asked.purpose, operation: .view, id: "t"), child: child))
                != nil
        }
    }

    private static let attorney = Asked(account: "trial-attorney-office", purpose: "court-appearance")

    @Test("Every role with a purpose that it does not hold is told nothing of a person by any address")
    func wrongPurposes() async throws {
        let world = try CaseworkWorld(children: 12, seed: 5)
        let child = try #require(try world.children().first)
        let words = try personal(world, try world.children())
        #expect(words.count > 10)
        // The same addresses tell whoever may see them: the search for words can find some.
        let own = try await tell(
            world, Asked(account: "federal-field-specialist", purpose: "safety-check"), child: child, words)
        #expect(!own.leaks.isEmpty && own.good.count > 15)
        for role in world.terms.parties.roles {
            let purpose = try #require(
                world.terms.purposes.leaves.map(\.code).first { !world.terms.holds(role, $0) })
            let told = try await tell(world, Asked(account: role.code, purpose: purpose), child: child, words)
            #expect(told.leaks.isEmpty, "\(role.code) \(purpose)")
        }
    }

    @Test("Roles without a rule are told nothing of a person for any purpose that they hold")
    func wrongRoles() async throws {
        let world = try CaseworkWorld(children: 12, seed: 5)
        let child = try #require(try world.children().first)
        let words = try personal(world, try world.children())
        for code in [
            "statistician", "operator", "congress-staff", "hsi-agent", "cbp-officer", "ero-headquarters", "ero-officer",
            "subject", "subject-counsel", "child-protection-worker",
        ] {
            let role = try #require(world.terms.parties.role(code))
            for purpose in held(world, role) {
                let told = try await tell(world, Asked(account: code, purpose: purpose), child: child, words)
                #expect(told.leaks.isEmpty, "\(code) \(purpose)")
            }
        }
    }

    @Test("Another agency, office or area ends what an agreement let be seen")
    func wrongAgency() async throws {
        let world = try CaseworkWorld(children: 160, seed: 5)
        let child = try #require(try visible(world, Self.attorney), "the attorney sees nobody at all")
        let words = try personal(world, [child])
        let desk = AccountDesk(world.governance, codes: world.terms)
        let signers = ["privacy-officer", "court-staff"].compactMap(CaseworkWorld.signer)
        let before = try desk.account(Self.attorney.account)
        for (agency, office, area) in [("dhs.ice.opla", "ANC", "AK"), ("doj.eoir", "HOU", "TX")] {
            let isOther = agency != before.agency
            try desk.change(
                AccountRequest(
                    id: before.id, agency: isOther ? "dhs.ice.opla" : agency, homeAgency: agency,
                    role: before.role, office: office, area: area, signingKey: before.signingKey,
                    name: Sensitive("Holder"), address: Sensitive("1 Main St, Washington DC")), by: signers)
            guard !isOther else { continue }
            let told = try await tell(world, Self.attorney, child: child, words)
            #expect(told.leaks.isEmpty && !told.good.contains("/child/\(child)"), "\(agency) \(area)")
        }
    }

    /// Whether somebody is shown something of a child by an agreement.
    private func isAgreed(_ world: CaseworkWorld, _ asked: Asked, child: Int64) -> Bool {
        let shown = try? world.gate.disclose(
            GateRequest(account: asked.account, purpose: asked.purpose, operation: .view, id: "t"), child: child)
        return shown?.groups.contains { $0.isShown && $0.layer == "agreement" } ?? false
    }

    @Test("An agreement that has expired lets nothing be seen any more; what the law itself lets be seen stays")
    func expired() async throws {
        let world = try CaseworkWorld(children: 160, seed: 5)
        let child = try #require(
            try world.children().first { isAgreed(world, Self.attorney, child: $0) }, "nobody is shown by agreement")
        let words = try personal(world, try world.children())
        let end = try #require(Instant("2029-01-02T12:00:00Z"))
        #expect(world.clock.now < end)
        // In steps that no clock would be doubted for.
        while world.clock.now < end {
            world.clock.advance(microseconds: 80 * 86_400_000_000)
            try attestAll(world)
        }
        let asked = [
            Asked(account: "juvenile-coordinator", purpose: "court-appearance"),
            Asked(account: "labor-investigator", purpose: "labor-protection"),
        ]
        for one in asked {
            let told = try await tell(world, one, child: child, words)
            #expect(told.leaks.isEmpty && !told.good.contains("/child/\(child)"), "\(one.account)")
        }
        #expect(try world.children().allSatisfy { !isAgreed(world, Self.attorney, child: $0) })
    }

    @Test("An account that nobody attested in 90 days, or that is locked, is told nothing of a person")
    func unattested() async throws {
        let world = try CaseworkWorld(children: 12, seed: 5)
        let child = try #require(try world.children().first)
        let words = try personal(world, try world.children())
        try AccountDesk(world.governance, codes: world.terms).lock(
            "case-manager", by: "orr-privacy-officer", reason: Sensitive("a test"))
        let locked = try await tell(
            world, Asked(account: "case-manager", purpose: "placement"), child: child, words)
        #expect(locked.leaks.isEmpty && !locked.good.contains("/child/\(child)"))
        world.clock.advance(microseconds: 92 * 86_400_000_000)
        for role in world.terms.parties.roles {
            guard let purpose = held(world, role).first else { continue }
            let told = try await tell(world, Asked(account: role.code, purpose: purpose), child: child, words)
            #expect(told.leaks.isEmpty && !told.good.contains("/child/\(child)"), "\(role.code)")
        }
    }
}

/// An import desk that nobody may use.
private struct NoImports: ImportDesk {
    func feeds(of account: String) throws -> [ImportFeed] { [] }
    func look(_ file: MultipartBody.File, sheet: String?) throws -> SheetLook { throw ImportFault("bad-spreadsheet") }
    func mappings(for account: String) throws -> [ImportMapping] { [] }
    func save(_ choices: ImportChoices, by account: String) throws -> String { throw ImportFault("mapping") }
    func take(_ file: MultipartBody.File, mapping: String, isDryRun: Bool, by account: String) throws -> ImportOutcome {
        throw ImportFault("mapping")
    }
    func batches(for account: String) throws -> [ImportBatch] { [] }
    func undo(_ batch: Int32, by account: String) throws { throw ImportFault("batch") }
}
