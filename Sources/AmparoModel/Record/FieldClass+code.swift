extension FieldClass {
    /// The word of the class in agreements, requests, receipts and on the command line (SHARING.md, "Field classes").
    public var code: String { FieldClass.codes[Int(rawValue)] }

    /// The class of a word, or nil when there is none of that name; compared exactly.
    public init?(code: String) {
        guard let index = FieldClass.codes.firstIndex(of: code) else { return nil }
        self.init(rawValue: UInt8(index))
    }

    /// The words in the order of the raw values.
    private static let codes = [
        "general", "identity", "court", "notice", "address.service", "address.residence", "contact", "placement",
        "sponsor.identity", "sponsor.contact", "sponsor.network", "household", "biometric", "check.result",
        "criminal-history", "clinical", "incident", "trafficking", "asylum", "protected-1367", "cat4-plan", "attorney",
        "education", "immigration-status", "safety-call", "family-link", "existence", "statistics",
    ]
}
