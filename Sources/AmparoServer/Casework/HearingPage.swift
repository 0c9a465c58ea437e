internal import AmparoDuties
internal import AmparoGate
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// `/hearing/{case}/{n}`: a past hearing that was missed, with the evidence side by side (SCREENS.md, "Missed hearing"). The
/// case and the row are the court's own numbers.
struct HearingPage {
    private let visit: CaseVisit
    private let disclosed: Disclosed<ChildRecord>
    private let decided: DisclosedFields
    private let finding: RecordRow
    private let ledger: SubjectLedger

    /// Asks the gate for the child whose case it is. A case that nobody has, one of a child who may not be seen and a row that
    /// is not shown are the same.
    init(_ visit: CaseVisit, court: String, row: String) throws {
        self.visit = visit
        guard let court = Int64(court), let row = Int64(row) else { throw CaseRefusal.nothing }
        let gate = visit.casework.gate
        let child = try gate.child(ofCourtCase: court) ?? 0
        disclosed = try gate.disclose(
            visit.request(.view, fields: DisclosedFields.all), child: child, withHistory: true)
        decided = visit.decided(disclosed)
        let found = disclosed.value.rows(of: "findings").first {
            $0.number == row && $0["court.case"].map { $0 == .number(court) } ?? true
        }
        guard let found, found["court.finding"] != nil else { throw CaseRefusal.nothing }
        finding = found
        ledger = try visit.casework.duties.people.ledger(of: DutySubject(.child, child)).ledger
    }

    private var phrases: Phrases { visit.phrases }
    private var words: FieldWords { FieldWords(visit: visit) }
    private var day: Day? { if case .day(let day)? = finding["court.hearingDate"] { day } else { nil } }

    func markup() -> Markup {
        let title =
            day.map { phrases.say("hearing.title", ["day": phrases.day($0)]) } ?? phrases.say("hearing.untitled")
        return visit.page(title, .elsewhere) {
            element("p", ["class": "back"]) { ChildNames(disclosed).link(visit.reader) }
            element("h1", [:], title)
            verdict
            element("h2", [:], phrases.say("hearing.evidence"))
            element("div", ["class": "sides"]) {
                side("given", given, ["address.service.street", "address.service.noticeStreet"])
                side("mailed", mailed, ["notice.mailedOn"])
                side("notice", notices, ["notice.servedOn"])
                side("counsel", counsel, ["court.representationE28Date"])
            }
            change
            clock
            element("p", ["class": "note receipt"]) {
                phrases.say("case.receipt", ["number": String(disclosed.receipt)])
            }
        }
    }

    // MARK: The finding

    private var verdict: Markup {
        element("dl", ["class": "terms finding"]) {
            for name in [
                "court.finding", "court.findingRule", "court.findingStatus", "notice.findingNotice",
                "notice.noticeDefect", "court.caseGrade", "court.ageAtHearing", "court.representedThatDay",
                "notice.oralAdvisal", "address.residence.noticeRisk",
            ] {
                let fields = finding.fields.filter { $0.name == name }
                if !fields.isEmpty || !decided.mayBeSeen(name) {
                    element("dt", [:], visit.words.field(name, visit.language))
                    element("dd") {
                        for field in fields { words.value(field) + Markup(" ") }
                        if fields.isEmpty, let group = decided.group(of: name) {
                            element("span", ["class": "sealed"], visit.words.reason(group, visit.language))
                        }
                    }
                }
            }
        }
            + marks
    }

    /// That a finding judges a record and not a child, and may still change.
    private var marks: Markup {
        element("p", ["class": "behind"]) {
            if finding["court.findingDisputed"] == .flag(true) {
                element("strong", [:], phrases.say("hearing.disputed") + " ")
            } else if finding["court.findingProvisional"] == .flag(true) {
                element("strong", [:], phrases.say("hearing.provisional") + " ")
            }
            phrases.say("hearing.judges")
        }
    }

    // MARK: The evidence

    private func side(_ key: String, _ rows: [RecordRow], _ fields: [String]) -> Markup {
        element("section", ["aria-labelledby": "side-\(key)"]) {
            element("h3", ["id": "side-\(key)"], phrases.say("hearing.side.\(key)"))
            if rows.isEmpty {
                if decided.mayBeSeen(any: fields) {
                    element("p", ["class": "none"], phrases.say("hearing.side.none"))
                } else if let group = fields.first.flatMap(decided.group) {
                    element("p", ["class": "sealed"], visit.words.reason(group, visit.language))
                }
            }
            for row in rows {
                element("dl", ["class": "fields"]) {
                    for field in row.fields where Self.isEvidence(field.name, in: row.table) {
                        element("dt", [:], visit.words.field(field.name, visit.language))
                        element("dd") { words.value(field) }
                    }
                }
            }
        }
    }

    /// Whether a field is evidence; of the court's case row only its address is.
    private static func isEvidence(_ field: String, in table: String) -> Bool {
        guard table == "A_TblCase" else { return field != "court.case" }
        return field.hasPrefix("address.service.") || field == "court.addressChangedOn"
    }

    /// Addresses that were given to the court: by the court's own record, by the family's form, with the notice to appear.
    private var given: [RecordRow] {
        let courts: Set<String> = ["court", "eoir-33"]
        let told = disclosed.value.rows(of: "addresses").filter { row in
            let source = row["general.addressSource"] ?? row["address.residence.addressSource"]
            return source.map { courts.contains($0.text) } ?? false
        }
        let cases = disclosed.value.rows(of: "A_TblCase").filter { row in
            row.fields.contains { $0.name.hasPrefix("address.service.") }
        }
        return told + cases
    }

    /// The mailings of notices of this hearing.
    private var mailed: [RecordRow] {
        disclosed.value.rows(of: "mail").filter { row in
            guard let day, case .day(let about)? = row["court.hearingDate"] else { return true }
            return about == day
        }
    }

    private var notices: [RecordRow] { disclosed.value.rows(of: "notices") }

    private var counsel: [RecordRow] {
        disclosed.value.rows(of: "tbl_RepsAssigned").filter { row in
            guard let day, case .day(let since)? = row["court.representationE28Date"] else { return false }
            return since <= day
        }
    }

    // MARK: Who may change it, and the clock

    private var change: Markup {
        element("section", ["aria-labelledby": "change"]) {
            element("h2", ["id": "change"], phrases.say("hearing.change"))
            element("ul") {
                for key in ["court", "bulk", "party"] { element("li", [:], phrases.say("hearing.change.\(key)")) }
                if let verify = duty("missed-hearing", "verify"), verify.state.isAlive, let deadline = verify.deadline {
                    element("li") {
                        phrases.say("hearing.change.until") + " "
                        visit.reader.time(deadline.at)
                        " · " + visit.post(verify.holder.post)
                    }
                }
            }
        }
    }

    /// The clock of a motion: within 180 days of the order for exceptional circumstances; without notice or in custody at any
    /// time (8 USC 1229a(b)(5)(C)).
    private var clock: Markup {
        guard finding["court.finding"] == .text("missedOrdered") else { return Markup() }
        let motion = duty("motion-clock", "exceptional-circumstances")
        return element("section", ["aria-labelledby": "clock"]) {
            element("h2", ["id": "clock"], phrases.say("hearing.clock"))
            element("p") {
                phrases.say("hearing.clock.180") + " "
                if let deadline = motion?.deadline {
                    element("strong") { visit.reader.time(deadline.at) }
                } else if let ordered {
                    element("strong") { visit.reader.time(ordered.adding(days: 180)) }
                } else {
                    phrases.say("hearing.clock.unknown")
                }
            }
            element("p", [:], phrases.say("hearing.clock.any"))
            element("p", ["class": "note"], "8 USC 1229a(b)(5)(C)")
        }
    }

    /// The day of the order: the completion of the hearing's proceeding.
    private var ordered: Day? {
        let proceeding = finding["court.scheduleIdnproceeding"]
        let rows = disclosed.value.rows(of: "B_TblProceeding")
        let own = rows.first { row in
            proceeding != nil && row.fields.contains { $0.name.hasSuffix("dnproceeding") && $0.value == proceeding }
        }
        if case .day(let day)? = own?["court.proceedingCompDate"] { return day }
        return nil
    }

    /// The duty of a step that began with this hearing's finding.
    private func duty(_ procedure: String, _ step: String) -> Duty? {
        let rule = RuleID(procedure: procedure, step: step)
        return ledger.duties.last { $0.id.rule == rule && $0.id.occasion.about == finding.number }
    }
}
