import AmparoDuties
import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoStore

/// One line of the worklist: a finding or defect of the record, or a duty that somebody holds.
struct WorkLine {
    /// What the line is of.
    enum Source {
        case work(WorkItem)
        case duty(OwedDuty)
    }

    var source: Source
    var id: String
    var kind: String
    var child: Int64
    var what: String
    var agency: String
    var office: String?
    var person: String?
    var role: String
    /// The last day on which it is in time; nil while a clock stands.
    var deadline: Day?
    /// The last moment in time, where one is known.
    var deadlineAt: Instant?
    var state: String
    var reason: String
    var caseNumber: Int64?
    var about: Day?

    init(_ item: WorkItem, asOf day: Day) {
        source = .work(item)
        id = item.id
        kind = item.kind.name
        child = item.child
        what = item.kind.what
        agency = item.kind.holder.agency
        role = item.kind.holder.role
        deadline = item.deadline
        state = item.state(asOf: day)
        reason = item.reason
        caseNumber = item.caseNumber
        about = item.about
    }

    /// A duty; `person` is who accepted it by name.
    init(_ duty: OwedDuty, _ book: ProcedureBook, person: String?, asOf day: Day) {
        source = .duty(duty)
        let entry = book.entry(duty.id.rule, version: duty.version)
        let isCorrection = duty.id.occasion.kind == .told
        let name = entry.map { "\($0.procedure)/\($0.step.code)" } ?? "duty"
        id = DutyName(subject: duty.subject, duty: duty.id).description
        kind = "duty.\(isCorrection ? "correction." : "")\(name)"
        child = duty.subject.child
        what = isCorrection ? "Tell everyone who was told, until they confirm" : entry?.step.what ?? name
        agency = duty.holder.party
        if case .office(let code) = duty.holder.place { office = code }
        if duty.holder.place == .ofRecord { office = Post.Place.ofRecord.stored }
        self.person = person
        role = duty.holder.role
        deadlineAt = duty.deadline
        deadline = duty.deadline?.day
        if duty.state == .paused {
            state = "paused"
        } else {
            state = deadline.map { $0 < day ? "overdue" : $0 == day ? "due" : "open" } ?? "open"
            if duty.breached != nil { state = "overdue" }
        }
        let version = entry.map { "\($0.procedure)@\($0.version)" } ?? "procedure unknown"
        reason = "\(version), \(duty.id.occasion.kind.code)"
        if duty.escalated > 0 { reason += ", escalated \(duty.escalated)" }
    }

    var json: [JSON.Member] {
        [
            JSON.Member("id", .string(id)),
            JSON.Member("kind", .string(kind)),
            JSON.Member("child", child == 0 ? .null : .number(String(child))),
            JSON.Member("what", .string(what)),
            JSON.Member(
                "holder",
                .object([
                    JSON.Member("agency", .string(agency)),
                    JSON.Member("office", .text(office)),
                    JSON.Member("person", .text(person)),
                    JSON.Member("role", .string(role)),
                ])),
            JSON.Member("deadline", .text(deadline?.description)),
            JSON.Member("deadlineAt", .text(deadlineAt?.description)),
            JSON.Member("state", .string(state)),
            JSON.Member("reason", .string(reason)),
            JSON.Member("case", caseNumber.map { .number(String($0)) } ?? .null),
            JSON.Member("about", .text(about?.description)),
        ]
    }

    /// Holder as a table shows it.
    var holder: String { agency + (office.map { "@\($0)" } ?? "") + (person.map { " (\($0))" } ?? "") }
}

/// A page of the one list: findings, defects and duties, most urgent first. Of one day those of the record come before the
/// duties.
struct WorkPage {
    /// Whose work is asked for.
    struct Question {
        var asOf: Day
        var agency: String?
        var role: String?
        var office: String?
        var limit: Int
        var after: Cursor?
        /// Whose work of the record, and whose duties, instead of those of agency, role and office.
        var own: (holders: [WorkHolder], isOwn: (Post) -> Bool)?

        func isMeant(_ post: Post) -> Bool {
            if let own { return own.isOwn(post) }
            guard agency.map({ Post.isPart(post.party, of: $0) }) ?? true, role.map({ $0 == post.role }) ?? true else {
                return false
            }
            return office.map { $0 == post.place.stored } ?? true
        }
    }

    /// The place after a line, given again as text.
    enum Cursor: LosslessStringConvertible {
        case work(Worklist.Cursor)
        case duty(DutyPlace)

        init?(_ description: String) {
            if let cursor = Worklist.Cursor(description) {
                self = .work(cursor)
                return
            }
            let parts = description.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0] == "duty", let day = Int64(parts[1]), let name = DutyName(String(parts[2]))
            else { return nil }
            self = .duty(DutyPlace(day: day, name.subject, name.duty))
        }

        var description: String {
            switch self {
            case .work(let cursor): cursor.description
            case .duty(let place): "duty.\(place.day).\(DutyName(subject: place.subject, duty: place.id))"
            }
        }

        /// After which piece of the record's work to go on.
        var work: Worklist.Cursor? {
            switch self {
            case .work(let cursor): cursor
            case .duty(let place): Worklist.Cursor("\(place.day).\(Int64.max).\(Int64.max).\(Int64.max)")
            }
        }

        /// After which duty to go on.
        var duty: DutyPlace? {
            switch self {
            case .duty(let place): return place
            case .work(let cursor):
                guard let day = cursor.description.split(separator: ".").first.flatMap({ Int64($0) }) else {
                    return nil
                }
                return DutyPlace(
                    day: day, DutySubject(rawValue: .min),
                    DutyID(rule: RuleID(rawValue: 0), occasion: OccasionKey(.apprehended, .min)))
            }
        }
    }

    var asOf: Day
    var lines: [WorkLine]
    var next: Cursor?

    /// Reads a page.
    init(_ store: OpenStore, _ question: Question) throws {
        asOf = question.asOf
        let holders = question.own?.holders ?? WorkHolder.matching(agency: question.agency, role: question.role)
        var work: [WorkItem] = []
        if question.office == nil, !holders.isEmpty {
            work = try Worklist(store.database).page(
                asOf: question.asOf, holders: holders, limit: question.limit + 1, after: question.after?.work
            ).items
        }
        let known = Zone.washington.start(of: question.asOf.adding(days: 1))
        let duties = try store.database.read { connection in
            guard try DutyList(connection).began(by: known) else { return [OwedDuty]() }
            return try DutyList(connection).page(
                knownBy: known, limit: question.limit + 1, after: question.after?.duty, where: question.isMeant)
        }
        var merged: [(day: Int64, order: Int, source: WorkLine.Source)] = work.map {
            (Int64($0.deadline.number), 0, .work($0))
        }
        merged += duties.map { ($0.place.day, 1, .duty($0)) }
        let places = merged.indices.sorted {
            (merged[$0].day, merged[$0].order, $0) < (merged[$1].day, merged[$1].order, $1)
        }
        let shown = places.prefix(question.limit).map { merged[$0].source }
        lines = try Self.lines(shown, store, asOf: question.asOf)
        guard places.count > question.limit, let last = shown.last else { return }
        switch last {
        case .work(let item):
            next = Worklist.Cursor("\(item.deadline.number).\(item.kind.rawValue).\(item.child).\(item.subject)").map {
                .work($0)
            }
        case .duty(let duty): next = .duty(duty.place)
        }
    }

    private static func lines(_ sources: [WorkLine.Source], _ store: OpenStore, asOf day: Day) throws -> [WorkLine] {
        let entries = sources.compactMap { source in
            if case .duty(let duty) = source { return duty.personEntry }
            return nil
        }
        guard !entries.isEmpty else {
            return sources.compactMap { if case .work(let item) = $0 { WorkLine(item, asOf: day) } else { nil } }
        }
        let desk = try store.dutyDesk()
        let named = try desk.people.named(in: entries)
        let book = try desk.book()
        return sources.map { source in
            switch source {
            case .work(let item): WorkLine(item, asOf: day)
            case .duty(let duty):
                WorkLine(duty, book, person: named[duty.personEntry].flatMap { $0.isEmpty ? nil : $0 }, asOf: day)
            }
        }
    }

    /// The page in the shape of COMMANDS.md.
    var json: JSON {
        .object([
            JSON.Member("asOf", .string(asOf.description)),
            JSON.Member("items", .array(lines.map { .object($0.json) })),
            JSON.Member("next", .text(next?.description)),
        ])
    }

    /// The page as a table for a terminal.
    var table: String {
        guard !lines.isEmpty else { return "Nothing is open as of \(asOf)." }
        var rows = ["deadline\tstate\tchild\tcase\twhat\tholder\treason\tid"]
        for line in lines {
            rows.append(
                [
                    line.deadline?.description ?? "-", line.state, line.child == 0 ? "-" : String(line.child),
                    line.caseNumber.map { String($0) } ?? "-", line.what, line.holder, line.reason, line.id,
                ].joined(separator: "\t"))
        }
        if let next { rows.append("More: amparo worklist --as-of \(asOf) --after \(next)") }
        return rows.joined(separator: "\n")
    }
}
