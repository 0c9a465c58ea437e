internal import AmparoModel

/// Days and instants as a language writes them, absolute and relative together, straight into a page: what `Phrases.day`,
/// `instant` and `relative` say, without a text for each.
final class TimeForms: Sendable {
    private struct Counted: Sendable {
        var one: PhraseForm
        var other: PhraseForm
    }

    /// Units of distance in the order of the phrases.
    private enum Unit: Int, CaseIterable { case days, months, years, minutes, hours }

    private let months: [Markup]
    private let dayForm: PhraseForm
    private let instantForm: PhraseForm
    private let bothForm: PhraseForm
    private let ago: [Counted]
    private let ahead: [Counted]
    private let today: Markup
    private let tomorrow: Markup
    private let yesterday: Markup
    private let justNow: Markup
    private let group: String

    /// - Parameter say: the two texts of a key, for one and for several; the key itself where there is none.
    init(_ say: (String) -> (one: String, other: String)) {
        func markup(_ key: String) -> Markup { Markup(say(key).other) }
        func counted(_ key: String) -> Counted {
            let texts = say(key)
            return Counted(one: PhraseForm(texts.one, blanks: ["n"]), other: PhraseForm(texts.other, blanks: ["n"]))
        }
        months = (1...12).map { markup("month.\($0)") }
        dayForm = PhraseForm(say("date.day").other, blanks: ["day", "month", "year"])
        instantForm = PhraseForm(say("date.instant").other, blanks: ["day", "time", "offset"])
        bothForm = PhraseForm(say("date.both").other, blanks: ["absolute", "relative"])
        ago = Unit.allCases.map { counted("relative.\($0).ago") }
        ahead = [Unit.days, .months, .years].map { counted("relative.\($0).ahead") }
        today = markup("relative.today")
        tomorrow = markup("relative.tomorrow")
        yesterday = markup("relative.yesterday")
        justNow = markup("relative.now")
        group = say("number.group").other
    }

    /// A day, absolute and relative, as a `time` element.
    func write(_ day: Day, to out: inout Markup, on present: Day) {
        out.raw("<time datetime=\"")
        out.write(digits: day)
        out.raw("\">")
        bothForm.write(to: &out) { blank, out in
            if blank == 0 { absolute(day, &out) } else { relative(day, to: present, &out) }
        }
        out.raw("</time>")
    }

    /// An instant, absolute and relative, as a `time` element.
    func write(_ instant: Instant, to out: inout Markup, at now: Instant) {
        out.raw("<time datetime=\"")
        out.write(instant.description)
        out.raw("\">")
        bothForm.write(to: &out) { blank, out in
            if blank == 0 { absolute(instant, &out) } else { relative(instant, to: now, &out) }
        }
        out.raw("</time>")
    }

    private func absolute(_ day: Day, _ out: inout Markup) {
        let date = day.date
        dayForm.write(to: &out) { blank, out in
            switch blank {
            case 0: out.write(date.day)
            case 1: out.write(months[date.month - 1])
            default: out.write(date.year)
            }
        }
    }

    private func absolute(_ instant: Instant, _ out: inout Markup) {
        instantForm.write(to: &out) { blank, out in
            switch blank {
            case 0: absolute(instant.day, &out)
            case 1: out.write(clockOf: instant)
            default: out.write(offsetOf: instant)
            }
        }
    }

    private func relative(_ day: Day, to today: Day, _ out: inout Markup) {
        let days = today.days(since: day)
        let distance = Int(days.magnitude)
        let forms = days < 0 ? ahead : ago
        switch distance {
        case 0: out.write(self.today)
        case 1: out.write(days < 0 ? tomorrow : yesterday)
        case 2..<61: write(forms[Unit.days.rawValue], distance, &out)
        case 61..<731: write(forms[Unit.months.rawValue], distance / 30, &out)
        default: write(forms[Unit.years.rawValue], distance / 365, &out)
        }
    }

    private func relative(_ instant: Instant, to now: Instant, _ out: inout Markup) {
        let (gone, overflow) = now.microseconds.subtractingReportingOverflow(instant.microseconds)
        guard !overflow, gone >= 0, gone < 86_400_000_000 else {
            relative(instant.day, to: now.day, &out)
            return
        }
        switch Int(gone / 60_000_000) {
        case 0: out.write(justNow)
        case let minutes where minutes < 60: write(ago[Unit.minutes.rawValue], minutes, &out)
        case let minutes: write(ago[Unit.hours.rawValue], minutes / 60, &out)
        }
    }

    private func write(_ forms: Counted, _ count: Int, _ out: inout Markup) {
        (count == 1 ? forms.one : forms.other).write(to: &out) { _, out in
            if count < 1000 { out.write(count) } else { out.write(Phrases.grouped(count, by: group)) }
        }
    }
}

extension Markup {
    /// Adds a day as `YYYY-MM-DD`.
    fileprivate mutating func write(digits day: Day) {
        let date = day.date
        guard (1000...9999).contains(date.year) else {
            write(day.description)
            return
        }
        write(date.year)
        raw("-")
        write(two: date.month)
        raw("-")
        write(two: date.day)
    }

    /// Adds hours and minutes of an instant in its own offset.
    fileprivate mutating func write(clockOf instant: Instant) {
        let day: Int64 = 86_400_000_000
        let local = instant.microseconds + Int64(instant.offsetMinutes) * 60_000_000
        let minutes = Int(((local % day + day) % day) / 60_000_000)
        write(two: minutes / 60)
        raw(":")
        write(two: minutes % 60)
    }

    /// Adds the name of an instant's offset: UTC, or UTC−05:00.
    fileprivate mutating func write(offsetOf instant: Instant) {
        raw("UTC")
        let minutes = Int(instant.offsetMinutes.magnitude)
        guard minutes != 0 else { return }
        raw(instant.offsetMinutes < 0 ? "\u{2212}" : "+")
        write(two: minutes / 60)
        raw(":")
        write(two: minutes % 60)
    }

    private mutating func write(two value: Int) {
        if value < 10 { raw("0") }
        write(value)
    }
}
