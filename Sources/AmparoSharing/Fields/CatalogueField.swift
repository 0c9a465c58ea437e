public import AmparoModel

/// A field that can leave the record: what agreements, requests and receipts call it, and what it is made of.
public struct CatalogueField: Hashable, Sendable {
    /// A column of a table of the record that the field is made of.
    public struct Source: Hashable, Sendable {
        /// The kind of row.
        public let kind: RecordKind
        /// The column, by its number in the table.
        public let column: UInt8
        /// For which rows: nil for all.
        public let rows: Rows?

        /// The rows whose value in one column is, or is not, among some words.
        public struct Rows: Hashable, Sendable {
            /// The column that decides, by its number in the table.
            public let column: UInt8
            /// The words; compared in upper case.
            public let words: Set<String>
            /// Whether the value must be among the words, or must not. No value is not among them.
            public let among: Bool

            /// Whether a row with this value in the deciding column is meant.
            public func hold(_ value: String?) -> Bool {
                (value.map { words.contains($0.uppercased()) } ?? false) == among
            }
        }
    }

    /// The field's number.
    public let number: FieldNumber
    /// `<class>.<field>`.
    public let name: String
    /// The class that decides.
    public let fieldClass: FieldClass
    /// The party that holds the source.
    public let holder: Party
    /// The columns it is made of; empty for what the record derives or keeps as a document.
    public let sources: [Source]
    /// The lesser forms in which it can be given.
    public let transforms: [Transform]
}
