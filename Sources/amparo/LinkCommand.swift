import AmparoGate
import AmparoLinkage
import AmparoModel
import AmparoOversight
import AmparoServer
import AmparoSharing
import AmparoStore
import ArgumentParser

struct LinkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link",
        abstract: "Who is who: compares what is new with the record, and takes what people say of it.",
        discussion: """
            Without --review it compares what has come since the last time. What is certain is linked: a court case that stands
            alone comes under its child, two records of a sponsor are joined. Everything else is proposed; two care records of
            children are only ever merged by two people of ORR. --review lists what is proposed, with what speaks for and
            against. Each look at a record is a receipt.
            Examples:
              amparo link --as data-quality-steward --purpose data-quality
              amparo link --review --as case-manager --purpose placement --language es
              amparo link --accept 5301 --reason "Same birth certificate" --as ana --purpose placement --signing-key ana.key
              amparo link --reject 5301 --reason @why.txt --as ana --purpose placement --signing-key ana.key
            """)

    @Flag(help: "List proposed pairs instead of comparing.") var review = false
    @Option(help: "With --review: pairs that are open, made, rejected, needs-more or undone.") var state = "open"
    @Option(help: "With --review: at most so many.") var limit = 50
    @Option(help: "With --review: explain in en or es.") var language = "en"
    @Option(help: ArgumentHelp("The two are one person.", valueName: "PAIR")) var accept: Int64?
    @Option(help: ArgumentHelp("They are not, until somebody tells new facts.", valueName: "PAIR")) var reject: Int64?
    @Option(help: ArgumentHelp("It cannot be told yet.", valueName: "PAIR")) var needMore: Int64?
    @OptionGroup var judging: JudgingOptions
    @OptionGroup var asker: AskerOptions
    @OptionGroup var store: StoreOptions
    @Flag(help: "Answer as JSON.") var json = false

    private var judgement: (Int64, LinkJudgement)? {
        accept.map { ($0, .accept) } ?? reject.map { ($0, .reject) } ?? needMore.map { ($0, .needMore) }
    }

    func validate() throws {
        guard [accept, reject, needMore].compactMap(\.self).count <= 1 else {
            throw ValidationError("One of --accept, --reject and --need-more.")
        }
        guard !review || judgement == nil else {
            throw ValidationError("--review lists; a judgement is given without it.")
        }
        guard LinkState.allCases.contains(where: { $0.word == state }) else {
            throw ValidationError("--state is open, made, rejected, needs-more or undone.")
        }
        guard LinkageLanguage(rawValue: language) != nil else { throw ValidationError("--language is en or es.") }
        guard limit > 0 else { throw ValidationError("--limit is at least 1.") }
    }

    func run() throws {
        if let (pair, judgement) = judgement { return try judge(pair, judgement) }
        return try review ? list() : compare()
    }

    private func compare() throws {
        let request = try asker.required(.aggregate)
        let store = try store.open()
        let report = try store.whileIngesting {
            let report = try store.linkDesk().compare(request)
            try store.afterLinks()
            return report
        }
        if json {
            Terminal.print(report.json.description)
        } else {
            Terminal.print(
                """
                \(report.compared) records compared, receipt \(report.receipt). Linked: \(report.made). Proposed: \
                \(report.proposed). Changed alarms of what recurs: \(report.alarms).
                """)
        }
    }

    private func list() throws {
        let request = try asker.required(.list)
        guard let state = LinkState.allCases.first(where: { $0.word == state }),
            let language = LinkageLanguage(rawValue: language)
        else { return }
        let reviews = try store.open().linkDesk().review(request, state: state, limit: limit)
        if json {
            let pairs = reviews.map { $0.json(language) }.joined(separator: ",")
            Terminal.print("{\"pairs\":[\(pairs)]}")
        } else if reviews.isEmpty {
            Terminal.print("There is no such pair that may be shown.")
        } else {
            for review in reviews { Terminal.print(review.text(language)) }
        }
    }

    private func judge(_ pair: Int64, _ judgement: LinkJudgement) throws {
        let (account, purpose) = try asker.named()
        let signer = try judging.signer(account, store)
        let reason = Sensitive(try PrivateWords.read(try judging.required(), what: "the reason"))
        let store = try store.open()
        try signing {
            let judged = try store.whileIngesting {
                let judged = try store.linkDesk().judge(pair, judgement, reason: reason, purpose: purpose, by: signer)
                try store.afterLinks()
                return judged
            }
            if json {
                Terminal.print(
                    JSON.object([
                        JSON.Member("pair", .number(String(pair))), JSON.Member("state", .string(judged.state.word)),
                        JSON.Member("missing", .count(judged.missing)), JSON.Member("moved", .count(judged.moved)),
                    ]).description)
            } else if judged.missing > 0 {
                Terminal.print("Pair \(pair): noted. \(judged.missing) more must accept it before the two are one.")
            } else {
                Terminal.print("Pair \(pair) is \(judged.state.word). Records moved: \(judged.moved).")
            }
        }
    }
}

struct UnlinkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlink",
        abstract: "Undoes a link: each record goes back to where it stood, with its history.",
        discussion: """
            Whoever was shown the two as one is told what no longer to rely on, and nothing new. The two are not linked again
            by the program alone.
            Example: amparo unlink 5301 --reason "Two cousins" --as ana --purpose placement --signing-key ana.key
            """)

    @Argument(help: "The pair's number.") var pair: Int64
    @OptionGroup var judging: JudgingOptions
    @OptionGroup var asker: AskerOptions
    @OptionGroup var store: StoreOptions

    func run() throws {
        let (account, purpose) = try asker.named()
        let signer = try judging.signer(account, store)
        let reason = Sensitive(try PrivateWords.read(try judging.required(), what: "the reason"))
        let store = try store.open()
        try signing {
            let moved = try store.whileIngesting {
                let moved = try store.linkDesk().undo(pair, reason: reason, purpose: purpose, by: signer)
                try store.afterLinks()
                return moved
            }
            Terminal.print("Pair \(pair) is undone. Records that went back: \(moved).")
        }
    }
}

/// The reason of a judgement and the signature under it.
struct JudgingOptions: ParsableArguments {
    @Option(help: "On what that rests, or @FILE (sealed to the person).") var reason: String?
    @Option(help: "The file with the account's private signing key.") var signingKey: String?
    @Option(help: "Instead of the key: the signature made with it elsewhere, 128 hexadecimal digits.") var signature:
        String?
    @Flag(help: "Prints the statement that is to be signed, and does nothing.") var statement = false

    func required() throws -> String {
        guard let reason else { throw ValidationError("--reason says on what it rests.") }
        return reason
    }

    func signer(_ account: String, _ store: StoreOptions) throws -> Signer {
        Signer(
            account, try SignerOptions.source(key: signingKey, signature: signature, asked: statement, store))
    }
}

extension AskerOptions {
    /// The account and the purpose, which must be named.
    func named() throws -> (account: String, purpose: String) {
        guard let account, let purpose else {
            throw ValidationError("This shows a person: --as ACCOUNT --purpose PURPOSE.")
        }
        return (account, purpose)
    }
}

extension OpenStore {
    /// The desk of this store's links.
    func linkDesk() throws -> LinkDesk { LinkDesk(try gate(), governance) }

    /// What follows from records that moved: the worklist, what is owed to whoever was shown them elsewhere, and whom that is
    /// handed to.
    func afterLinks() throws {
        try bringWorklistUpToDate()
        try oweCorrections()
        try bringDutiesUpToDate()
    }
}

/// Judgements about who is who that are made on a page.
struct StoreLinks: LinkUpkeep {
    let store: OpenStore

    func judging<Value: Sendable>(_ work: () throws -> Value) throws -> Value {
        try store.whileIngesting {
            let value = try work()
            try store.afterLinks()
            return value
        }
    }
}

extension LinkDesk.Report {
    fileprivate var json: JSON {
        .object([
            JSON.Member("compared", .count(compared)), JSON.Member("made", .count(made)),
            JSON.Member("proposed", .count(proposed)), JSON.Member("alarms", .count(alarms)),
            JSON.Member("receipt", .number(String(receipt))),
        ])
    }
}

extension Disclosed<LinkReview> {
    fileprivate func json(_ language: LinkageLanguage) -> String {
        let pair = value.pair
        let members = [
            JSON.Member("pair", .number(String(pair.id))), JSON.Member("subject", .string(pair.subject.word)),
            JSON.Member("state", .string(pair.state.word)), JSON.Member("model", .string(pair.model)),
            JSON.Member("weight", .number(Self.thousandths(pair.weight))),
            JSON.Member("probability", .number(Self.millionths(pair.probability))),
            JSON.Member("needs", .count(pair.needs)), JSON.Member("accepted", .count(value.accepted)),
            JSON.Member("because", .array(value.sentences(language).map { .string($0) })),
        ]
        var out = JSONWriter()
        out.raw("{")
        for member in members {
            out.write(member.name)
            out.raw(":")
            out.write(member.value)
            out.raw(",")
        }
        out.raw("\"records\":")
        out.list(value.sides) { side, out in
            out.raw("{\"record\":")
            out.write(side.record)
            out.raw(",\"receipt\":")
            out.write(side.receipt)
            out.raw(",\"rows\":")
            out.list(side.rows) { $0.write(to: &$1) }
            out.raw("}")
        }
        out.raw("}")
        return String(decoding: out.bytes, as: UTF8.self)
    }

    fileprivate func text(_ language: LinkageLanguage) -> String {
        let pair = value.pair
        var lines = [
            """
            Pair \(pair.id) (\(pair.subject.word), \(pair.state.word), \(pair.model)): probability \
            \(Self.millionths(pair.probability)), \(Self.thousandths(pair.weight)) bits, accepted by \(value.accepted) of \
            \(pair.needs)
            """
        ]
        for sentence in value.sentences(language) { lines.append("  " + sentence) }
        for side in value.sides {
            lines.append("  record \(side.record), receipt \(side.receipt)")
            for row in side.rows {
                let fields = row.fields.map { "\($0.name)=\($0.value.text)" }.joined(separator: "  ")
                lines.append("    \(row.table): \(fields)")
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func thousandths(_ value: Int64) -> String { fraction(value, 1000) }
    private static func millionths(_ value: Int64) -> String { fraction(value, 1_000_000) }

    private static func fraction(_ value: Int64, _ unit: Int64) -> String {
        let rest = String(abs(value) % unit)
        let width = String(unit).count - 1
        let digits = String(repeating: "0", count: width - rest.count) + rest
        return "\(value < 0 ? "-" : "")\(abs(value) / unit).\(digits)"
    }
}
