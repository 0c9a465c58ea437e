internal import AmparoCourt
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// The columns of which a mask shows anything: worked out once for all records about which it is decided alike.
final class MaskedColumns: Sendable {
    /// A table under the mask.
    final class MaskedTable: Sendable {
        let table: ColumnPlan.Table
        /// The columns of which something may be permitted.
        let columns: [ColumnPlan.Column]
        /// Columns whose sealed texts are looked at, by number.
        let wanted: [Bool]
        /// Whether every row must be opened: to show something of it, or to tell what class it is of.
        let opensAll: Bool
        /// Columns of words; a word that is in no list lies sealed.
        let words: [Field]

        init(_ table: ColumnPlan.Table, mask: FieldMask) {
            self.table = table
            columns = table.columns.filter { column in column.candidates.contains { mask[$0.number] != .none } }
            var wanted = [Bool](repeating: false, count: 256)
            for id in columns.map(\.field.id) + Array(table.deciding) { wanted[Int(id)] = true }
            self.wanted = wanted
            opensAll = table.decidesSealed || columns.contains { $0.field.storage == .sealed }
            words = columns.map(\.field).filter { $0.type == .term && $0.storage == .plain }
        }
    }

    let plan: ColumnPlan
    let mask: FieldMask
    private let tables: [RecordKind: MaskedTable]

    init(plan: ColumnPlan, mask: FieldMask) {
        self.plan = plan
        self.mask = mask
        var tables: [RecordKind: MaskedTable] = [:]
        for table in plan.all where mask.permits(any: table.fields) {
            tables[table.kind] = MaskedTable(table, mask: mask)
        }
        self.tables = tables
    }

    subscript(kind: RecordKind) -> MaskedTable? { tables[kind] }
}

/// Reads rows under a mask: what is not permitted is not read, and a sealed part is opened only when something in it is.
struct RowReading {
    private typealias MaskedTable = MaskedColumns.MaskedTable

    let masked: MaskedColumns
    let day: Day

    private var plan: ColumnPlan { masked.plan }
    private var mask: FieldMask { masked.mask }

    /// A row's plain fields by column number.
    struct Plain {
        private var fields: [PayloadField] = []

        init(_ payload: UnsafeRawBufferPointer) {
            fields.reserveCapacity(16)
            var reader = PayloadReader(payload)
            while let field = reader.next() { fields.append(field) }
        }

        /// What the payload says of a column; its last word where it says it twice.
        subscript(id: UInt8) -> PayloadField? { fields.last { $0.id == id & 63 } }
    }

    /// The texts of a row that lay sealed, by column number: a handful, so they are looked through.
    struct SealedTexts {
        private var texts: [(id: UInt8, text: String)] = []

        mutating func add(_ text: String, of id: UInt8) { texts.append((id, text)) }

        /// The text of a column; the last where there are two.
        subscript(id: UInt8) -> String? { texts.last { $0.id == id }?.text }
    }

    /// What was read of one row.
    struct Reading {
        /// Fields that are shown with the row.
        var fields: [(number: FieldNumber, field: RecordField)] = []
        /// Whether any of them says something of the row itself, not only whose row it is: a row that shows nothing but the
        /// number of its case would still tell that there is such a row, an application for asylum say.
        var saysSomething = false
        /// Fields of which only `yes-no` or `count` may be shown, with whether this row has a value.
        var tallied: [(number: FieldNumber, form: Transform, isThere: Bool)] = []
    }

    /// Whether the row's sealed part must be opened.
    func needsOpening(_ row: GatheredRow, in child: GatheredChild) -> Bool {
        guard let masked = masked[row.kind] else { return false }
        if masked.opensAll { return true }
        guard !masked.words.isEmpty else { return false }
        return child.withPayload(of: row) { payload in
            let plain = Plain(payload)
            return masked.words.contains { plain[$0.id]?.term == Vocabulary.unlisted }
        }
    }

    /// Reads a row; nothing of it when nothing is permitted. The opener holds the sealed parts that may be opened.
    func read(_ row: GatheredRow, in child: GatheredChild, opener: Opener) throws -> Reading {
        guard let masked = masked[row.kind] else { return Reading() }
        return try child.withPayload(of: row) { payload in
            let plain = Plain(payload)
            switch try opener.withText(of: row.seq, { Self.texts(in: $0, wanted: masked.wanted) }) {
            case .nothing: return read(masked, plain, sealed: SealedTexts(), isErased: false)
            case .erased: return read(masked, plain, sealed: SealedTexts(), isErased: true)
            case .text(let texts): return read(masked, plain, sealed: texts, isErased: false)
            }
        }
    }

    private func read(_ masked: MaskedTable, _ plain: Plain, sealed: SealedTexts, isErased: Bool) -> Reading {
        var reading = Reading()
        let table = masked.table
        for column in masked.columns {
            guard let number = field(of: column, table, plain, sealed, isErased), case let permit = mask[number],
                permit != .none
            else { continue }
            let value = value(of: column.field, plain, sealed, isErased)
            switch permit {
            case .none: break
            case .whole:
                guard let value else { break }
                reading.fields.append((number, RecordField(catalogued(number), value: value)))
                reading.saysSomething = reading.saysSomething || !column.isLink
            case .form(.yesNo), .form(.count):
                guard case .form(let form) = permit else { break }
                reading.tallied.append((number, form, value != nil))
            case .form(let form):
                guard let value = value.flatMap({ transformed($0, form, column.field, table, plain) }) else { break }
                reading.fields.append((number, RecordField(catalogued(number), value: value, form: form.code)))
                reading.saysSomething = reading.saysSomething || !column.isLink
            }
        }
        return reading
    }

    private func catalogued(_ number: FieldNumber) -> CatalogueField { plan.catalogue.fields[Int(number.rawValue)] }

    /// The catalogue field that a column's value is of. Where the class hangs on a value that was erased, none but what is
    /// permitted of all candidates.
    private func field(
        of column: ColumnPlan.Column, _ table: ColumnPlan.Table, _ plain: Plain, _ sealed: SealedTexts,
        _ isErased: Bool
    ) -> FieldNumber? {
        if let only = column.only?.number { return only }
        guard let first = column.candidates.first?.number else { return nil }
        if isErased, table.decidesSealed, column.candidates.count > 1 {
            let permits = Set(column.candidates.map { mask[$0.number] })
            return permits == [.whole] ? first : nil
        }
        return plan.catalogue.field(kind: table.kind, column: column.field.id) { id in
            guard let deciding = table.kind.table.field(id) else { return nil }
            return value(of: deciding, plain, sealed, isErased)?.text
        }?.number
    }

    // MARK: Values

    /// What a column says; nil when it was not said.
    private func value(of field: Field, _ plain: Plain, _ sealed: SealedTexts, _ isErased: Bool) -> FieldValue? {
        if let text = sealed[field.id] { return .text(text) }
        guard field.storage == .plain else {
            return field.storage == .sealed && isErased ? .erased : nil
        }
        return Self.plainValue(of: field, plain)
    }

    /// What a column that is not sealed says; nil when it was not said.
    static func plainValue(of field: Field, _ plain: Plain) -> FieldValue? {
        guard field.storage == .plain, let said = plain[field.id] else { return nil }
        if said.form == 3 { return said.bits == 1 ? .refused : .unknown }
        switch field.type {
        case .day: return said.day.map(FieldValue.day)
        case .stamp: return said.stampDay.map(FieldValue.day)
        case .instant: return said.instant.map(FieldValue.instant)
        case .flag: return .flag(said.number != 0)
        case .integer: return .number(said.number)
        case .term: return .text(field.vocabulary?.word(said.term ?? Vocabulary.unlisted) ?? "")
        case .birthMonth:
            let month = said.number
            guard month > 0 else { return nil }
            return .text("\(month / 12)-" + (month % 12 < 9 ? "0" : "") + String(month % 12 + 1))
        case .code, .time, .text, .aNumber, .birthDate:
            return said.form == 2 ? .text(String(decoding: said.bytes, as: UTF8.self)) : nil
        case .key, .reference: return nil
        }
    }

    /// The texts of the wanted columns. Columns that nobody knows (id 0) are in no catalogue and never leave.
    private static func texts(in sealed: UnsafeRawBufferPointer, wanted: [Bool]) -> SealedTexts {
        var texts = SealedTexts()
        var reader = SealedTextReader(sealed)
        while let field = reader.next() {
            guard field.id != 0, wanted[Int(field.id)] else { continue }
            texts.add(String(decoding: field.text, as: UTF8.self), of: field.id)
        }
        return texts
    }

    // MARK: Forms

    /// A value in a form that says less; nil when the form says nothing of it.
    private func transformed(
        _ value: FieldValue, _ form: Transform, _ field: Field, _ table: ColumnPlan.Table, _ plain: Plain
    ) -> FieldValue? {
        if value == .unknown || value == .refused || value == .erased { return value }
        switch form {
        case .yesNo, .count: return nil
        case .region: return region(of: field, table, plain)
        case .year:
            return Self.birth(value).flatMap { $0.earliest.year == $0.latest.year ? $0.earliest.year : nil }
                .map { .number(Int64($0)) }
        case .ageBand: return .text(Self.band(Self.birth(value), on: day))
        }
    }

    /// The state of the address that the column is part of.
    private func region(of field: Field, _ table: ColumnPlan.Table, _ plain: Plain) -> FieldValue? {
        let prefix = ["alien_", "updated_"].first { field.name.hasPrefix($0) } ?? ""
        guard let index = table.kind.table.index(ofColumn: prefix + "state") else { return nil }
        return value(of: table.kind.table.fields[index], plain, SealedTexts(), false)
    }

    /// The days that a date may mean: a day, a month (`YYYY-MM`), a year (`YYYY`).
    private static func birth(_ value: FieldValue) -> BirthRange? {
        switch value {
        case .day(let day): return BirthRange(day)
        case .instant(let instant): return BirthRange(instant.day)
        case .text(let text):
            let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard let year = parts.first ?? nil, (1...9999).contains(year) else { return nil }
            if parts.count == 3 { return Day(text).map { BirthRange($0) } }
            let months = parts.count == 2 ? parts[1].map { $0...$0 } : 1...12
            guard let months, let first = Day(year: year, month: months.lowerBound, day: 1),
                let last = Day(
                    year: year, month: months.upperBound,
                    day: Day.daysInMonth(year: year, month: months.upperBound))
            else { return nil }
            return BirthRange(earliest: first, latest: last)
        default: return nil
        }
    }

    /// The group of ages (COUNTING.md); unknown when the possible birth days disagree.
    static func band(_ birth: BirthRange?, on day: Day) -> String {
        guard let birth, birth.earliest <= day else { return AgeAtHearing.Band.unknown.rawValue }
        let least = AgeAtHearing.band(years: RecordFacts.years(birth.latest, on: day))
        let most = AgeAtHearing.band(years: RecordFacts.years(birth.earliest, on: day))
        return (least == most ? least : .unknown).rawValue
    }
}
