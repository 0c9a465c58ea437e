import AmparoSharing

/// The words that the program ships with.
enum TestWords {
    static let terms: SharingTerms = {
        guard let terms = try? SharingTerms.shipped() else { preconditionFailure("the shipped words are not sound") }
        return terms
    }()
}
