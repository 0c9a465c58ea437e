/// How often each thing goes wrong between two agencies' rows of one child. Shares of the rows of the second feed; the
/// first feed has `firstFeed` of each.
struct ErrorMix {
    var name: String
    var firstFeed = 0.25
    var respelled = 0.14
    var mistyped = 0.025
    var secondGivenDropped = 0.22
    var givenReordered = 0.03
    var nickname = 0.03
    var initialOnly = 0.01
    var maternalDropped = 0.20
    var surnamesReordered = 0.04
    var surnamesJoined = 0.02
    var exchanged = 0.006
    var otherYear = 0.06
    var dayMonthSwapped = 0.02
    var firstOfJanuary = 0.04
    var birthDigit = 0.02
    var birthMissing = 0.006
    var originMissing = 0.25
    var originOther = 0.06
    var originMistyped = 0.05
    var enteredMissing = 0.10
    var enteredShifted = 0.12
    var enteredOther = 0.03
    var sexMissing = 0.01
    var sexWrong = 0.004
    var countryWrong = 0.008
    var languageMissing = 0.15
    var languageAsSpanish = 0.30
    /// How steeply common names are commoner than rare ones.
    var skew = 0.85
    /// Share of A-numbers told by the second feed; none in the measurements that count.
    var numbers = 0.0

    static let all: [ErrorMix] = [
        ErrorMix(name: "tuned"),
        // For reporting: never tuned on.
        ErrorMix(
            name: "spelling", respelled: 0.22, mistyped: 0.04, maternalDropped: 0.16, otherYear: 0.04,
            originMissing: 0.20, enteredShifted: 0.08),
        ErrorMix(
            name: "ages", respelled: 0.10, maternalDropped: 0.24, otherYear: 0.12, dayMonthSwapped: 0.03,
            firstOfJanuary: 0.08, originMissing: 0.30),
        ErrorMix(name: "skewed", skew: 1.25),
        ErrorMix(name: "half-exchanged", exchanged: 0.5),
    ]
}
