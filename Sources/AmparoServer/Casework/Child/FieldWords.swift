internal import AmparoGate
internal import AmparoModel

/// Values of fields as a page writes them.
struct FieldWords {
    let visit: CaseVisit
    private var phrases: Phrases { visit.phrases }

    /// What a field says: days in words, yes and no, codes that have words, and text as its sender wrote it.
    func value(_ field: RecordField) -> Markup {
        let text: Markup
        switch field.value {
        case .day(let day): text = visit.reader.time(day)
        case .instant(let instant): text = visit.reader.time(instant)
        case .flag(let flag): text = Markup(phrases.say(flag ? "case.yes" : "case.no"))
        case .unknown: text = Markup(phrases.say("case.value.unknown"))
        case .refused: text = Markup(phrases.say("case.value.refused"))
        case .erased: text = element("span", ["class": "sealed"], phrases.say("case.value.erased"))
        case .number(let number): text = Markup(String(number))
        case .text(let word): text = coded(field.name, word)
        }
        guard let form = field.form else { return text }
        return text + element("span", ["class": "of"], " (" + phrases.say("case.form.\(form)") + ")")
    }

    /// A code in words where there are any; else the text.
    private func coded(_ name: String, _ word: String) -> Markup {
        switch name {
        case "court.finding": Markup(phrases.find("finding.\(word)") ?? word)
        case "court.findingStatus": Markup(phrases.find("finding.status.\(word)") ?? word)
        case "notice.findingNotice": Markup(phrases.find("finding.notice.\(word)") ?? word)
        case "court.findingRule": Markup(phrases.find("finding.rule.\(word)").map { "\(word): \($0)" } ?? word)
        case "general.stage": Markup(phrases.find("stage.\(word)") ?? word)
        default: foreign(word)
        }
    }

    /// What a table is called.
    func table(_ name: String) -> String { phrases.find("table.\(name)") ?? name }
}
