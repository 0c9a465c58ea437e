internal import AmparoGate
internal import AmparoModel

/// Values of fields as a page writes them.
struct FieldWords {
    private let reader: Reader
    private var phrases: Phrases { reader.phrases }

    init(visit: CaseVisit) { reader = visit.reader }

    /// What a field says: days in words, yes and no, codes that have words, and text as its sender wrote it.
    func value(_ field: RecordField) -> Markup {
        var markup = Markup(capacity: 64)
        write(field, to: &markup)
        return markup
    }

    /// Adds what a field says.
    func write(_ field: RecordField, to out: inout Markup) {
        let words = phrases.rows
        switch field.value {
        case .day(let day): phrases.times.write(day, to: &out, on: reader.now.day)
        case .instant(let instant): phrases.times.write(instant, to: &out, at: reader.now)
        case .flag(let flag): out.write(flag ? words.yes : words.no)
        case .unknown: out.write(words.unknown)
        case .refused: out.write(words.refused)
        case .erased:
            out.raw("<span class=\"sealed\">")
            out.write(words.erased)
            out.raw("</span>")
        case .number(let number): out.write(number)
        case .text(let word):
            if let coded = coded(field.name, word) { out.write(coded) } else { out.write(foreign: word) }
        }
        guard let form = field.form else { return }
        out.raw("<span class=\"of\"> (")
        out.write(phrases.say("case.form.\(form)"))
        out.raw(")</span>")
    }

    /// A code in words where there are any; nil for what is no code.
    private func coded(_ name: String, _ word: String) -> String? {
        switch name {
        case "court.finding": phrases.find("finding.\(word)") ?? word
        case "court.findingStatus": phrases.find("finding.status.\(word)") ?? word
        case "notice.findingNotice": phrases.find("finding.notice.\(word)") ?? word
        case "court.findingRule": phrases.find("finding.rule.\(word)").map { "\(word): \($0)" } ?? word
        case "general.stage": phrases.find("stage.\(word)") ?? word
        default: nil
        }
    }

    /// What a table is called.
    func table(_ name: String) -> String { phrases.find("table.\(name)") ?? name }
}

extension Markup {
    /// Adds a name that came in from outside, as `foreign` does.
    mutating func write(foreign text: String) {
        raw("<bdi>")
        write(clipped(text))
        raw("</bdi>")
    }
}
