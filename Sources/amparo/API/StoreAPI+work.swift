import AmparoDuties
import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoServer
import AmparoSharing
import AmparoStore

/// The worklist of the account's own post.
extension StoreAPI {
    func worklist(_ call: APICall) throws -> APIAnswer {
        let account = try account(call)
        try upkeep()
        let isOwn = try ownPosts(call)
        var question = WorkPage.Question(
            asOf: call.day("asOf") ?? WashingtonTime.day(of: store.now()), limit: call.limit,
            after: call.position.flatMap(WorkPage.Cursor.init))
        question.own = (WorkHolder.allCases.filter { $0.isHeld(by: account) }, isOwn)
        let page = try WorkPage(store, question)
        let shown = try disclosed(Set(page.lines.map(\.child)), call, asOf: question.asOf)
        let told = Told(Array(shown.values)) { _ in
            .object([
                JSON.Member("asOf", .string(page.asOf.description)),
                JSON.Member("items", .array(page.lines.compactMap { line in item(line, shown) })),
            ])
        }
        return .told(told, next: page.next?.description)
    }

    /// A line with what the gate shows; nil for work on a child of whom it shows nothing.
    private func item(_ line: WorkLine, _ shown: [Int64: Disclosed<ChildRecord>]) -> JSON? {
        let disclosed = shown[line.child]
        guard line.child == 0 || disclosed != nil else { return nil }
        let fields = disclosed?.value.rows.flatMap(\.fields) ?? []
        let showsCase = line.caseNumber.map { number in
            fields.contains { $0.name == "court.case" && $0.value.text == String(number) }
        }
        let members = line.json.map { member in
            switch member.name {
            // The line says these of the record: they are said only where the gate shows the case.
            case "case", "about": JSON.Member(member.name, showsCase == true ? member.value : .null)
            default: member
            }
        }
        return .object(
            members + [
                JSON.Member("receipt", disclosed.map { .number(String($0.receipt)) } ?? .null),
                JSON.Member(
                    "shown", .object((disclosed?.names ?? []).map { JSON.Member($0.name, .string($0.value.text)) })),
            ])
    }

    /// What may be shown of children in a list, by number: a disclosure each, with its receipt.
    func disclosed(
        _ children: Set<Int64>, _ call: APICall, asOf: Day? = nil
    ) throws -> [Int64: Disclosed<ChildRecord>] {
        let wanted = children.subtracting([0]).sorted()
        guard !wanted.isEmpty else { return [:] }
        do throws(GateError) {
            let shown = try gate.discloseList(
                request(call, fields: DisclosedList.workFields), children: wanted, asOf: asOf)
            return Dictionary(shown.map { ($0.value.child, $0) }) { first, _ in first }
        } catch {
            guard error.code == .nothingPermitted || error.code == .logWithoutQuorum else { throw error }
            return [:]
        }
    }

    /// Whether a post is one for which the account may act now: its own, or one whose deputy it is.
    func ownPosts(_ call: APICall) throws -> (Post) -> Bool {
        guard let posts = try duties.posts() else { return { _ in false } }
        let actor = try duties.actor(call.caller.account)
        let now = store.now()
        return { posts.mayAct(actor, for: $0, at: now) }
    }

    /// Brings worklist and duties up to date, unless somebody else does.
    private func upkeep() throws {
        do {
            try WorklistUpkeep(store.database, secrets: store.keys.secrets).bringUpToDate()
        } catch let error as StoreError where error.code == .conflict {}
        try store.unlessIngesting { try duties.bringUpToDate() }
    }
}

extension WorkHolder {
    /// Whether an account is one of those whose work this is. The sharing rules have names of their own for two of the roles.
    fileprivate func isHeld(by account: Account) -> Bool {
        switch self {
        case .fieldSpecialist: account.role == "federal-field-specialist"
        case .dataSteward: account.role == "data-quality-steward"
        case .trialAttorney, .juvenileCoordinator, .courtLiaison:
            account.role == role && Post.isPart(account.agency, of: agency)
        }
    }
}
