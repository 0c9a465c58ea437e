import CZip
import Foundation

/// An XLSX file that a test writes part by part, with whatever is wrong in it.
struct WorkbookFixture {
    /// The members of the archive.
    var parts: [String: String]

    /// A workbook of one sheet with these rows, as XML; styles 0 general, 1 a day, 2 a day with time, 3 five digits, 4 an own
    /// format `yyyy\-mm\-dd`.
    init(rows: String, shared: [String] = [], after: String = "", prefix: String = "") {
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        let texts = shared.map { "<si>\($0)</si>" }.joined()
        let (tag, space) = prefix.isEmpty ? ("", "xmlns") : ("\(prefix):", "xmlns:\(prefix)")
        parts = [
            "xl/workbook.xml": """
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <workbook xmlns="\(main)" xmlns:r="\(relations)"><workbookPr defaultThemeVersion="1"/><sheets>
            <sheet name="Calls" sheetId="1" r:id="rId1"/><sheet name="Notes" sheetId="2" r:id="rId2"/></sheets></workbook>
            """,
            "xl/_rels/workbook.xml.rels": """
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
            <Relationship Id="rId1" Type="\(relations)/worksheet" Target="worksheets/sheet1.xml"/>
            <Relationship Id="rId2" Type="\(relations)/worksheet" Target="/xl/worksheets/sheet2.xml"/></Relationships>
            """,
            "xl/styles.xml": """
            <styleSheet xmlns="\(main)"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd;@"/></numFmts>
            <cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="165"/><xf numFmtId="164"/>
            </cellXfs></styleSheet>
            """.replacingOccurrences(
                of: "</numFmts>", with: "<numFmt numFmtId=\"165\" formatCode=\"00000\"/></numFmts>"),
            "xl/sharedStrings.xml": "<sst xmlns=\"\(main)\">\(texts)</sst>",
            "xl/worksheets/sheet1.xml": """
            <?xml version="1.0"?><\(tag)worksheet \(space)="\(main)"><\(tag)sheetData>\(rows)</\(tag)sheetData>\(after)</\(tag)worksheet>
            """,
            "xl/worksheets/sheet2.xml": "<worksheet xmlns=\"\(main)\"><sheetData/></worksheet>",
        ]
    }

    /// The archive's bytes.
    func bytes() throws -> [UInt8] {
        let path = NSTemporaryDirectory() + "/amparo-sheet-" + UUID().uuidString + ".xlsx"
        defer { try? FileManager.default.removeItem(atPath: path) }
        guard let archive = zip_open(path, Int32(ZIP_CREATE), nil) else { throw FixtureFailure() }
        // libzip reads the bytes when the archive is closed, so they must live until then.
        var kept: [UnsafeMutablePointer<UInt8>] = []
        defer { kept.forEach { $0.deallocate() } }
        for (name, text) in parts.sorted(by: { $0.key < $1.key }) {
            let bytes = Array(text.utf8)
            let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, bytes.count))
            copy.initialize(repeating: 0, count: max(1, bytes.count))
            bytes.withUnsafeBufferPointer { if let base = $0.baseAddress { copy.update(from: base, count: $0.count) } }
            kept.append(copy)
            let source = zip_source_buffer(archive, copy, UInt64(bytes.count), 0)
            guard zip_file_add(archive, name, source, 0) >= 0 else { throw FixtureFailure() }
        }
        guard zip_close(archive) == 0 else { throw FixtureFailure() }
        return try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// A row of inline texts.
    static func row(_ number: Int, _ texts: String...) -> String {
        "<row r=\"\(number)\">" + texts.map { "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }.joined() + "</row>"
    }
}
