internal import AmparoSharing
internal import Foundation
internal import Yams

/// How an agency's own system wants the day's results, addresses and checks: written once by the operator, as YAML.
///
/// ```yaml
/// layout: opla-results
/// rows: results
/// columns:
///   - { heading: A_NUMBER, field: identity.aNumber }
///   - { heading: HEARING, field: court.hearingDate, dates: m/d/y }
///   - { heading: RESULT, field: court.finding, words: { missed-provisional: FTA } }
///   - { heading: SOURCE, value: AMPARO }
/// ```
package struct WriteBackLayout: Sendable {
    /// What the rows are.
    package enum Rows: String, Sendable, CaseIterable {
        /// Findings of past hearings.
        case results
        /// Addresses that were reported, and those of releases.
        case addresses
        /// Checks of sponsors and their households.
        case checks

        /// The tables of a record in which they stand.
        var tables: [String] {
            switch self {
            case .results: ["findings"]
            case .addresses: ["addresses", "releases"]
            case .checks: ["checks"]
            }
        }
    }

    /// One column.
    struct Column: Sendable {
        var heading: String
        /// A field of docs/fields.md, or `child`, `receipt`, `recorded`; nil for a fixed value.
        var field: String?
        /// The fixed value.
        var value = ""
        /// The record's words, each with the system's.
        var words: [String: String] = [:]
        /// The order of a date's parts: `m/d/y`, `d/m/y`, `ymd`; empty for `YYYY-MM-DD`.
        var dates = ""
    }

    /// Why a layout is not taken: the line, and what to do.
    package struct Fault: Error, CustomStringConvertible {
        /// What to do, with the line.
        package let description: String
    }

    /// The layout's name.
    package let name: String
    /// What its rows are.
    package let rows: Rows
    let columns: [Column]

    /// What is known of a row without being a field of it.
    static let known: Set<String> = ["child", "receipt", "recorded"]

    /// The fields that must be asked for.
    var fields: [String] { Set(columns.compactMap(\.field)).subtracting(Self.known).sorted() }

    /// Reads a layout. Throws `Fault`.
    package init(yaml text: String) throws(Fault) {
        guard text.utf8.count <= 65_536 else { throw Fault(description: "The layout is longer than 64 KiB.") }
        var root: Node?
        do { root = try Yams.compose(yaml: text) } catch {
            throw Fault(description: "The layout is no YAML; correct it.")
        }
        let top = try Self.members(root, ["layout", "rows", "columns"])
        name = top["layout"]?.scalar?.string ?? ""
        guard Self.isName(name) else {
            throw Self.fault("needs a name: `layout:` with up to 40 small letters, digits and hyphens", root)
        }
        guard let rows = (top["rows"]?.scalar?.string).flatMap(Rows.init(rawValue:)) else {
            throw Self.fault("`rows` is results, addresses or checks", root)
        }
        self.rows = rows
        guard case .sequence(let items)? = top["columns"], (1...200).contains(items.count) else {
            throw Self.fault("`columns` is a list of 1 to 200 columns", root)
        }
        var columns: [Column] = []
        for item in items { columns.append(try Self.column(item)) }
        self.columns = columns
    }

    private static func column(_ node: Node) throws(Fault) -> Column {
        let members = try members(node, ["heading", "field", "value", "words", "dates"])
        guard let heading = members["heading"]?.scalar?.string, !heading.isEmpty else {
            throw fault("each column has a `heading`", node)
        }
        var column = Column(heading: heading, field: members["field"]?.scalar?.string)
        column.value = members["value"]?.scalar?.string ?? ""
        guard (column.field == nil) != (members["value"] == nil) else {
            throw fault("each column has either a `field` or a `value`", node)
        }
        if let field = column.field, !known.contains(field), FieldCatalogue.shipped[field] == nil {
            throw fault("names a field that is not in docs/fields.md", node)
        }
        if case .mapping(let words)? = members["words"] {
            for (key, value) in words { column.words[key.scalar?.string ?? ""] = value.scalar?.string ?? "" }
        }
        column.dates = members["dates"]?.scalar?.string ?? ""
        guard ["", "m/d/y", "d/m/y", "ymd"].contains(column.dates) else {
            throw fault("`dates` is m/d/y, d/m/y or ymd", node)
        }
        return column
    }

    private static func members(_ node: Node?, _ known: Set<String>) throws(Fault) -> [String: Node] {
        guard case .mapping(let mapping)? = node else { throw fault("takes keys with values here", node) }
        var members: [String: Node] = [:]
        for (key, value) in mapping {
            guard let name = key.scalar?.string, known.contains(name) else {
                throw fault("has an unknown key; known are \(known.sorted().joined(separator: ", "))", key)
            }
            members[name] = value
        }
        return members
    }

    private static func fault(_ message: String, _ node: Node?) -> Fault {
        Fault(description: "The layout" + (node?.mark.map { ", line \($0.line):" } ?? "") + " \(message).")
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 40
            && text.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
            }
    }
}

/// Layouts that the operator has put into a folder, a file each.
package struct WriteBackShelf: Sendable {
    private let folder: String

    /// The layouts of a folder, which need not be there.
    package init(folder: String) { self.folder = folder }

    /// The layouts that can be read, by name.
    package func all() -> [WriteBackLayout] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".yaml") }.sorted().prefix(100).compactMap { file in
            (try? String(contentsOfFile: folder + "/" + file, encoding: .utf8)).flatMap {
                try? WriteBackLayout(yaml: $0)
            }
        }
    }
}
