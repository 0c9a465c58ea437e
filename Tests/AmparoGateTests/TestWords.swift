import AmparoSharing

/// The words that the program ships with.
enum TestWords {
    static let terms = try! SharingTerms.shipped()
}
