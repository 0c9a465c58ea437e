internal import AmparoGate
internal import AmparoModel

/// The strip that stays at the left of a child's page: who the child is, where it stands, and what is not shown of that and
/// why (SCREENS.md, "Child").
struct ChildStrip {
    let visit: CaseVisit
    let disclosed: Disclosed<ChildRecord>
    let decided: DisclosedFields

    private var record: ChildRecord { disclosed.value }
    private var phrases: Phrases { visit.phrases }
    private var words: FieldWords { FieldWords(visit: visit) }

    func markup() -> Markup {
        element("dl", ["class": "strip"]) {
            line("age", ["identity.age", "identity.ageBand"]) { first("record", ["identity.age", "identity.ageBand"]) }
            line("language", ["general.language"]) { last("referrals", "general.language") }
            line("stage", ["general.stage"]) { first("record", ["general.stage"]) }
            line("custody", ["placement.facilityName", "placement.releasedOn"]) { custody }
            line("hearing", ["court.nextHearingDate", "court.hearingDate"]) { hearing }
            line(
                "address",
                ["address.service.street", "address.residence.street", "address.service.noticeStreet"]
            ) { address }
            line("counsel", ["court.representationE28Date", "attorney.counselName"]) { counsel }
        }
    }

    /// A line: what the record says; else that it says nothing; else why it is not shown.
    private func line(_ key: String, _ fields: [String], _ content: () -> Markup?) -> Markup {
        element("dt", [:], phrases.say("child.strip.\(key)"))
            + element("dd") {
                if let content = content() {
                    content
                } else if decided.mayBeSeen(any: fields) {
                    element("span", ["class": "none"], phrases.say("child.strip.none"))
                } else if let group = fields.first.flatMap(decided.group) {
                    element("span", ["class": "sealed"], visit.words.reason(group, visit.language))
                }
            }
    }

    private func first(_ table: String, _ fields: [String]) -> Markup? {
        let row = record.rows(of: table).first
        return fields.compactMap { name in row?.fields.first { $0.name == name } }.first.map(words.value)
    }

    private func last(_ table: String, _ field: String) -> Markup? {
        record.rows(of: table).reversed().lazy.compactMap { row in row.fields.first { $0.name == field } }.first
            .map(words.value)
    }

    /// Who has the child: the facility of a placement that has not ended, or whoever it was released to.
    private var custody: Markup? {
        let placements = record.rows(of: "placements")
        if let open = placements.last(where: { $0["placement.to"] == nil && $0["placement.facilityName"] != nil }),
            record.rows(of: "record").first?["general.stage"] != .text("released"),
            let name = open.fields.first(where: { $0.name == "placement.facilityName" })
        {
            return words.value(name)
        }
        guard let release = record.rows(of: "releases").last,
            let day = release.fields.first(where: { $0.name == "placement.releasedOn" })
        else { return nil }
        let relation = release.fields.first { $0.name == "sponsor.identity.relationship" }
        return Markup(phrases.say("child.strip.released") + " ") + words.value(day)
            + (relation.map { Markup(", ") + words.value($0) } ?? Markup())
    }

    /// The next hearing with its time where the court is.
    private var hearing: Markup? {
        guard let field = record.rows(of: "record").first?.fields.first(where: { $0.name == "court.nextHearingDate" })
        else { return nil }
        let row = record.rows(of: "tbl_schedule").first { $0["court.hearingDate"] == field.value }
        var text = words.value(field)
        if let time = row?["court.hearingTime"]?.text {
            text += Markup(", " + phrases.say("child.strip.court-time", ["time": time]))
        }
        if let court = row?["court.scheduleBaseCityCode"]?.text {
            text += Markup(", ") + foreign(court)
        }
        return text
    }

    /// The address as last told, and how long ago somebody confirmed it and who.
    private var address: Markup? {
        let told =
            record.rows(of: "addresses").last ?? record.rows(of: "releases").last ?? record.rows(of: "notices").last
        guard let told else { return nil }
        let parts = told.fields.filter { field in
            ["address.service.", "address.residence."].contains { field.name.hasPrefix($0) }
                && ["treet", "Unit", "unit", "ity", "tate", "ip"].contains { field.name.hasSuffix($0) }
        }
        guard !parts.isEmpty else { return nil }
        var text = foreign(parts.map(\.value.text).joined(separator: ", "))
        if let confirmed {
            text += element("span", ["class": "issuer"]) {
                phrases.say(
                    "child.strip.confirmed", count: max(0, visit.reader.now.day.days(since: confirmed.day)))
                if !confirmed.by.isEmpty {
                    " · "
                    foreign(confirmed.by)
                }
            }
        }
        return text
    }

    /// The last day on which somebody told or confirmed the address.
    private var confirmed: (day: Day, by: String)? {
        var found: [(day: Day, by: String)] = []
        for row in record.rows(of: "addresses") {
            for name in ["address.residence.", "general."] {
                guard case .day(let day)? = row[name + "addressReportedOn"] else { continue }
                found.append((day, row[name + "addressReportedBy"]?.text ?? ""))
            }
        }
        for row in record.rows(of: "calls") where row["safety-call.addressMatches"] == .flag(true) {
            if case .instant(let at)? = row["safety-call.attemptedAt"] {
                found.append((at.day, row["safety-call.caller"]?.text ?? ""))
            }
        }
        return found.max { $0.day < $1.day }
    }

    /// Since when somebody has represented the child in court.
    private var counsel: Markup? {
        record.rows(of: "tbl_RepsAssigned").reversed().lazy.compactMap { row in
            row.fields.first { $0.name == "court.representationE28Date" }
        }.first.map { Markup(phrases.say("child.strip.since") + " ") + words.value($0) }
    }
}
