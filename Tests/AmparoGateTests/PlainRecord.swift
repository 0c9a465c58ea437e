import AmparoModel
import AmparoSharing
import AmparoStore
import Foundation

/// A child's record read in the most obvious way: every entry of the journal, everything opened, the last version of each row.
/// What the gate shows must be this, masked by the decision.
struct PlainRecord {
    /// One value of one row.
    struct Value: Hashable {
        var row: Int64
        var field: String
        var text: String
    }

    private(set) var values: Set<Value> = []

    init(_ child: Int64, in world: GateWorld) throws {
        let catalogue = FieldCatalogue.shipped
        var rows: [String: (first: Int64, kind: RecordKind, plain: [UInt8], sealed: [UInt8])] = [:]
        let sponsors = try Set(Self.sponsors(child, in: world))
        try world.journal.forEachSlice(1...Int64.max) { entries in
            for entry in entries {
                guard let kind = entry.kind.recordKind,
                    kind.subject == .sponsor ? sponsors.contains(entry.anchor) : entry.child == child
                else { continue }
                let key = entry.payload.prefix(8).map { String($0, radix: 16) }.joined(separator: ".")
                let name = "\(kind) \(entry.anchor) \(key)"
                var sealed: [UInt8] = []
                if let person = entry.sealedPerson, let key = try world.keys.key(for: person, creatingMissing: false) {
                    sealed = try Seal.open(entry.sealed, with: key, entry: entry.id, field: .row)
                }
                rows[name] = (
                    rows[name]?.first ?? entry.seq, kind, [UInt8](entry.payload.dropFirst(8)), sealed
                )
            }
        }
        for row in rows.values {
            let said = Self.said(row.kind, row.plain, row.sealed)
            for (column, text) in said {
                guard let field = catalogue.field(kind: row.kind, column: column, value: { said[$0] }) else { continue }
                values.insert(Value(row: row.first, field: field.name, text: text))
            }
        }
    }

    private static func sponsors(_ child: Int64, in world: GateWorld) throws -> [Int64] {
        var sponsors: [Int64] = []
        try world.journal.forEachSlice(1...Int64.max) { entries in
            for entry in entries where entry.child == child {
                guard entry.kind.recordKind == .release || entry.kind.recordKind == .application else { continue }
                var reader = PayloadReader(UnsafeRawBufferPointer(rebasing: entry.payload.dropFirst(8)))
                while let field = reader.next() {
                    if field.id == DerivedField.sponsor { sponsors.append(field.number) }
                }
            }
        }
        return sponsors
    }

    /// What each column of a row says.
    private static func said(_ kind: RecordKind, _ plain: [UInt8], _ sealed: [UInt8]) -> [UInt8: String] {
        var said: [UInt8: String] = [:]
        plain.withUnsafeBytes { bytes in
            var reader = PayloadReader(bytes)
            while let value = reader.next() {
                guard let field = kind.table.field(value.id), field.storage == .plain else { continue }
                said[value.id] = text(value, field)
            }
        }
        sealed.withUnsafeBytes { bytes in
            var reader = SealedTextReader(bytes)
            while let value = reader.next() {
                if value.id != 0 { said[value.id] = String(decoding: value.text, as: UTF8.self) }
            }
        }
        return said
    }

    private static func text(_ value: PayloadField, _ field: Field) -> String? {
        if value.form == 3 { return value.bits == 0 ? "unknown" : "refused" }
        switch field.type {
        case .day: return value.day?.description
        case .stamp: return value.stampDay?.description
        case .instant: return value.instant?.description
        case .flag: return value.number == 0 ? "no" : "yes"
        case .integer: return String(value.number)
        case .term: return field.vocabulary?.word(value.term ?? 255)
        case .birthMonth:
            return String(format: "%d-%02d", value.number / 12, value.number % 12 + 1)
        case .code, .time, .text, .aNumber, .birthDate: return String(decoding: value.bytes, as: UTF8.self)
        case .key, .reference: return nil
        }
    }
}
