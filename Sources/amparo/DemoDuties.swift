import AmparoDuties
import AmparoGate
import AmparoModel
import AmparoSharing
import AmparoStore
import Foundation
import Synchronization

/// The clock of a demonstration: it plays on the days of the invented releases and then shows the time there is, which it is
/// never ahead of.
final class DemoClock: Sendable {
    private let played = Mutex<Instant?>(nil)

    /// Goes on to a day and an hour in Washington; never back.
    func play(_ day: Day, hour: Int) {
        let moment = Zone.washington.start(of: day).microseconds + Int64(hour) * 3_600_000_000
        let now = Clock.now().microseconds
        played.withLock { $0 = Instant(microseconds: max($0?.microseconds ?? .min, min(moment, now))) }
    }

    /// The time there is, from here on.
    func stop() { played.withLock { $0 = nil } }

    @Sendable func now() -> Instant { played.withLock { $0 } ?? Clock.now() }
}

/// The duties of a demonstration: posts that invented people accepted, and what these people do. Their policy is that two of
/// ten say nothing, one of ten says no, and the others accept what they are asked, some before noon and some after it; of what
/// they hold and can report themselves they have done seven of ten on the day before it is due.
struct DemoDuties {
    private let store: OpenStore
    private let accounts: DemoAccounts
    private let clock: DemoClock
    private let desk: DutyDesk
    /// What people were asked and accepted.
    let answers = DemoAnswers()
    /// How many days before the last release the duties begin.
    static let leadDays = 31

    init(_ store: OpenStore, accounts: DemoAccounts, clock: DemoClock) throws {
        self.store = store
        self.accounts = accounts
        self.clock = clock
        desk = try store.dutyDesk()
    }

    /// Places every post, has it accepted by name, and begins the duties some weeks before the last release.
    func open(_ simulation: Day) throws -> Int {
        try desk.setLiveFrom(simulation.adding(days: -Self.leadDays))
        let people = try AccountDesk(store.governance, codes: .shipped()).all()
        let posts = try DemoPosts.all()
        for post in posts {
            guard let account = people.first(where: { Self.belongs($0, to: post) }) else { continue }
            try desk.place(post)
            try desk.accept(post, by: account.id)
        }
        try desk.acceptStewardship(by: "data-quality-steward")
        return posts.count
    }

    private static func belongs(_ account: Account, to post: Post) -> Bool {
        account.role == post.role && Post.isPart(account.agency, of: post.party)
            && (post.place == .ofRecord || account.post.place == post.place)
    }

    /// Goes on to the morning on which a release arrives.
    func arrive(on day: Day) { clock.play(day, hour: 8) }

    /// Plays from one day to another: each morning the duties are brought up to date, each afternoon people answer.
    func play(from first: Day, through last: Day) throws -> Int {
        var events = 0
        for number in first.number...max(first.number, last.number) {
            let day = Day(number: number)
            clock.play(day, hour: 9)
            events += try desk.bringUpToDate().events
            for (half, hour) in [11, 16].enumerated() {
                clock.play(day, hour: hour)
                events += try answer(half: UInt64(half))
            }
            events += try reportDone(by: day)
        }
        return events
    }

    /// The same choice whenever the same world is played (Fibonacci hashing).
    private static func choice(_ subject: DutySubject, _ number: UInt64) -> UInt64 {
        let place = UInt64(bitPattern: subject.rawValue) &* 64 &+ number
        return (place &* 0x9E37_79B9_7F4A_7C15) >> 32
    }

    /// Those of one half of the day answer what was offered to them and is not answered yet.
    private func answer(half: UInt64) throws -> Int {
        let waiting = try lookAround()
        guard !waiting.isEmpty else { return 0 }
        let people = try AccountDesk(store.governance, codes: .shipped()).all()
        try appointCounsel(waiting)
        var work: [DutySubject: [Act]] = [:]
        for handoff in waiting {
            guard let account = people.first(where: { Self.belongs($0, to: handoff.to) }) else { continue }
            let actor = ActingPerson(account: account.id, post: account.post)
            let choice = Self.choice(handoff.subject, UInt64(handoff.number))
            guard choice / 10 % 2 == half else { continue }
            switch choice % 10 {
            case 0, 1: continue
            case 2 where handoff.content == .fact && handoff.level == 0:
                work[handoff.subject, default: []].append(
                    .declined(handoff: handoff.number, by: actor, reason: .noCapacity, proposal: nil))
            default:
                work[handoff.subject, default: []] += [
                    .opened(handoff: handoff.number), .accepted(handoff: handoff.number, by: actor),
                ]
            }
        }
        let ordered = work.sorted { $0.key < $1.key }.map { (subject: $0.key, acts: $0.value) }
        let open = Dictionary(grouping: waiting, by: \.subject)
        var events = 0
        for (one, acted) in zip(ordered, try desk.act(ordered)) {
            events += acted.events.count
            let own = (open[one.subject] ?? []).map { ($0.number, $0) }
            answers.heard(acted.events, of: Dictionary(own, uniquingKeysWith: { first, _ in first }))
        }
        _ = try lookAround()
        return events
    }

    /// What is open to be answered.
    private func lookAround() throws -> [StandingHandoff] {
        let waiting = try store.database.read { connection in
            try HandoffList(connection).list(
                HandoffList.Question(states: [.offered, .delivered, .opened], limit: .max))
        }
        answers.see(waiting)
        return waiting
    }

    /// People report what they have done of what is due by the next day.
    private func reportDone(by day: Day) throws -> Int {
        let owed = try store.database.read { connection in
            try DutyList(connection).page(knownBy: store.now(), limit: .max) { _ in true }
        }
        let book = try desk.book()
        let people = try AccountDesk(store.governance, codes: .shipped()).all()
        var work: [DutySubject: [Act]] = [:]
        for duty in owed where duty.place.day <= Int64(day.number) + 1 && duty.subject.child != 0 {
            let about = UInt64(bitPattern: duty.id.occasion.about) &+ duty.id.rule.rawValue
            guard book.entry(duty.id.rule, version: duty.version)?.step.endsByReport ?? false,
                duty.id.occasion.kind != .told, Self.choice(duty.subject, about) % 10 < 7,
                let account = people.first(where: { Self.belongs($0, to: duty.holder) })
            else { continue }
            let evidence = try desk.report(
                duty.subject, ReportedOccasion(nil, occurred: .instant(store.now())),
                evidence: Sensitive("An invented report"), by: account.id)
            let actor = ActingPerson(account: account.id, post: account.post)
            work[duty.subject, default: []].append(.reported(duty: duty.id, by: actor, evidence: evidence))
        }
        let ordered = work.sorted { $0.key < $1.key }.map { (subject: $0.key, acts: $0.value) }
        return try desk.act(ordered).reduce(0) { $0 + $1.events.count }
    }

    /// Counsel enters an appearance for the children about whom counsel of record is asked: a court's paper says so.
    private func appointCounsel(_ waiting: [StandingHandoff]) throws {
        let known = Set(
            try OrderDesk(store.governance, codes: .shipped()).all().filter { $0.kind == .appointment }.flatMap(
                \.records))
        let records = Set(
            waiting.filter { $0.to.party == "counsel" && $0.to.place == .ofRecord }.map(\.subject.child)
        ).subtracting(known).subtracting([0]).sorted()
        guard !records.isEmpty, let counsel = try? accounts.signer("court-staff") else { return }
        try OrderDesk(store.governance, codes: .shipped()).take(
            CourtPaperRequest(
                kind: .appointment, docket: "DEMO-\(records[0])", dated: WashingtonTime.day(of: store.now()),
                records: records, appointee: "counsel-of-record",
                paper: Sensitive("An invented entry of appearance")), by: counsel)
    }
}
