import AmparoLinkage
import Foundation
import Testing

@Suite("The ZIP table")
struct ZIPTableTests {
    let table = ZIPTable.bundled

    @Test(
        "Known ZIPs lie in their states and bear their names",
        arguments: [
            ("00501", "NY", "HOLTSVILLE"), ("00601", "PR", "ADJUNTAS"), ("02138", "MA", "CAMBRIDGE"),
            ("10001", "NY", "NEW YORK"), ("20003", "DC", "WASHINGTON"), ("33101", "FL", "MIAMI"),
            ("60601", "IL", "CHICAGO"), ("77001", "TX", "HOUSTON"), ("90001", "CA", "LOS ANGELES"),
            ("96799", "AS", "PAGO PAGO"), ("99950", "AK", "KETCHIKAN"), ("01133", "MA", "SPRINGFIELD"),
            ("09001", "AE", "APO"), ("96910", "GU", "HAGATNA"),
        ])
    func knows(zip: String, state: String, city: String) throws {
        let code = try #require(ZIPCode(Array(zip.utf8)))
        #expect(table.contains(code))
        #expect(table.state(of: code)?.description == state)
        #expect(table.cityNames(of: code).first == city)
    }

    @Test("There is no ZIP 00000, 99999 or 60600", arguments: [0, 99_999, 60_600, 1, 500])
    func knowsNot(number: Int) throws {
        let code = try #require(ZIPCode(number))
        #expect(!table.contains(code))
        #expect(table.state(of: code) == nil)
        #expect(table.cityNames(of: code).isEmpty)
    }

    @Test("A ZIP code is five digits")
    func zipCodes() {
        #expect(ZIPCode(Array("00501".utf8))?.number == 501)
        #expect(ZIPCode(501) == ZIPCode(Array("00501".utf8)))
        for wrong in ["", "0501", "005011", "0050A", "٠٠٥٠١"] { #expect(ZIPCode(Array(wrong.utf8)) == nil) }
        #expect(ZIPCode(-1) == nil)
        #expect(ZIPCode(100_000) == nil)
    }

    @Test("It holds all ZIPs of its source, inactive ones included")
    func counts() {
        #expect(table.count == 42_735)
        #expect((0..<100_000).count { ZIPCode($0).map(table.contains) == true } == table.count)
    }

    @Test(
        "It says what its source says, ZIP by ZIP", .enabled(if: SharedData.isThere("zip/zips.json.bz2")))
    func equalsSource() throws {
        struct Row: Decodable {
            var zip_code: String
            var state: String
            var city: String
            var acceptable_cities: [String]
        }
        let rows = try JSONDecoder().decode([Row].self, from: #require(try SharedData.read("zip/zips.json.bz2")))
        #expect(rows.count == table.count)
        for row in rows {
            let code = try #require(ZIPCode(Array(row.zip_code.utf8)))
            var names: [String] = []
            for name in ([row.city] + row.acceptable_cities).map({ $0.uppercased() }) where !names.contains(name) {
                names.append(name)
            }
            #expect(table.state(of: code)?.description == row.state, "\(row.zip_code)")
            #expect(table.cityNames(of: code) == names, "\(row.zip_code)")
        }
    }
}
