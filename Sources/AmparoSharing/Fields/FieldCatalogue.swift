public import AmparoModel

/// Every field that can leave the record, declared once (SHARING.md, "Field classes").
///
/// The columns of the feeds bring their class with them (`Field.fieldClass`); the catalogue gives them a name and a holder,
/// tells rows of one table apart where their class depends on the row (an address known only from welfare work, a
/// concern of trafficking), and adds what the record derives. A column that is in no field cannot leave.
public struct FieldCatalogue: Sendable {
    /// At most so many fields, so that a request is a handful of words of bits.
    public static let limit = 512

    /// The fields by number.
    public let fields: [CatalogueField]
    private let byName: [String: FieldNumber]
    private let byColumn: [ColumnKey: [FieldNumber]]

    private struct ColumnKey: Hashable {
        let kind: RecordKind
        let column: UInt8
    }

    init(declarations: [FieldDeclaration]) {
        var order: [String] = []
        var merged: [String: FieldDeclaration] = [:]
        for declaration in declarations {
            if var known = merged[declaration.name] {
                known.sources += declaration.sources
                known.transforms = Transform.allCases.filter {
                    (known.transforms + declaration.transforms).contains($0)
                }
                merged[declaration.name] = known
            } else {
                order.append(declaration.name)
                merged[declaration.name] = declaration
            }
        }
        var fields: [CatalogueField] = []
        var byColumn: [ColumnKey: [FieldNumber]] = [:]
        for (index, name) in order.prefix(FieldCatalogue.limit).enumerated() {
            guard let declaration = merged[name] else { continue }
            let number = FieldNumber(rawValue: UInt16(index))
            for source in declaration.sources {
                byColumn[ColumnKey(kind: source.kind, column: source.column), default: []].append(number)
            }
            fields.append(
                CatalogueField(
                    number: number, name: name, fieldClass: declaration.fieldClass, holder: declaration.holder,
                    sources: declaration.sources, transforms: declaration.transforms))
        }
        self.fields = fields
        self.byColumn = byColumn
        byName = Dictionary(fields.map { ($0.name, $0.number) }) { first, _ in first }
    }

    /// The field of a number, or nil when there is none.
    public subscript(number: FieldNumber) -> CatalogueField? {
        Int(number.rawValue) < fields.count ? fields[Int(number.rawValue)] : nil
    }

    /// The field of a name, or nil when there is none.
    public subscript(name: String) -> CatalogueField? { byName[name].flatMap { self[$0] } }

    /// The field that the value of a column of a row belongs to; nil when that value cannot leave.
    ///
    /// - Parameter value: gives the value of another column of the same row, by its number.
    public func field(kind: RecordKind, column: UInt8, value: (UInt8) -> String?) -> CatalogueField? {
        for number in byColumn[ColumnKey(kind: kind, column: column)] ?? [] {
            guard let field = self[number] else { continue }
            for source in field.sources where source.kind == kind && source.column == column {
                guard let rows = source.rows else { return field }
                if rows.hold(value(rows.column)) { return field }
            }
        }
        return nil
    }
}

/// A field as it is written down, before fields of one name become one.
struct FieldDeclaration {
    let name: String
    let fieldClass: FieldClass
    let holder: Party
    var sources: [CatalogueField.Source] = []
    var transforms: [Transform] = [.yesNo, .count]
}
