import AmparoModel
import Foundation
import Testing

@testable import AmparoIntake

@Suite("Workbooks are read as they are shown")
struct WorkbookTests {
    private func cells(_ row: String, shared: [String] = [], _ change: (inout WorkbookFixture) -> Void = { _ in })
        throws -> [SheetCell]
    {
        var fixture = WorkbookFixture(rows: row, shared: shared)
        change(&fixture)
        return try Workbook(fixture.bytes(), name: "a.xlsx").sheet().rows.first?.cells ?? []
    }

    private func code(_ body: () throws -> Void) -> IntakeError.Code? {
        do {
            try body()
            return nil
        } catch { return (error as? IntakeError)?.code }
    }

    @Test("Texts, shared, in runs and inline; blanks at their ends stay")
    func texts() throws {
        let found = try cells(
            """
            <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1" t="inlineStr"><is><t xml:space="preserve"> a &amp; b</t></is></c>\
            <c r="E1" t="s"><v>2</v></c></row>
            """,
            shared: [
                "<t>Ana</t>", "<r><rPr><b/></rPr><t>Ana</t></r><r><t xml:space=\"preserve\"> María</t></r>",
                "<t>漢</t><rPh sb=\"0\" eb=\"1\"><t>kan</t></rPh>",
            ])
        #expect(found == [.text("Ana"), .text("Ana María"), .empty, .text(" a & b"), .text("漢")])
    }

    @Test("A date is known by its style, a number keeps the zeros that its style shows")
    func numbers() throws {
        let found = try cells(
            """
            <row r="1"><c r="A1" s="1"><v>45292</v></c><c r="B1" s="2"><v>45292.75</v></c><c r="C1" s="3"><v>2139</v></c>\
            <c r="D1" s="4"><v>1</v></c><c r="E1"><v>1.2345678E7</v></c><c r="F1"><v>0.5</v></c><c r="G1" t="b"><v>1</v></c>\
            <c r="H1" s="1"/><c r="I1" s="1"><v>60</v></c><c r="J1" s="1"><v>61</v></c></row>
            """)
        let day = try #require(Day("2024-01-01"))
        #expect(
            found == [
                .moment(day, second: nil), .moment(day, second: 64_800), .number("02139"),
                .moment(try #require(Day("1900-01-01")), second: nil), .number("12345678"), .number("0.5"), .flag(true),
                .empty, .fault, .moment(try #require(Day("1900-03-01")), second: nil),
            ])
    }

    @Test("A workbook that counts from 1904 is four years further")
    func macintosh() throws {
        let found = try cells("<row r=\"1\"><c s=\"1\"><v>0</v></c></row>") { fixture in
            fixture.parts["xl/workbook.xml"] = fixture.parts["xl/workbook.xml"]?.replacingOccurrences(
                of: "defaultThemeVersion", with: "date1904=\"1\" defaultThemeVersion")
        }
        #expect(found == [.moment(try #require(Day("1904-01-01")), second: nil)])
    }

    @Test("A formula is its value; one without a value, and an error value, are faults")
    func formulas() throws {
        let found = try cells(
            """
            <row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>A1&amp;"x"</f><v>2x</v></c>\
            <c r="C1"><f>NOW()</f></c><c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>
            """)
        #expect(found == [.number("2"), .text("2x"), .fault, .fault])
    }

    @Test("Names may have a prefix, and an attribute may hold a sign that ends elements elsewhere")
    func prefixes() throws {
        let fixture = WorkbookFixture(
            rows: "<x:row r=\"2\" spans=\"a>b\"><x:c r=\"B2\" t=\"str\"><x:v>y</x:v></x:c></x:row>", prefix: "x")
        let sheet = try Workbook(fixture.bytes(), name: "a.xlsx").sheet()
        #expect(sheet.rows.map(\.number) == [2] && sheet.rows[0].cells == [.empty, .text("y")])
    }

    @Test("Sheets are found by name; one there is not is refused")
    func sheets() throws {
        let book = try Workbook(WorkbookFixture(rows: "").bytes(), name: "a.xlsx")
        #expect(book.sheetNames == ["Calls", "Notes"])
        #expect(try book.sheet("notes").rows.isEmpty)
        #expect(code { _ = try book.sheet("Other") } == .notFound)
    }

    @Test("Entities, document types, broken XML, rows out of order and foreign files are refused")
    func hostile() throws {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;&b;\">]>"
        for part in ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"] {
            for change in [bomb, "<a", "\u{0}", "<![CDATA[x]]>", "]]>", "&none;"] {
                var fixture = WorkbookFixture(rows: WorkbookFixture.row(1, "a"), shared: ["<t>x</t>"])
                fixture.parts[part] = fixture.parts[part]?.replacingOccurrences(of: "xmlns=", with: change + " xmlns=")
                let bytes = try fixture.bytes()
                #expect(
                    code { _ = try Workbook(bytes, name: "a.xlsx").sheet() } == .badSpreadsheet
                        || (try? Workbook(bytes, name: "a.xlsx").sheet()) != nil, "\(part) \(change)")
            }
            var fixture = WorkbookFixture(rows: WorkbookFixture.row(1, "a"), shared: ["<t>x</t>"])
            fixture.parts[part] = bomb + (fixture.parts[part] ?? "")
            #expect(code { _ = try Workbook(fixture.bytes(), name: "a.xlsx").sheet() } == .badSpreadsheet, "\(part)")
        }
        let disordered = WorkbookFixture(rows: WorkbookFixture.row(2, "a") + WorkbookFixture.row(1, "b"))
        #expect(code { _ = try Workbook(disordered.bytes(), name: "a.xlsx").sheet() } == .badSpreadsheet)
        let far = WorkbookFixture(rows: "<row r=\"1\"><c r=\"ZZZZ1\"><v>1</v></c><c r=\"A9999999\"><v>1</v></c></row>")
        #expect(try Workbook(far.bytes(), name: "a.xlsx").sheet().rows.first?.cells.count == 2)
        #expect(code { _ = try Workbook([0xD0, 0xCF, 0x11, 0xE0, 0], name: "a.xls") } == .badSpreadsheet)
        #expect(code { _ = try Workbook([0x50, 0x4B, 0x03, 0x04, 0], name: "a.xlsx") } == .badArchive)
        #expect(code { _ = try Workbook([], name: "a.xlsx") } == .emptyFile)
        #expect(code { _ = try Workbook([0xFF, 0xFE, 0x61], name: "a.csv").sheet() } == .badSpreadsheet)
    }

    @Test("A bomb ends at the limit, whatever it says of its size")
    func bomb() throws {
        var fixture = WorkbookFixture(rows: "")
        fixture.parts["xl/worksheets/sheet1.xml"] = String(repeating: " ", count: BoundedArchive.mostOfMember + 1)
        let bytes = try fixture.bytes()
        #expect(bytes.count < 1 << 20)
        #expect(code { _ = try Workbook(bytes, name: "a.xlsx").sheet() } == .tooLarge)
    }

    @Test("Whatever bytes are changed, the reader answers or refuses", arguments: [UInt64(1), 2, 3])
    func changed(seed: UInt64) throws {
        let fixture = WorkbookFixture(
            rows: WorkbookFixture.row(1, "a", "b")
                + "<row r=\"2\"><c s=\"1\"><v>45292</v></c><c t=\"s\"><v>0</v></c></row>",
            shared: ["<t>Ana</t>"], after: "<mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells>")
        var state = seed
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let names = fixture.parts.keys.sorted()
        for _ in 0..<300 {
            var changed = fixture
            let name = names[next(names.count)]
            var bytes = Array((fixture.parts[name] ?? "").utf8)
            for _ in 0...next(3) {
                let place = next(bytes.count)
                switch next(3) {
                case 0: bytes[place] = UInt8(next(127) + 1)
                case 1: bytes.remove(at: place)
                default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + next(40))], at: place)
                }
            }
            changed.parts[name] = String(decoding: bytes, as: UTF8.self)
            let packed = try changed.bytes()
            do {
                _ = try Workbook(packed, name: "a.xlsx").sheet()
            } catch { #expect(error is IntakeError, "seed \(seed): \(error)") }
        }
        var packed = try fixture.bytes()
        for _ in 0..<300 {
            packed[next(packed.count)] = UInt8(next(256))
            do {
                _ = try Workbook(packed, name: "a.xlsx").sheet()
            } catch { #expect(error is IntakeError, "seed \(seed): \(error)") }
        }
    }
}
