internal import AmparoModel
internal import AmparoSharing

/// How the columns of the record's tables become catalogue fields: worked out once, asked for each row.
struct ColumnPlan: Sendable {
    /// A column that can leave, and the fields that its value may belong to.
    ///
    /// Shared and not copied: it is asked for each row of each disclosure.
    final class Column: Sendable {
        let field: Field
        /// More than one where the class depends on another column of the row.
        let candidates: [CatalogueField]
        /// The one field that the value is of in every row; nil where it depends on the row.
        let only: CatalogueField?
        /// Whether it says only whose row it is: the case of a motion, say, and not that of the case's own row.
        let isLink: Bool

        init(field: Field, candidates: [CatalogueField], only: CatalogueField?, isLink: Bool) {
            self.field = field
            self.candidates = candidates
            self.only = only
            self.isLink = isLink
        }
    }

    /// A table whose rows can leave.
    final class Table: Sendable {
        let kind: RecordKind
        let columns: [Column]
        /// Columns on which the class of others depends.
        let deciding: Set<UInt8>
        /// Whether such a column lies sealed: then a row cannot be told apart without being opened.
        let decidesSealed: Bool
        /// The name shown: the file's without its ending.
        let name: String
        /// Every field that a row of the table may hold.
        let fields: [FieldNumber]
        /// The party that holds rows of the table; nil where nothing of it can leave.
        let holder: Party?

        init(_ kind: RecordKind, columns: [Column]) {
            self.kind = kind
            self.columns = columns
            deciding = Set(
                columns.flatMap(\.candidates).flatMap(\.sources).compactMap { $0.kind == kind ? $0.rows?.column : nil })
            decidesSealed = deciding.contains { kind.table.field($0)?.storage == .sealed }
            name = kind.table.file.split(separator: ".").dropLast().joined(separator: ".")
            fields = Set(columns.flatMap(\.candidates).map(\.number)).sorted()
            holder = columns.first?.candidates.first?.holder
        }
    }

    let catalogue: FieldCatalogue
    private let tables: [RecordKind: Table]
    private let derived: [FieldNumber]

    init(_ catalogue: FieldCatalogue) {
        self.catalogue = catalogue
        derived = DerivedFields.names.compactMap { catalogue[$0]?.number }
        var tables: [RecordKind: Table] = [:]
        for kind in RecordKind.allCases {
            let columns = kind.table.fields.compactMap { field -> Column? in
                let candidates = catalogue.fields.filter { candidate in
                    candidate.sources.contains { $0.kind == kind && $0.column == field.id }
                }
                guard let first = candidates.first else { return nil }
                let isCertain =
                    candidates.count == 1
                    && first.sources.contains { $0.kind == kind && $0.column == field.id && $0.rows == nil }
                let isLink = kind.table.subjectColumn == field.name && !kind.table.keyColumns.contains(field.name)
                return Column(field: field, candidates: candidates, only: isCertain ? first : nil, isLink: isLink)
            }
            tables[kind] = Table(kind, columns: columns)
        }
        self.tables = tables
    }

    /// The fields that a column of a row is of, as far as the plain payload tells: all candidates where the class hangs on
    /// what lies sealed.
    func fields(of column: Column, _ table: Table, plain: [UInt8]) -> [CatalogueField] {
        guard column.candidates.count > 1, !table.decidesSealed else { return column.candidates }
        return plain.withUnsafeBytes { bytes in
            let said = RowReading.Plain(bytes)
            let field = catalogue.field(kind: table.kind, column: column.field.id) { id in
                table.kind.table.field(id).flatMap { RowReading.plainValue(of: $0, said)?.text }
            }
            return field.map { [$0] } ?? []
        }
    }

    /// Every field that rows of these kinds can hold, and what is derived, in order.
    func fields(ofKinds kinds: Set<RecordKind>) -> [FieldNumber] {
        var isThere = [Bool](repeating: false, count: catalogue.fields.count)
        for number in derived { isThere[Int(number.rawValue)] = true }
        for kind in kinds {
            for number in tables[kind]?.fields ?? [] { isThere[Int(number.rawValue)] = true }
        }
        return isThere.indices.filter { isThere[$0] }.map { FieldNumber(rawValue: UInt16($0)) }
    }

    /// The plans of all tables.
    var all: Dictionary<RecordKind, Table>.Values { tables.values }

    /// The plan of a table; nil for one of which nothing can leave.
    subscript(kind: RecordKind) -> Table? { tables[kind] }
}

/// What a decision permits of each field of the catalogue.
struct FieldMask: Sendable {
    /// In which form a field may be shown.
    enum Permit: Hashable, Sendable {
        case none
        case whole
        case form(Transform)
    }

    private var permits: [Permit]

    /// A mask that permits nothing.
    init(_ catalogue: FieldCatalogue) { permits = Array(repeating: .none, count: catalogue.fields.count) }

    /// What is permitted of a field; nothing of one that is not in the catalogue.
    subscript(number: FieldNumber) -> Permit {
        get { Int(number.rawValue) < permits.count ? permits[Int(number.rawValue)] : .none }
        set { if Int(number.rawValue) < permits.count { permits[Int(number.rawValue)] = newValue } }
    }

    /// Whether anything is permitted of any of these.
    func permits(any fields: [FieldNumber]) -> Bool { fields.contains { self[$0] != .none } }

    /// What both masks permit, of each field the lesser form; nothing where their forms have no order.
    func lesser(_ other: FieldMask) -> FieldMask {
        var both = self
        both.permits = zip(permits, other.permits).map { $0.lesser($1) }
        return both
    }
}

extension FieldMask.Permit {
    fileprivate func lesser(_ other: Self) -> Self {
        switch (self, other) {
        case (.whole, let form), (let form, .whole): form
        case (.form(let a), .form(let b)) where a == b: self
        default: .none
        }
    }
}
