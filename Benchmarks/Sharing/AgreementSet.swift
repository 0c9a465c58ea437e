import AmparoModel
import AmparoSharing
import Foundation

/// Generated agreements, always the same, and requests to ask of them.
struct AgreementSet {
    /// How the clauses lie.
    enum Kind: String {
        /// Over all recipients, roles, purposes and classes.
        case spread
        /// All for one recipient, role and purpose: the worst that an index can meet.
        case oneRecipient = "one recipient"
    }

    let texts: [String]

    private static let recipients = [
        ("dhs.ice.opla", "trial-attorney-office", "court-appearance"),
        ("dhs.ice.ero", "juvenile-coordinator", "court-appearance"),
        ("hhs.orr", "case-manager", "safety-check"), ("hhs.orr", "post-release-worker", "post-release-services"),
        ("dol.whd", "labor-investigator", "labor-protection"), ("state.cps", "child-protection-worker", "safety-check"),
        ("doj.eoir", "court-staff", "adjudication"), ("counsel", "counsel-of-record", "legal-representation"),
        ("advocate", "child-advocate", "legal-representation"), ("gao", "auditor", "audit"),
    ]
    private static let holders = ["hhs.orr", "doj.eoir", "dhs.ice.opla"]
    private static let classes = [
        "court", "notice", "address.service", "identity", "general", "placement", "attorney", "existence",
    ]
    private static let conditions = [
        "", "when: { ownDocket: true }", "when: { stage: released }", "when: { hearingWithinDays: 60 }",
        "when: { stage: released, ownDocket: true }", "when: { ageUnder: 18 }",
    ]

    init(_ kind: Kind, count: Int) {
        texts = (0..<count).map { number in
            var lines = [
                "agreement: generated-\(number)", "version: 1", "title: Generated", "kind: mou",
                "parties: [hhs, doj, dhs, dol, state, counsel, advocate, gao]",
                "authority: { privacyAct: b3, citation: generated }", "effective: 2025-\(1 + number % 12)-01".padded,
                "expires: 2027-\(1 + number % 12)-28".padded, "clauses:",
            ]
            for clause in 0..<SharingBenchmark.clausesEach {
                let place = number * SharingBenchmark.clausesEach + clause
                let to = kind == .spread ? AgreementSet.recipients[place % 10] : AgreementSet.recipients[0]
                let first = place / 3 % AgreementSet.classes.count
                lines += [
                    "  - id: c\(clause)", "    permit:", "      from: \(AgreementSet.holders[place % 3])",
                    "      to: { agency: \(to.0), roles: [\(to.1)] }", "      purposes: [\(to.2)]",
                    "      classes: [\(AgreementSet.classes[first]), \(AgreementSet.classes[(first + 3) % 8])]",
                    "      " + AgreementSet.conditions[place / 7 % AgreementSet.conditions.count],
                    "      obligations: [no-onward-transfer, retain-days: \(30 + place % 300)]",
                ]
            }
            return lines.joined(separator: "\n") + "\n"
        }
    }

    /// Forty fields of several classes, asked for by every kind of recipient with two sets of facts.
    static func requests(_ terms: SharingTerms) -> [DecisionRequest] {
        let open = terms.catalogue.fields.filter { classes.contains($0.fieldClass.code) }
        let closed = terms.catalogue.fields.filter {
            ["sponsor.identity", "household", "clinical"].contains($0.fieldClass.code)
        }
        let fields =
            stride(from: 0, to: 32, by: 1).map { open[$0 * open.count / 32].number } + closed.prefix(8).map(\.number)
        return recipients.flatMap { recipient in
            [true, false].map { favourable in
                var facts = SubjectFacts()
                for fact in Condition.Fact.allCases { facts[fact] = favourable ? .yes : .no }
                facts.stage = .released
                facts.hearing = favourable ? .inDays(30) : .none
                facts.age = 15...15
                (facts.populations, facts.evidence, facts.reports) = ([], [], [])
                return DecisionRequest(
                    id: "b", at: Instant("2026-03-01T12:00:00Z") ?? Instant(microseconds: 0), position: 1,
                    requester: Requester(
                        account: "a", agency: Party(code: recipient.0), homeAgency: Party(code: recipient.0),
                        role: recipient.1, attestedOn: Day("2026-02-01")), purpose: recipient.2, operation: .view,
                    subject: .child, facts: facts, fields: fields)
            }
        }
    }

    /// Writes for each size the clauses and the requests as JSON, for engines in other languages.
    static func export(to folder: String) throws {
        let terms = try SharingTerms.shipped()
        for count in [10, 100, 1000] {
            let clauses = try AgreementSet(.spread, count: count).texts
                .flatMap { try Agreement.parse(yaml: $0, file: "generated").clauses }
                .map { clause in
                    CanonicalJSON.object([
                        "id": .text("\(clause.id)/\(clause.clause ?? "")"), "holder": .optional(clause.holder),
                        "agency": .optional(clause.recipients.agency), "roles": .texts(clause.recipients.roles),
                        "purposes": .texts(clause.purposes), "classes": .texts(clause.classes.classes.map(\.code)),
                        "when": .list(clause.conditions.map { .text($0.code) }),
                        "from": .number(Int(clause.span.from.microseconds)),
                        "until": .number(Int(clause.span.until?.microseconds ?? .max)),
                    ])
                }
            let requests = requests(terms).map { request in
                CanonicalJSON.object([
                    "agency": .text(request.requester.agency.code), "role": .text(request.requester.role),
                    "purpose": .text(request.purpose), "at": .number(Int(request.at.microseconds)),
                    "favourable": .flag(request.facts.ownDocket == .yes),
                    "fields": .list(
                        request.fields.compactMap { terms.catalogue[$0] }.map {
                            .object(["class": .text($0.fieldClass.code), "holder": .text($0.holder.code)])
                        }),
                ])
            }
            let all = CanonicalJSON.object(["clauses": .list(clauses), "requests": .list(requests)])
            try all.description.write(toFile: "\(folder)/sharing-\(count).json", atomically: true, encoding: .utf8)
        }
    }
}

extension String {
    /// A date whose month has one digit, with two.
    fileprivate var padded: String {
        let parts = split(separator: "-")
        return parts[1].count == 1 ? "\(parts[0])-0\(parts[1])-\(parts[2])" : self
    }
}
