internal import AmparoGate
internal import AmparoModel
internal import AmparoSharing

/// The timeline of a child's page: what was so and when, when the record learned of it, and what it said before.
struct TimelineView {
    /// How many rows are on a page.
    static let length = 80

    let visit: CaseVisit
    let timeline: Timeline
    let decided: DisclosedFields
    /// Which page, from 1.
    let page: Int

    private let phrases: Phrases
    private let words: FieldWords

    init(visit: CaseVisit, timeline: Timeline, decided: DisclosedFields, page: Int) {
        self.visit = visit
        self.timeline = timeline
        self.decided = decided
        self.page = page
        phrases = visit.phrases
        words = FieldWords(visit: visit)
    }

    /// The rows of this page.
    var items: ArraySlice<Timeline.Item> {
        let start = (page - 1) * Self.length
        guard start < timeline.items.count else { return [] }
        return timeline.items[start..<min(timeline.items.count, start + Self.length)]
    }

    func markup() -> Markup {
        let items = items
        if items.isEmpty { return element("p", ["class": "empty"], phrases.say("child.timeline.none")) }
        // The same for every row of a table.
        let tables = Dictionary(
            uniqueKeysWithValues: Set(items.map { timeline.rows[$0.row].table }).map { table in
                (table, TableWords(name: Markup(words.table(table)), sealed: sealed(table)))
            })
        var out = Markup(capacity: items.count * 1024)
        out.raw("<ol class=\"timeline\">")
        for item in items { write(item, tables[timeline.rows[item.row].table], to: &out) }
        out.raw("</ol>")
        return out
    }

    /// What is the same for every row of a table.
    private struct TableWords {
        var name: Markup
        var sealed: Markup
    }

    private func write(_ item: Timeline.Item, _ table: TableWords?, to out: inout Markup) {
        let row = timeline.rows[item.row]
        let earlier = item.earlier.isEmpty ? nil : timeline.rows[item.earlier.lowerBound]
        let telling = telling(row, earlier)
        out.raw(row.isReplaced ? "<li class=\"replaced\" id=\"r-" : "<li id=\"r-")
        out.write(row.table)
        out.raw("-")
        out.write(row.number)
        out.raw("\"><h3>")
        if let day = item.occurred {
            phrases.times.write(day, to: &out, on: visit.reader.now.day)
        } else {
            out.write(phrases.rows.undated)
        }
        out.raw(" · ")
        if let table { out.write(table.name) }
        out.raw("</h3>")
        write(telling, row, earlier, to: &out)
        if telling.count < row.fields.count {
            out.raw("<details><summary>")
            out.write(phrases.say("child.timeline.all", count: row.fields.count))
            out.raw("</summary>")
            write(row.fields, row, earlier, to: &out)
            out.raw("</details>")
        }
        if let table { out.write(table.sealed) }
        writeClocks(item, row, to: &out)
        out.raw("</li>")
    }

    /// How many fields stand in the open.
    private static let few = 6

    /// The fields that say most of a row: what has changed, and the first that are no number or mark of its sender's system.
    private func telling(_ row: RecordRow, _ earlier: RecordRow?) -> [RecordField] {
        guard row.fields.count > Self.few + 1 else { return row.fields }
        let changed = earlier.map { earlier in row.fields.filter { change($0, earlier) != nil } } ?? []
        let rest = row.fields.lazy.filter { field in
            !Self.isOfSystems(field.number) && !changed.contains { $0.number == field.number }
        }
        return changed + rest.prefix(max(0, Self.few - changed.count))
    }

    /// Parts of names of fields that matter to their sender's system only.
    private static let systems = [
        "dnschedule", "dnproceeding", "eneration", "RecType", "OscDate", "Input", "Update", "lngsessnid", "Lngsessnid",
        "AssignmentPath", "Blnclockoverride", "ElapDays", "court.case", "Idn",
    ]

    /// The fields with such a part: looked for once, because a page has hundreds of fields.
    private static let ofSystems = DisclosedFields.all.map { name in systems.contains { name.contains($0) } }

    private static func isOfSystems(_ field: FieldNumber) -> Bool {
        Int(field.rawValue) < ofSystems.count && ofSystems[Int(field.rawValue)]
    }

    private func write(_ fields: [RecordField], _ row: RecordRow, _ earlier: RecordRow?, to out: inout Markup) {
        let labels = visit.words.labels(visit.language)
        out.raw("<dl class=\"fields\">")
        for field in fields {
            out.raw("<dt>")
            out.write(labels[field])
            out.raw("</dt><dd>")
            if let before = earlier.flatMap({ change(field, $0) }) {
                // What was wrong, or was so before, is struck through; the text says so too.
                out.raw("<del><span class=\"unseen\">")
                out.write(phrases.rows.was)
                out.raw(" </span>")
                words.write(before, to: &out)
                out.raw("</del> <ins>")
                words.write(field, to: &out)
                out.raw("</ins>")
            } else if row.isReplaced {
                out.raw("<del>")
                words.write(field, to: &out)
                out.raw("</del>")
            } else {
                words.write(field, to: &out)
            }
            out.raw("</dd>")
        }
        out.raw("</dl>")
    }

    /// What a field said before, when it said something else.
    private func change(_ field: RecordField, _ earlier: RecordRow) -> RecordField? {
        earlier.fields.first { $0.number == field.number && $0.value != field.value }
    }

    /// The fields of a table that are not shown, with the reason. They are named by the table alone: whether a row says
    /// anything of them is not told.
    private func sealed(_ table: String) -> Markup {
        decided.markup("sealed \(table) \(visit.language.rawValue)") { makeSealed(table) }
    }

    private func makeSealed(_ table: String) -> Markup {
        let fields = visit.words.fields(ofTable: table).filter { !decided.mayBeSeen($0) }
        guard !fields.isEmpty else { return Markup() }
        var byReason: [(reason: String, fields: [String])] = []
        for field in fields {
            guard let group = decided.group(of: field) else { continue }
            let reason = visit.words.reason(group, visit.language)
            let name = visit.words.field(field, visit.language)
            if let index = byReason.firstIndex(where: { $0.reason == reason }) {
                if !byReason[index].fields.contains(name) { byReason[index].fields.append(name) }
            } else {
                byReason.append((reason, [name]))
            }
        }
        return element("details", ["class": "sealed"]) {
            element(
                "summary", [:], phrases.say("child.timeline.sealed", count: byReason.map(\.fields.count).reduce(0, +)))
            for part in byReason {
                element("p") {
                    element("strong", [:], part.fields.joined(separator: ", ") + ". ")
                    part.reason
                }
            }
        }
    }

    /// Adds when the record learned of a row, where it was read, and when it learned of earlier versions.
    private func writeClocks(_ item: Timeline.Item, _ row: RecordRow, to out: inout Markup) {
        let forms = phrases.rows
        out.raw("<p class=\"source\">")
        if let recorded = row.recorded {
            out.write(forms.recorded)
            out.raw(" ")
            phrases.times.write(recorded, to: &out, at: visit.reader.now)
            out.raw(", ")
            forms.entry.write(to: &out) { $1.write(row.entry) }
        } else {
            out.write(forms.workedOut)
        }
        if row.source.line > 0 {
            out.raw(". ")
            out.write(foreign: row.source.release)
            out.raw(", ")
            forms.line.write(to: &out) { $1.write(row.source.line) }
        }
        if let missing = row.source.missingSince {
            out.raw(". <strong>")
            out.write(forms.missing)
            out.raw(" </strong>")
            out.write(foreign: missing)
        }
        for place in item.earlier.prefix(5) {
            guard let recorded = timeline.rows[place].recorded else { continue }
            out.raw(". ")
            out.write(forms.before)
            out.raw(" ")
            phrases.times.write(recorded, to: &out, at: visit.reader.now)
        }
        out.raw("</p>")
    }
}
