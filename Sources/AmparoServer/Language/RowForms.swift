/// The words that come again with every row of a record, escaped once.
final class RowForms: Sendable {
    /// Of a row that tells of no day.
    let undated: Markup
    /// Before what a field said earlier.
    let was: Markup
    /// Before the day on which the record learned of a row.
    let recorded: Markup
    /// The number of the entry.
    let entry: PhraseForm
    /// Of a row that no feed told.
    let workedOut: Markup
    /// The line of a file.
    let line: PhraseForm
    /// Before the release that no longer had a row.
    let missing: Markup
    /// Before the days of earlier versions.
    let before: Markup
    /// Of a flag.
    let yes: Markup
    /// Of a flag.
    let no: Markup
    /// What the sender said instead of a value.
    let unknown: Markup
    /// What the sender said instead of a value.
    let refused: Markup
    /// Of a value whose key was destroyed.
    let erased: Markup

    /// - Parameter say: the texts of a key.
    init(_ say: (String) -> (one: String, other: String)) {
        func markup(_ key: String) -> Markup { Markup(say(key).other) }
        undated = markup("child.timeline.undated")
        was = markup("child.timeline.was")
        recorded = markup("child.timeline.recorded")
        entry = PhraseForm(say("child.timeline.entry").other, blanks: ["number"])
        workedOut = markup("child.timeline.worked-out")
        line = PhraseForm(say("child.timeline.line").other, blanks: ["line"])
        missing = markup("child.timeline.missing")
        before = markup("child.timeline.before")
        yes = markup("case.yes")
        no = markup("case.no")
        unknown = markup("case.value.unknown")
        refused = markup("case.value.refused")
        erased = markup("case.value.erased")
    }
}
