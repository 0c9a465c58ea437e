import AmparoDuties
import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoStore
import ArgumentParser

struct DutyCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "duty",
        abstract: "What is owed for a child, by whom, and what became of it.",
        discussion: """
            A duty is named as the worklist names it: SUBJECT.DUTY.
            Examples:
              amparo duty show 212
              amparo duty report 212.4be8a1f05dd61a93-32-900211-0 --evidence @visit.txt --as specialist-los
              amparo duty waive 212.4be8a1f05dd61a93-32-900211-0 --reason @why.txt --second ana --as orr-privacy
            """,
        subcommands: [Show.self, Report.self, Enter.self, Waive.self, Offer.self, CaseloadCommand.self])

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Everything that happened to the duties of a child, in plain words, and what is awaited.",
            discussion: "Example: amparo duty show 212 --json")

        @Argument(help: "The record's number of the child, or a duty as the worklist names it.") var name: String
        @Flag(help: "Answer as JSON.") var json = false
        @OptionGroup var store: StoreOptions

        func run() throws {
            let duty = DutyName(name)
            guard let subject = duty?.subject ?? Int64(name).map(DutySubject.init(rawValue:)) else {
                throw ValidationError("Name a child by its number, or a duty as the worklist names it.")
            }
            let store = try store.open()
            let known = try store.dutyDesk().duties(of: subject)
            let view = DutyView(subject, known, only: duty?.duty)
            Terminal.print(json ? view.json.description : view.text)
        }
    }

    struct Report: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "report",
            abstract: "Says that a duty is done, with the evidence; only where its procedure lets a report end it.",
            discussion:
                "Example: amparo duty report 212.4be8a1f05dd61a93-32-900211-0 --evidence @visit.txt --as specialist-los"
        )

        @Argument(help: "The duty.") var name: String
        @Option(help: "What was done, or @FILE (sealed).") var evidence: String
        @Option(help: "The account that says so: of the holding post, or its deputy.") var `as`: String
        @OptionGroup var store: StoreOptions

        func run() throws {
            let duty = try DutyCommand.duty(name)
            let evidence = Sensitive(try PrivateWords.read(evidence, what: "the evidence"))
            let desk = try store.open().dutyDesk()
            let entry = try desk.report(
                duty.subject, ReportedOccasion(nil, occurred: .instant(Clock.now())), evidence: evidence, by: `as`)
            let acted = try desk.act(duty.subject, by: `as`) {
                .reported(duty: duty.duty, by: $0, evidence: entry)
            }
            try DutyCommand.answer(acted, "The duty is done; the evidence is entry \(entry).")
        }
    }

    struct Enter: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "enter",
            abstract:
                "Enters what happened and no feed tells: a dispute with evidence, a visit, a form that was filed.",
            discussion: """
                The words of occasions and traits are those of docs/duties.md.
                Example: amparo duty enter 212 finding.disputed --about 900211 --on 2026-06-04 --evidence @letter.txt --as c.rios
                """)

        @Argument(help: "The record's number of the child.") var child: Int64
        @Argument(help: "The occasion, such as family.told.") var occasion: String
        @Option(help: "What it is about: the court's number of the hearing, the number of a release or call.")
        var about: Int64 = 0
        @Option(help: "The day it happened (default: today).") var on: Day?
        @Option(help: "Until when a state of things lasted: an instant.") var over: String?
        @Option(help: "A trait, DIMENSION=WORD; may be given several times.") var trait: [String] = []
        @Option(help: "What is known of it, or @FILE (sealed).") var evidence: String
        @Option(help: "The account that enters it.") var `as`: String
        @OptionGroup var store: StoreOptions

        func run() throws {
            guard let kind = OccasionKind(code: occasion) else {
                throw ValidationError("There is no occasion of that name; docs/duties.md lists them.")
            }
            var entered = ReportedOccasion(kind, related: about, occurred: .day(on ?? Clock.today))
            for word in trait {
                let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2, let dimension = TraitDimension(rawValue: parts[0]),
                    let trait = Traits(dimension, parts[1])
                else { throw ValidationError("A trait is DIMENSION=WORD; docs/duties.md lists them.") }
                entered.traits = entered.traits.union(trait)
            }
            if let over {
                guard let instant = Instant(over) else { throw ValidationError("--over is an instant.") }
                entered.over = instant
            }
            let evidence = Sensitive(try PrivateWords.read(evidence, what: "the evidence"))
            let store = try store.open()
            let desk = try store.dutyDesk()
            let entry = try desk.report(DutySubject(.child, child), entered, evidence: evidence, by: `as`)
            try store.unlessIngesting { try desk.bringUpToDate() }
            Terminal.print("Entry \(entry) says so.")
        }
    }

    struct Waive: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "waive",
            abstract: "Decides, with a reason, that a duty need not be done.",
            discussion: """
                Only whom the procedure names, and where it says so with a second person. The reason is sealed.
                Example: amparo duty waive 212.4be8a1f05dd61a93-32-900211-0 --reason @why.txt --second ana --as orr-privacy
                """)

        @Argument(help: "The duty.") var name: String
        @Option(help: "Why, or @FILE (sealed).") var reason: String
        @Option(help: "The account of the second person.") var second: String?
        @Option(help: "The account that decides.") var `as`: String
        @OptionGroup var store: StoreOptions

        func run() throws {
            let duty = try DutyCommand.duty(name)
            let reason = Sensitive(try PrivateWords.read(reason, what: "the reason"))
            let desk = try store.open().dutyDesk()
            if let second { _ = try desk.actor(second) }
            let entry = try desk.report(
                duty.subject, ReportedOccasion(nil, occurred: .instant(Clock.now())), evidence: reason, by: `as`)
            let acted = try desk.act(duty.subject, by: `as`) {
                .waived(duty: duty.duty, by: $0, reason: "entry-\(entry)", second: second ?? "")
            }
            try DutyCommand.answer(acted, "The duty is waived; the reason is entry \(entry).")
        }
    }

    struct Offer: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "offer",
            abstract: "Offers a duty to another post; it stays where it is until a named person there accepts.",
            discussion: """
                Example: amparo duty offer 212.4be8a1f05dd61a93-32-900211-0 --to hhs.orr.prs/post-release-worker \\
                  --purpose post-release-services --as specialist-los
                """)

        @Argument(help: "The duty.") var name: String
        @Option(help: "The post: PARTY/ROLE or PARTY/ROLE@OFFICE.") var to: String
        @Option(help: "The purpose.") var purpose: String
        @Option(help: "A reason code.") var reason = "reassigned"
        @Option(help: "The account that offers: of the holding post, or its deputy.") var `as`: String
        @OptionGroup var store: StoreOptions

        func run() throws {
            let duty = try DutyCommand.duty(name)
            let post = try OfficeCommand.post(to)
            guard reason.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D })
            else {
                throw ValidationError("A reason is a word of small letters, digits and hyphens.")
            }
            let acted = try store.open().dutyDesk().act(duty.subject, by: `as`) {
                .offered(duty: duty.duty, to: post, purpose: purpose, reason: reason, by: $0)
            }
            try DutyCommand.answer(acted, "It is offered to \(post).")
        }
    }

    struct CaseloadCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "caseload",
            abstract: "Hands everything that a post holds to another post, or accepts that.",
            discussion: """
                Examples:
                  amparo duty caseload --from hhs.orr/federal-field-specialist@LOS --to hhs.orr/federal-field-specialist@SND \\
                    --purpose safety-check --as specialist-los
                  amparo duty caseload --accept hhs.orr/federal-field-specialist@SND --as specialist-snd
                """)

        @Option(help: "The post that hands over.") var from: String?
        @Option(help: "The post that is offered it.") var to: String?
        @Option(help: "The purpose.") var purpose: String?
        @Option(help: "The post that accepts what was offered.") var accept: String?
        @Option(help: "The account that acts.") var `as`: String
        @OptionGroup var store: StoreOptions

        func run() throws {
            let desk = try store.open().dutyDesk()
            if let accept {
                let count = try desk.acceptCaseload(at: OfficeCommand.post(accept), by: `as`)
                Terminal.print("\(count) duties are now held by \(accept).")
                return
            }
            guard let from, let to, let purpose else {
                throw ValidationError("--from, --to and --purpose belong together; or --accept.")
            }
            let count = try desk.offerCaseload(
                from: OfficeCommand.post(from), to: OfficeCommand.post(to), purpose: purpose, by: `as`)
            Terminal.print("\(count) duties are offered to \(to); each stays where it is until somebody there accepts.")
        }
    }

    static func duty(_ name: String) throws -> DutyName {
        guard let duty = DutyName(name) else { throw ValidationError("Name a duty as the worklist names it.") }
        return duty
    }

    /// Prints what came of an act; a refusal is a failed job that names its code.
    static func answer(_ acted: DutyActed, _ done: String) throws {
        if let refusal = acted.refusal {
            throw Refusal("Refused: \(refusal.rawValue); docs/duties.md says who may do what.")
        }
        Terminal.print(done)
    }
}

/// What `duty show` shows.
struct DutyView {
    let subject: DutySubject
    let known: SubjectDuties
    let only: DutyID?

    init(_ subject: DutySubject, _ known: SubjectDuties, only: DutyID?) {
        self.subject = subject
        self.known = known
        self.only = only
    }

    private var duties: [Duty] { known.ledger.duties.filter { only == nil || $0.id == only } }

    var json: JSON {
        .object([
            JSON.Member("subject", .number(String(subject.rawValue))),
            JSON.Member("duties", .array(duties.map(json))),
            JSON.Member(
                "history",
                .array(
                    sentences.map { seq, at, sentence in
                        .object([
                            JSON.Member("entry", .number(String(seq))), JSON.Member("at", .string(at.description)),
                            JSON.Member("what", .string(sentence)),
                        ])
                    })),
        ])
    }

    private func json(_ duty: Duty) -> JSON {
        let countdown = known.countdowns[duty.id]
        return .object([
            JSON.Member("id", .string(DutyName(subject: subject, duty: duty.id).description)),
            JSON.Member("kind", .string(known.narrative.name(duty))),
            JSON.Member("what", .string(known.narrative.what(duty))),
            JSON.Member("state", .string("\(duty.state)")),
            JSON.Member(
                "holder",
                .object([
                    JSON.Member("agency", .string(duty.holder.post.party)),
                    JSON.Member(
                        "office",
                        duty.holder.post.place == .headquarters ? .null : .string(duty.holder.post.place.stored)),
                    JSON.Member("person", duty.holder.person.isEmpty ? .null : .string(duty.holder.person)),
                    JSON.Member("role", .string(duty.holder.post.role)),
                ])),
            JSON.Member("deadline", .text(duty.deadline?.at.description)),
            JSON.Member("overdueSince", .text(duty.breachedAt?.description)),
            JSON.Member("escalatesTo", .text(countdown?.next.map { "\($0.to)" })),
            JSON.Member("escalatesAt", .text(countdown?.next.map { "\($0.at)" })),
        ])
    }

    private var sentences: [(Int64, Instant, String)] {
        var ledger = SubjectLedger()
        var all: [(Int64, Instant, String)] = []
        for (seq, event) in known.events {
            ledger.apply(event)
            guard only == nil || event.duty == only, let sentence = known.narrative.sentence(event, ledger) else {
                continue
            }
            all.append((seq, event.at, sentence))
        }
        return all
    }

    var text: String {
        guard !known.events.isEmpty else { return "There is no duty." }
        var lines = sentences.map { "\($1.description.prefix(16))\t\($2)" }
        lines.append("")
        for duty in duties where duty.state.isAlive {
            var line = "\(known.narrative.name(duty))\t\(duty.state)\t\(duty.holder.post)"
            if !duty.holder.person.isEmpty { line += " (\(duty.holder.person))" }
            line += "\tdue \(duty.deadline?.at.description ?? "when its clock goes on")"
            if duty.breachedAt != nil { line += "\tOVERDUE" }
            if let next = known.countdowns[duty.id]?.next { line += "\tthen \(next.to) at \(next.at)" }
            line += "\t\(DutyName(subject: subject, duty: duty.id))"
            lines.append(line)
        }
        return lines.joined(separator: "\n")
    }
}
