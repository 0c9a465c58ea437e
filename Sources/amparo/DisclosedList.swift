import AmparoCourt
import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoStore

/// Rows of several children as the gate disclosed them, for `findings`.
struct DisclosedList {
    /// What a finding is shown with, as far as the account may see it.
    static let findingFields = [
        "general.recordId", "identity.givenNames", "identity.surnames", "court.case", "court.hearingDate",
        "court.hearingTime", "court.finding", "court.failureToAppear", "court.findingRule", "court.findingStatus",
        "court.findingProvisional", "court.caseGrade", "court.ageAtHearing", "court.representedThatDay",
        "notice.findingNotice", "notice.mailingProof", "notice.returnedMail", "address.residence.noticeRisk",
    ]
    /// What a piece of work is shown with, as far as the account may see it.
    static let workFields = [
        "existence.record", "general.recordId", "general.worklistItem", "general.worklistReason", "identity.givenNames",
        "identity.surnames", "court.case", "court.nextHearingDate",
    ]

    private let shown: [(receipt: Int64, child: Int64, names: [RecordField], row: RecordRow)]

    init(_ shown: [Disclosed<ChildRecord>], tables: Set<String>, where isWanted: (RecordRow) -> Bool) {
        self.shown = shown.flatMap { disclosed in
            let names = disclosed.names
            return disclosed.value.rows.filter { tables.contains($0.table) && isWanted($0) }.map {
                (disclosed.receipt, disclosed.value.child, names, $0)
            }
        }
    }

    func json(_ name: String) -> JSON {
        .object([
            JSON.Member(
                name,
                .array(
                    shown.map { line in
                        .object(
                            [
                                JSON.Member("child", .number(String(line.child))),
                                JSON.Member("receipt", .number(String(line.receipt))),
                            ]
                                + (line.names + line.row.fields).map { JSON.Member($0.name, .string($0.value.text)) }
                                + [JSON.Member("source", line.row.json.member("source"))])
                    }))
        ])
    }

    var table: String {
        guard !shown.isEmpty else { return "There is nothing to show." }
        return shown.map { line in
            (["child \(line.child)", "receipt \(line.receipt)"]
                + (line.names + line.row.fields).map { "\($0.name)=\($0.value.text)" }).joined(separator: "\t")
        }.joined(separator: "\n")
    }
}

/// A page of the worklist with what was disclosed of its children.
struct DisclosedWork {
    private let page: WorkPage
    private let byChild: [Int64: Disclosed<ChildRecord>]

    init(_ page: WorkPage, _ shown: [Disclosed<ChildRecord>]) {
        self.page = page
        byChild = Dictionary(shown.map { ($0.value.child, $0) }) { first, _ in first }
    }

    /// Work on no child in particular, and on children of whom something may be seen.
    private var lines: [(WorkLine, Disclosed<ChildRecord>?)] {
        page.lines.compactMap { line in
            if line.child == 0 { return (line, nil) }
            return byChild[line.child].map { (line, $0) }
        }
    }

    var json: JSON {
        .object([
            JSON.Member("asOf", .string(page.asOf.description)),
            JSON.Member(
                "items",
                .array(
                    lines.map { line, shown in
                        .object(
                            line.json + [
                                JSON.Member("receipt", shown.map { .number(String($0.receipt)) } ?? .null),
                                JSON.Member(
                                    "shown",
                                    .object(
                                        (shown?.names ?? []).map { JSON.Member($0.name, .string($0.value.text)) })),
                            ])
                    })),
            JSON.Member("next", .text(page.next?.description)),
        ])
    }

    var table: String {
        guard !lines.isEmpty else { return "Nothing that may be shown is open as of \(page.asOf)." }
        var rows = ["deadline\tstate\tchild\tname\tcase\twhat\tholder\treason\treceipt"]
        for (line, shown) in lines {
            rows.append(
                [
                    line.deadline?.description ?? "-", line.state, line.child == 0 ? "-" : String(line.child),
                    (shown?.names ?? []).map(\.value.text).joined(separator: " "),
                    line.caseNumber.map { String($0) } ?? "-", line.what, line.holder, line.reason,
                    shown.map { String($0.receipt) } ?? "-",
                ].joined(separator: "\t"))
        }
        if let next = page.next { rows.append("More: amparo worklist --as-of \(page.asOf) --after \(next)") }
        return rows.joined(separator: "\n")
    }
}

extension Disclosed<ChildRecord> {
    /// The child's names of the last referral, as far as they were disclosed.
    var names: [RecordField] {
        (value.rows(of: "referrals").last?.fields ?? []).filter {
            $0.name == "identity.givenNames" || $0.name == "identity.surnames"
        }
    }
}

extension JSON {
    /// A member of an object; null when there is none.
    func member(_ name: String) -> JSON {
        guard case .object(let members) = self else { return .null }
        return members.first { $0.name == name }?.value ?? .null
    }
}

extension Reckoning {
    /// The first children, in order, of whom a case has a finding that is wanted: numbers, of which nothing is shown yet.
    func children(
        withCase number: Int64?, at moment: RecordMoment, limit: Int, where isWanted: @escaping (HearingFinding) -> Bool
    ) throws -> [Int64] {
        struct Enough: Error {}
        var children: [Int64] = []
        do {
            try forEachChildCase(at: moment) { child, evaluated in
                guard number == nil || evaluated.file.id == number, evaluated.findings.grading.grade.isCounted,
                    evaluated.findings.hearings.contains(where: isWanted), children.last != child
                else { return }
                children.append(child)
                if children.count == limit { throw Enough() }
            }
        } catch is Enough {}
        return children
    }
}
