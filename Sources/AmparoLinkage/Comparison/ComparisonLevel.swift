/// How well two descriptions agree in one field. The raw value stands in a model's text.
///
/// Which levels a field has says its comparator; `notCompared` is of every field and weighs nothing.
public enum ComparisonLevel: String, CaseIterable, Hashable, Sendable {
    /// One side, or both, tell nothing.
    case notCompared = "not-compared"
    /// Nothing agrees.
    case different

    // Names.
    /// The same names in the same order.
    case same
    /// The same names in another order.
    case sameOtherOrder = "same-other-order"
    /// One name is the same, the other is told by one side only (a second given name, a dropped maternal surname).
    case sameOtherMissing = "same-other-missing"
    /// All names sound alike, at least one is spelled differently.
    case soundsAlike = "sounds-alike"
    /// One name sounds alike or is nearly the same, the other is told by one side only.
    case soundsAlikeOtherMissing = "sounds-alike-other-missing"
    /// One name agrees, another one contradicts.
    case oneOfSeveral = "one-of-several"
    /// One is a short form of the other (Pepe and José).
    case nickname
    /// Spelled nearly alike.
    case close
    /// An initial agrees.
    case initial
    /// Given names stand where the other side has surnames.
    case exchanged

    // Days.
    /// Day and month are exchanged.
    case dayMonthSwapped = "day-month-swapped"
    /// The same day and month of another year: a disputed age.
    case otherYear = "other-year"
    /// One digit or one part of the date differs.
    case oneDigit = "one-digit"
    /// Both are the first of January of the same year: a placeholder, which says little more than the year.
    case placeholder
    /// One is a placeholder or a range, and the other lies within it or within a year of it.
    case withinRange = "within-range"
    /// The same year of birth, or one year apart.
    case nearYear = "near-year"
    /// A few days apart.
    case daysApart = "days-apart"
    /// Some weeks apart.
    case weeksApart = "weeks-apart"

    // Numbers and texts.
    /// Digits are exchanged, or one is missing or wrong.
    case digitSlip = "digit-slip"
    /// The wider part agrees (department, not municipality).
    case widerSame = "wider-same"
    /// Some words agree.
    case someWords = "some-words"
}
