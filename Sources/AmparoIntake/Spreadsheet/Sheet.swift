public import AmparoModel

/// One sheet of a workbook, or a CSV file: rows of cells as they are shown.
public struct Sheet: Sendable {
    /// A row with its number, from 1, as the spreadsheet program shows it. Rows without content may be absent.
    public struct Row: Sendable {
        /// The row's number; of a CSV file, the line on which it begins.
        public let number: Int
        /// The cells from column A on; those behind the last one are empty.
        public var cells: [SheetCell]

        /// The cell of a column, from 0.
        public subscript(column: Int) -> SheetCell { column < cells.count ? cells[column] : .empty }
    }

    /// The sheet's name; of a CSV file, the empty text.
    public let name: String
    /// The rows by rising number.
    public internal(set) var rows: [Row]
    /// The ranges of merged cells.
    var merged: [SheetRange] = []

    /// The row of a number; nil when nothing is in it.
    public func row(_ number: Int) -> Row? { rows.first { $0.number == number } }
}

/// What a cell holds: of a formula, its value.
public enum SheetCell: Sendable, Equatable {
    /// Nothing.
    case empty
    /// A text.
    case text(String)
    /// A number as it is shown, with the leading zeros that its format gives it.
    case number(String)
    /// A date, with the second of the day when its format or value has one.
    case moment(Day, second: Int?)
    /// Yes or no.
    case flag(Bool)
    /// An error value such as `#N/A`, or a formula without a value.
    case fault

    /// Whether nothing is in it.
    public var isEmpty: Bool {
        switch self {
        case .empty: true
        case .text(let text): text.allSatisfy(\.isWhitespace)
        default: false
        }
    }

    /// What it holds, for people.
    public var shown: String {
        switch self {
        case .empty: ""
        case .text(let text), .number(let text): text
        case .moment(let day, let second): day.description + (second.map { " " + Self.time($0) } ?? "")
        case .flag(let flag): flag ? "Y" : "N"
        case .fault: "#?"
        }
    }

    /// A second of the day as `HH:MM:SS`.
    static func time(_ second: Int) -> String {
        [second / 3600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}

/// A place in a sheet: column and row, both from 1 in words (`B7`), the column from 0 here.
struct SheetPlace: Equatable {
    var column: Int
    var row: Int

    /// The most columns and rows that a sheet has (ECMA-376).
    static let mostColumns = 16_384
    static let mostRows = 1_048_576

    init(column: Int, row: Int) {
        self.column = column
        self.row = row
    }

    /// Reads `B7`; nil for anything else, and for places beyond the limits.
    init?(_ text: some StringProtocol) {
        var column = 0
        var row = 0
        for byte in text.utf8 where byte != 0x24 {
            switch byte {
            case 0x41...0x5A, 0x61...0x7A:
                guard row == 0 else { return nil }
                column = column * 26 + Int(byte & 0x1F)
            case 0x30...0x39: row = row * 10 + Int(byte - 0x30)
            default: return nil
            }
            guard column <= Self.mostColumns, row <= Self.mostRows else { return nil }
        }
        guard column > 0, row > 0 else { return nil }
        self.init(column: column - 1, row: row)
    }

    /// The letters of a column, from 0.
    static func letters(_ column: Int) -> String {
        var letters = ""
        var rest = column + 1
        while rest > 0 {
            letters = String(UnicodeScalar(UInt8(0x41 + (rest - 1) % 26))) + letters
            rest = (rest - 1) / 26
        }
        return letters
    }
}

/// A range of cells, `A1:C3`.
struct SheetRange: Equatable {
    var first: SheetPlace
    var last: SheetPlace

    init?(_ text: String) {
        let ends = text.split(separator: ":")
        guard let first = ends.first.flatMap({ SheetPlace($0) }), let last = ends.last.flatMap({ SheetPlace($0) }),
            ends.count <= 2
        else { return nil }
        self.first = first
        self.last = last
    }
}
