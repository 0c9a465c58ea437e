/// What a single word can mean in an address. Most words mean nothing: all fields are empty.
struct PostalWord {
    /// A word with a part of its own to play, beside those of the other fields.
    enum Role: UInt8, CaseIterable {
        case nothing
        // Where the mail goes instead of to a house.
        case box, pobox, po, drawer, lock, post, postal, office, general, delivery
        case rural, ruralRoute, contractRoute, contract, star, military
        // Numbered roads.
        case federal, state, stateRoute, county, countyRoad, farmMarket, farm, to, market, ranchMarket, interstate
        case privateRoad, township, business, kilometre
        // Other.
        case careOf, care, of, urbanization, calle, one, mlk, martin, luther, king, junior, doctor, saint, country
        case placeholder
    }

    /// The street suffix it stands for: a place in `PostalWords.strings`, 0 if none.
    var suffix: UInt16 = 0
    /// The word it abbreviates where it stands inside a street's name: a place in `PostalWords.strings`, 0 if none.
    var plain: UInt16 = 0
    /// Its directional, 1 (N) clockwise to 8 (NW), 0 if none.
    var direction: UInt8 = 0
    /// The value of an ordinal word (FIRST is 1), or of the tens that begin one (TWENTY is 20), 0 if none.
    var ordinal: UInt8 = 0
    /// Whether `ordinal` is that of a word such as TWENTY, which is an ordinal only with the next word.
    var isTens = false
    /// Whether it is a suffix that is hardly ever a street's whole name: ST, AVE, but not PARK.
    var isStrongSuffix = false
    /// The unit it designates.
    var designator = UnitDesignator.nothing
    /// Its other role.
    var role = Role.nothing
}

/// The kinds of word that designate a unit.
enum UnitDesignator: UInt8, CaseIterable {
    case nothing
    case apartment, suite, sign, unit, lot, room, floor, trailer, space, building, other
    /// These need no value (Publication 28, section 213.2).
    case penthouse, basement, front, rear, upper, lower, side, lobby, studio, garage, attic

    /// Those that `address.defective` calls a designator: without a value they make the defect `missing-unit`.
    var isDefectiveAlone: Bool { Self.apartment.rawValue...Self.trailer.rawValue ~= rawValue }

    /// Those that stand for a unit by themselves.
    var needsNoValue: Bool { rawValue >= Self.penthouse.rawValue }

    /// Those that are hardly ever part of a street's name.
    var isStrong: Bool { self == .apartment || self == .suite || self == .sign }

    /// What a unit without a value is called in the canonical form.
    var standing: StaticString {
        switch self {
        case .penthouse: "PH"
        case .basement: "BSMT"
        case .front: "FRNT"
        case .rear: "REAR"
        case .upper: "UPPR"
        case .lower: "LOWR"
        case .side: "SIDE"
        case .lobby: "LBBY"
        case .studio: "STUDIO"
        case .garage: "GARAGE"
        case .attic: "ATTIC"
        default: ""
        }
    }
}
