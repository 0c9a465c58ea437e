internal import AmparoGate
internal import AmparoModel

/// The timeline of a child's page: what was so and when, when the record learned of it, and what it said before.
struct TimelineView {
    /// How many rows are on a page.
    static let length = 80

    let visit: CaseVisit
    let timeline: Timeline
    let decided: DisclosedFields
    /// Which page, from 1.
    let page: Int

    private var phrases: Phrases { visit.phrases }
    private var words: FieldWords { FieldWords(visit: visit) }

    /// The rows of this page.
    var items: ArraySlice<Timeline.Item> {
        let start = (page - 1) * Self.length
        guard start < timeline.items.count else { return [] }
        return timeline.items[start..<min(timeline.items.count, start + Self.length)]
    }

    func markup() -> Markup {
        if items.isEmpty { return element("p", ["class": "empty"], phrases.say("child.timeline.none")) }
        // The same for every row of a table.
        let sealed = Dictionary(uniqueKeysWithValues: Set(items.map(\.row.table)).map { ($0, self.sealed($0)) })
        return element("ol", ["class": "timeline"]) {
            for item in items { self.item(item, sealed[item.row.table] ?? Markup()) }
        }
    }

    private func item(_ item: Timeline.Item, _ sealed: Markup) -> Markup {
        let row = item.row
        let telling = telling(item)
        return element("li", ["class": row.isReplaced ? "replaced" : nil, "id": "r-\(row.table)-\(row.number)"]) {
            element("h3") {
                if let day = item.occurred {
                    visit.reader.time(day)
                } else {
                    phrases.say("child.timeline.undated")
                }
                " · "
                words.table(row.table)
            }
            fields(telling, item)
            if telling.count < row.fields.count {
                element("details") {
                    element("summary", [:], phrases.say("child.timeline.all", count: row.fields.count))
                    fields(row.fields, item)
                }
            }
            sealed
            clocks(item)
        }
    }

    /// How many fields stand in the open.
    private static let few = 6

    /// The fields that say most of a row: what has changed, and the first that are no number or mark of its sender's system.
    private func telling(_ item: Timeline.Item) -> [RecordField] {
        guard item.row.fields.count > Self.few + 1 else { return item.row.fields }
        let earlier = item.earlier.first
        let changed = item.row.fields.filter { field in earlier.flatMap { change(field, $0) } != nil }
        let rest = item.row.fields.filter { field in
            !changed.contains { $0.name == field.name } && !Self.ofSystems.contains(field.name)
        }
        return changed + rest.prefix(max(0, Self.few - changed.count))
    }

    /// Parts of names of fields that matter to their sender's system only.
    private static let systems = [
        "dnschedule", "dnproceeding", "eneration", "RecType", "OscDate", "Input", "Update", "lngsessnid", "Lngsessnid",
        "AssignmentPath", "Blnclockoverride", "ElapDays", "court.case", "Idn",
    ]

    /// The fields with such a part: looked for once, because a page has hundreds of fields.
    private static let ofSystems = Set(
        DisclosedFields.all.filter { name in systems.contains { name.contains($0) } })

    private func fields(_ fields: [RecordField], _ item: Timeline.Item) -> Markup {
        element("dl", ["class": "fields"]) {
            for field in fields {
                let before = item.earlier.first.flatMap { change(field, $0) }
                element("dt", [:], visit.words.field(field.name, visit.language))
                element("dd") {
                    if let before {
                        // What was wrong, or was so before, is struck through; the text says so too.
                        element("del") {
                            element("span", ["class": "unseen"], phrases.say("child.timeline.was") + " ")
                            words.value(before)
                        }
                        " "
                        element("ins") { words.value(field) }
                    } else if item.row.isReplaced {
                        element("del") { words.value(field) }
                    } else {
                        words.value(field)
                    }
                }
            }
        }
    }

    /// What a field said before, when it said something else.
    private func change(_ field: RecordField, _ earlier: RecordRow) -> RecordField? {
        earlier.fields.first { $0.name == field.name && $0.value != field.value }
    }

    /// The fields of a table that are not shown, with the reason. They are named by the table alone: whether a row says
    /// anything of them is not told.
    private func sealed(_ table: String) -> Markup {
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

    private func clocks(_ item: Timeline.Item) -> Markup {
        element("p", ["class": "source"]) {
            if let recorded = item.recorded {
                phrases.say("child.timeline.recorded") + " "
                visit.reader.time(recorded)
                ", "
                phrases.say("child.timeline.entry", ["number": String(item.row.entry)])
            } else {
                phrases.say("child.timeline.worked-out")
            }
            if item.row.source.line > 0 {
                ". "
                foreign(item.row.source.release)
                ", " + phrases.say("child.timeline.line", ["line": String(item.row.source.line)])
            }
            if let missing = item.row.source.missingSince {
                ". "
                element("strong", [:], phrases.say("child.timeline.missing") + " ")
                foreign(missing)
            }
            for earlier in item.earlier.dropLast(max(0, item.earlier.count - 5)) {
                if let recorded = earlier.recorded {
                    ". " + phrases.say("child.timeline.before") + " "
                    visit.reader.time(recorded)
                }
            }
        }
    }
}
