extension LinkageModel {
    /// A model for registers that know people by name, address and date of birth and nothing else: names of one word each,
    /// mistyped rather than misheard.
    public static let shippedForRegisters = LinkageModel(
        name: "registers", version: 1, automatic: 0.999, review: 0.5,
        comparisons: [
            name(.givenNames, u: 0.01), name(.surnames, u: 0.005), number(.birthDigits, m: 0.85, u: 0.000_1),
            number(.streetNumber, m: 0.8, u: 0.02), words(.street, m: 0.7), words(.locality, m: 0.5),
            words(.city, m: 0.75), number(.postcode, m: 0.8, u: 0.001),
            Comparison(
                .state, frequencyShare: 1, levels: [Level(.different, m: 0.1, u: 0.8), Level(.same, m: 0.9, u: 0.2)]),
        ],
        blocking: [
            BlockingPass(.value(.birthDigits), .anyName), BlockingPass(.value(.postcode), .anyName),
            BlockingPass(.twoNames, .value(.state)), BlockingPass(.word(.street), .value(.state), .value(.city)),
            BlockingPass(.value(.street), .value(.city)), BlockingPass(.value(.city), .anyName),
            BlockingPass(.value(.locality), .value(.city)), BlockingPass(.surname, .value(.state), .value(.city)),
            BlockingPass(.givenName, .value(.state), .value(.city)),
        ])

    private static func name(_ field: LinkageField, u: Double) -> Comparison {
        Comparison(
            field, frequencyShare: 1,
            levels: [
                Level(.different, m: 0.1, u: 0.97), Level(.close, m: 0.12, u: 0.01),
                Level(.soundsAlike, m: 0.04, u: u * 0.4), Level(.same, m: 0.73, u: u),
                Level(.exchanged, m: 0.01, u: 0.000_1),
            ])
    }

    private static func number(_ field: LinkageField, m: Double, u: Double) -> Comparison {
        Comparison(
            field, frequencyShare: 1,
            levels: [
                Level(.different, m: 0.95 - m, u: 0.98), Level(.digitSlip, m: 0.05, u: 0.01), Level(.same, m: m, u: u),
            ])
    }

    private static func words(_ field: LinkageField, m: Double) -> Comparison {
        Comparison(
            field, frequencyShare: 1,
            levels: [
                Level(.different, m: 0.9 - m, u: 0.98), Level(.someWords, m: 0.05, u: 0.02),
                Level(.close, m: 0.05, u: 0.001), Level(.same, m: m, u: 0.001),
            ])
    }
}
