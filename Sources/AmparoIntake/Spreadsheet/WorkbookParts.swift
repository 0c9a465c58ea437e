/// The parts of an XLSX file as far as they are read (ECMA-376, part 1). Names are those of the elements and attributes.

/// `xl/workbook.xml`.
struct WorkbookPart: Decodable {
    struct Properties: Decodable {
        let date1904: String?
    }
    struct Sheets: Decodable {
        let sheet: [Entry]
    }
    struct Entry: Decodable {
        let name: String
        let relation: String

        enum CodingKeys: String, CodingKey {
            case name
            case relation = "r:id"
        }
    }

    let workbookPr: Properties?
    let sheets: Sheets?

    var startsIn1904: Bool { ["1", "true"].contains(workbookPr?.date1904) }
}

/// `xl/_rels/workbook.xml.rels`.
struct RelationsPart: Decodable {
    struct Relation: Decodable {
        let id: String
        let target: String

        enum CodingKeys: String, CodingKey {
            case id = "Id"
            case target = "Target"
        }
    }

    let relations: [Relation]

    enum CodingKeys: String, CodingKey {
        case relations = "Relationship"
    }

    /// The member of the archive to which a relation of the workbook leads.
    func path(_ id: String) -> String? {
        guard let target = relations.first(where: { $0.id == id })?.target else { return nil }
        return target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target
    }
}

/// `xl/styles.xml`.
struct StylesPart: Decodable {
    struct Formats: Decodable {
        let numFmt: [Format]
    }
    struct Format: Decodable {
        let numFmtId: Int
        let formatCode: String
    }
    struct Cells: Decodable {
        let xf: [Style]
    }
    struct Style: Decodable {
        let numFmtId: Int?
    }

    let numFmts: Formats?
    let cellXfs: Cells?

    /// The formats of the styles, in the order in which cells name them.
    var formats: [NumberFormat] {
        var own: [Int: NumberFormat] = [:]
        for format in numFmts?.numFmt ?? [] { own[format.numFmtId] = NumberFormat(code: format.formatCode) }
        return (cellXfs?.xf ?? []).map { style in
            let id = style.numFmtId ?? 0
            return own[id] ?? NumberFormat.builtIn(id)
        }
    }
}

/// A text element, which may have attributes.
struct TextPart: Decodable {
    let value: String

    enum CodingKeys: String, CodingKey {
        case value = ""
    }
}

/// A text in one piece or in runs of different letters; readings beside it (`rPh`) do not belong to it.
struct RichTextPart: Decodable {
    struct Run: Decodable {
        let t: TextPart?
    }

    let t: TextPart?
    let r: [Run]?

    var text: String { t?.value ?? (r ?? []).map { $0.t?.value ?? "" }.joined() }
}

/// Some of the texts of `xl/sharedStrings.xml`.
struct SharedTextsPart: Decodable {
    let si: [RichTextPart]
}

/// Some of the rows of a sheet.
struct RowsPart: Decodable {
    struct Row: Decodable {
        let r: Int?
        let c: [Cell]?
    }
    struct Cell: Decodable {
        let r: String?
        let s: Int?
        let t: String?
        let f: TextPart?
        let v: TextPart?
        let `is`: RichTextPart?
    }

    let row: [Row]
}

/// `mergeCells` of a sheet.
struct MergedPart: Decodable {
    struct Merged: Decodable {
        let ref: String
    }

    let mergeCell: [Merged]
}
