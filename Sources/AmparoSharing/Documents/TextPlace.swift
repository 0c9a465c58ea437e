internal import Yams

/// A place in a text that somebody wrote.
public struct TextPlace: Hashable, Sendable {
    /// What the text is called.
    public let file: String
    /// The line, from 1.
    public let line: Int
    /// The column, from 1.
    public let column: Int
}

/// Where an agreement says what it says. It is no part of what it says: two agreements that say the same are equal,
/// wherever they were written.
struct AgreementPlaces: Hashable, Sendable {
    /// The first character of each member's value, by the member's name.
    var members: [String: TextPlace] = [:]
    /// The first character of each clause, by its id.
    var clauses: [String: TextPlace] = [:]

    static func == (a: AgreementPlaces, b: AgreementPlaces) -> Bool { true }
    func hash(into hasher: inout Hasher) {}
}

extension DocumentNode {
    /// Where the value begins; nil for what was not read from a text.
    var place: TextPlace? { node.mark.map { TextPlace(file: file, line: $0.line, column: $0.column) } }
}
