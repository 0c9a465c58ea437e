extension LinkageModel {
    /// The model for children, used until one is trained on the lists at hand.
    public static let shipped = LinkageModel(
        name: "children", version: 1, automatic: 0.9995, review: 0.5,
        comparisons: [
            givenNames, surnames, birth,
            Comparison(
                .aNumber,
                levels: [
                    Level(.different, m: 0.01, u: 0.999_99, doubt: true), Level(.digitSlip, m: 0.02, u: 0.000_01),
                    Level(.same, m: 0.97, u: 0.000_000_1),
                ]),
            sex,
            code(.country, m: 0.97, u: 0.3), code(.language, m: 0.9, u: 0.7),
            day(.entered), day(.transferred),
            Comparison(
                .origin, frequencyShare: 1,
                levels: [
                    Level(.different, m: 0.08, u: 0.9), Level(.widerSame, m: 0.12, u: 0.09),
                    Level(.same, m: 0.8, u: 0.01),
                ]),
            text(.place, m: 0.55, u: 0.000_05), text(.contact, m: 0.6, u: 0.000_1),
        ],
        blocking: [
            BlockingPass(.value(.aNumber), .anyName),
            BlockingPass(.birthDay, .anyName, .twoNames, .surnamePair, .value(.origin), .near(.entered), most: 60),
            BlockingPass(.birthDayAndMonth, .twoNames, .surnamePair, .birthYear, most: 40),
            BlockingPass(.near(.entered), .twoNames, .surnamePair, .birthYear, most: 12),
            BlockingPass(.value(.origin), .twoNames, .surnamePair, .birthYear, .near(.entered), most: 40),
            BlockingPass(.value(.place), .anyName, .twoNames, most: 40),
            BlockingPass(.twoNames, .surnamePair, .givenName, .birthYear, .near(.entered), most: 12),
        ])

    /// The model for sponsors and other adults of a household.
    public static let shippedForSponsors = LinkageModel(
        name: "sponsors", version: 1, automatic: 0.9995, review: 0.5,
        comparisons: [
            givenNames, surnames, birth, sex, code(.country, m: 0.95, u: 0.3),
            Comparison(
                .phone,
                levels: [
                    Level(.different, m: 0.5, u: 0.9999), Level(.digitSlip, m: 0.02, u: 0.000_02),
                    Level(.same, m: 0.48, u: 0.000_02),
                ]),
            text(.place, m: 0.6, u: 0.000_05),
        ],
        blocking: [
            BlockingPass(.value(.phone), .anyName),
            BlockingPass(.value(.place), .anyName),
            BlockingPass(.birthDay, .anyName, .twoNames, .surnamePair),
            BlockingPass(.birthDayAndMonth, .surname, .givenName, .birthYear),
            BlockingPass(.twoNames, .surnamePair, .birthYear),
        ])

    private static let givenNames = Comparison(
        .givenNames, frequencyShare: 1,
        levels: [
            Level(.different, m: 0.01, u: 0.93, doubt: true), Level(.initial, m: 0.01, u: 0.01),
            Level(.close, m: 0.03, u: 0.004), Level(.nickname, m: 0.03, u: 0.002),
            Level(.oneOfSeveral, m: 0.02, u: 0.02, doubt: true), Level(.soundsAlike, m: 0.06, u: 0.001),
            Level(.soundsAlikeOtherMissing, m: 0.04, u: 0.003), Level(.sameOtherMissing, m: 0.18, u: 0.012),
            Level(.sameOtherOrder, m: 0.03, u: 0.000_3), Level(.same, m: 0.58, u: 0.005),
            Level(.exchanged, m: 0.01, u: 0.000_1),
        ])

    private static let surnames = Comparison(
        .surnames, frequencyShare: 1,
        levels: [
            Level(.different, m: 0.01, u: 0.93, doubt: true), Level(.close, m: 0.02, u: 0.004),
            Level(.oneOfSeveral, m: 0.02, u: 0.05, doubt: true), Level(.soundsAlike, m: 0.15, u: 0.000_1),
            Level(.soundsAlikeOtherMissing, m: 0.05, u: 0.003), Level(.sameOtherMissing, m: 0.15, u: 0.012),
            Level(.sameOtherOrder, m: 0.03, u: 0.000_1), Level(.same, m: 0.56, u: 0.000_2),
            Level(.exchanged, m: 0.01, u: 0.000_1),
        ])

    private static let birth = Comparison(
        .birth, frequencyShare: 1,
        levels: [
            Level(.different, m: 0.01, u: 0.8), Level(.nearYear, m: 0.03, u: 0.17),
            Level(.withinRange, m: 0.05, u: 0.012), Level(.placeholder, m: 0.01, u: 0.000_2),
            Level(.oneDigit, m: 0.03, u: 0.01), Level(.otherYear, m: 0.06, u: 0.001_5),
            Level(.dayMonthSwapped, m: 0.02, u: 0.000_1), Level(.same, m: 0.79, u: 0.000_2),
        ])

    private static let sex = Comparison(
        .sex, levels: [Level(.different, m: 0.005, u: 0.45, doubt: true), Level(.same, m: 0.995, u: 0.55)])

    private static func code(_ field: LinkageField, m: Double, u: Double) -> Comparison {
        Comparison(
            field, frequencyShare: 1, levels: [Level(.different, m: 1 - m, u: 1 - u), Level(.same, m: m, u: u)])
    }

    private static func day(_ field: LinkageField) -> Comparison {
        Comparison(
            field,
            levels: [
                Level(.different, m: 0.05, u: 0.955), Level(.weeksApart, m: 0.03, u: 0.035),
                Level(.dayMonthSwapped, m: 0.01, u: 0.000_5), Level(.daysApart, m: 0.16, u: 0.008),
                Level(.same, m: 0.75, u: 0.001_5),
            ])
    }

    private static func text(_ field: LinkageField, m: Double, u: Double) -> Comparison {
        Comparison(
            field, frequencyShare: 1,
            levels: [
                Level(.different, m: 0.85 - m, u: 0.99), Level(.someWords, m: 0.08, u: 0.01),
                Level(.close, m: 0.07, u: u), Level(.same, m: m, u: u),
            ])
    }
}
