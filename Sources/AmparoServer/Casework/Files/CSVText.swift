/// A list as CSV (RFC 4180) that a spreadsheet program opens without running anything of it: UTF-8 with a byte order mark, every
/// field that could be a formula begun with an apostrophe.
struct CSVText {
    private(set) var text: String

    /// The list with its columns.
    init(_ columns: [String]) {
        text = "\u{FEFF}"
        append(columns)
    }

    /// Appends a line; it has as many fields as there are columns.
    mutating func append(_ fields: [String]) {
        text += fields.map(Self.field).joined(separator: ",") + "\r\n"
    }

    /// A field. What begins like a formula in any common spreadsheet program (OWASP, "CSV Injection") is kept from being one;
    /// so is what begins so behind blanks, which some take off. Control characters become blanks.
    static func field(_ text: String) -> String {
        var bare = String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
        if let first = bare.unicodeScalars.first(where: { !$0.properties.isWhitespace }),
            "=+-@|%\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars.contains(first)
        {
            bare = "'" + bare
        }
        guard bare.contains(where: { $0 == "," || $0 == "\"" || $0 == ";" || $0.isWhitespace }) else { return bare }
        return "\"" + bare.replacing("\"", with: "\"\"") + "\""
    }
}
