internal import AmparoModel

/// How the columns of one table become fields: by their own names, with a prefix where another table says the same of
/// something else, and with names of their own where the column's name says too little.
struct TableFields {
    let kind: RecordKind
    let holder: Party
    var prefix = ""
    var names: [String: String] = [:]
    /// The sender's own numbers of rows and people: keys of the record, of no use to anybody else.
    var kept: Set<String> = []
    /// Columns whose class differs from the table's for some rows or for all.
    var classes: [Variant] = []

    /// A class for some rows: those whose value in `column` is, or is not, among `words`; all rows when there is no column.
    struct Variant {
        let fieldClass: FieldClass
        /// The class of the table that it replaces.
        let replaces: FieldClass
        var column: String?
        var words: [String] = []
        var among = true
        /// The columns it holds for; all of the replaced class when empty.
        var only: Set<String> = []
    }

    /// The fields.
    var declarations: [FieldDeclaration] {
        let table = kind.table
        return table.fields.filter { !kept.contains($0.name) }.flatMap { field in
            let variants = classes.filter {
                $0.replaces == field.fieldClass && ($0.only.isEmpty || $0.only.contains(field.name))
            }
            let special = variants.map { declaration(field, $0.fieldClass, rows: rows($0, negated: false)) }
            let whole = variants.contains { $0.column == nil }
            guard !whole else { return special }
            // What no variant takes stays with the table's class: the last variant's rest when there is one variant.
            guard let variant = variants.first else { return [declaration(field, field.fieldClass, rows: nil)] }
            let rest =
                variants.count == 1
                ? rows(variant, negated: true)
                : CatalogueField.Source.Rows(
                    column: table.id(variant.column ?? ""),
                    words: Set(variants.flatMap(\.words).map { $0.uppercased() }),
                    among: false)
            return special + [declaration(field, field.fieldClass, rows: rest)]
        }
    }

    private func rows(_ variant: Variant, negated: Bool) -> CatalogueField.Source.Rows? {
        guard let column = variant.column else { return nil }
        return CatalogueField.Source.Rows(
            column: kind.table.id(column), words: Set(variant.words.map { $0.uppercased() }),
            among: variant.among != negated)
    }

    private func declaration(
        _ field: Field, _ fieldClass: FieldClass, rows: CatalogueField.Source.Rows?
    ) -> FieldDeclaration {
        let own = names[field.name] ?? TableFields.name(prefix, field.name)
        return FieldDeclaration(
            name: fieldClass.code + "." + own, fieldClass: fieldClass, holder: holder,
            sources: [CatalogueField.Source(kind: kind, column: field.id, rows: rows)],
            transforms: TableFields.transforms(field))
    }

    /// `date_of_birth` as `dateOfBirth`, with a prefix as `motionDateOfBirth`.
    static func name(_ prefix: String, _ column: String) -> String {
        var text = prefix
        for (index, word) in column.split(separator: "_").enumerated() {
            text += index == 0 && prefix.isEmpty ? String(word) : word.prefix(1).uppercased() + word.dropFirst()
        }
        return text
    }

    private static func transforms(_ field: Field) -> [Transform] {
        var transforms: [Transform] = [.yesNo, .count]
        if field.fieldClass == .addressService || field.fieldClass == .addressResidence { transforms.append(.region) }
        switch field.type {
        case .birthDate, .birthMonth: transforms += [.ageBand, .year]
        case .day, .instant, .stamp: transforms.append(.year)
        default: break
        }
        return transforms
    }
}
