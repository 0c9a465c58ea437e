/// How a field is compared, and what a row holds for it.
enum Comparator: UInt8 {
    case names, birth, number, code, day, text, path

    init(_ field: LinkageField) {
        switch field {
        case .givenNames, .surnames: self = .names
        case .birth: self = .birth
        case .aNumber, .birthDigits, .phone, .streetNumber, .postcode: self = .number
        case .sex, .country, .language, .state: self = .code
        case .entered, .transferred: self = .day
        case .place, .contact, .street, .locality, .city: self = .text
        case .origin: self = .path
        }
    }

    /// How many cells of a row it takes: of names three words and all joined; of a birth the first day, width with flags,
    /// and the date in parts; of a text the whole and four words; of a path the whole and its wider part.
    var cells: Int {
        switch self {
        case .names: 4
        case .birth: 3
        case .number, .code: 1
        case .day, .path: 2
        case .text: 5
        }
    }

    /// Its place when fields are compared by what that costs.
    var cost: Int {
        switch self {
        case .code: 0
        case .day: 1
        case .birth: 2
        case .number: 3
        case .path: 4
        case .names: 5
        case .text: 6
        }
    }

    /// The levels it can find, the weakest first: one that a model does not list counts as the next weaker that it does.
    var levels: [ComparisonLevel] {
        switch self {
        case .names:
            [
                .different, .initial, .close, .nickname, .oneOfSeveral, .soundsAlikeOtherMissing, .soundsAlike,
                .sameOtherMissing, .sameOtherOrder, .same,
            ]
        case .birth:
            [
                .different, .nearYear, .withinRange, .placeholder, .oneDigit, .otherYear, .dayMonthSwapped, .same,
            ]
        case .number: [.different, .digitSlip, .same]
        case .code: [.different, .same]
        case .day: [.different, .otherYear, .weeksApart, .dayMonthSwapped, .daysApart, .same]
        case .text: [.different, .someWords, .close, .same]
        case .path: [.different, .widerSame, .close, .same]
        }
    }
}

/// Where each field of a model lies in a row.
struct RowLayout: Sendable, Equatable {
    let fields: [LinkageField]
    let offsets: [Int]
    let stride: Int

    /// What most pairs are told apart by lies together, in one line of the processor's cache.
    init(_ model: LinkageModel) {
        let fields = model.comparisons.map(\.field)
        var offsets = Array(repeating: 0, count: fields.count)
        var next = 0
        for place in fields.indices.sorted(by: { (RowLayout.rank(fields[$0]), $0) < (RowLayout.rank(fields[$1]), $1) })
        {
            offsets[place] = next
            next += Comparator(fields[place]).cells
        }
        self.fields = fields
        self.offsets = offsets
        // Rows that fill lines begin at lines.
        stride = next > 16 ? (next + 15) / 16 * 16 : next
    }

    private static func rank(_ field: LinkageField) -> Int {
        switch Comparator(field) {
        case .code: 0
        case .birth: 1
        case .names: 2
        case .day: 3
        case .path: 4
        case .number: 5
        case .text: 6
        }
    }

    /// The first cell of a field; nil if the model does not compare it.
    func offset(of field: LinkageField) -> Int? { fields.firstIndex(of: field).map { offsets[$0] } }
}
