@testable import AmparoLinkage
import Foundation
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite("Addresses written in one line")
struct AddressLineTests {
    private func parts(_ line: String) -> [String] {
        var reader = AddressLineReader()
        let read = reader.read(Array(line.utf8))
        return [read.delivery, read.city, read.state, read.zip].map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(
        "City, state and ZIP are found at the end, whatever stands between them",
        arguments: [
            ("123 Main St, Springfield, IL 62701", ["123 Main St", "Springfield", "IL", "62701"]),
            ("123 E Marcy St Ste 201 Santa Fe NM 87501", ["123 E Marcy St Ste 201", "Santa Fe", "NM", "87501"]),
            (
                "15 Bridge Street Providence, Rhode Island 02903 USA",
                ["15 Bridge Street", "Providence", "Rhode Island", "02903"]
            ),
            ("PO Box 7 Brownsville TX 78520-0007", ["PO Box 7", "Brownsville", "TX", "78520-0007"]),
            ("2701 Thayer Street, Evanston, 60201", ["2701 Thayer Street", "Evanston", "", "60201"]),
            ("200 EAST ELM, DENVER, COLORADO", ["200 EAST ELM", "DENVER", "COLORADO", ""]),
            ("3555 68th Street NE", ["3555 68th Street NE", "", "", ""]),
            ("HC 7326 Box 12345", ["HC 7326 Box 12345", "", "", ""]),
            ("", ["", "", "", ""]), (",,,", ["", "", "", ""]), ("62701", ["62701", "", "", ""]),
        ])
    func line(text: String, expected: [String]) { #expect(parts(text) == expected) }

    @Test("Any bytes are cut without a crash, and nothing that was given is invented", arguments: 0..<400)
    func bytes(seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let words = ["12", "Main", "St", "TX", "78520", ",", "Apt", "#", "New York", "Ñandú", "\u{0}", "US", "-", "N."]
        let line = (0..<next(12)).map { _ in words[next(words.count)] }.joined(separator: " ")
        var reader = AddressLineReader()
        let read = reader.read(Array(line.utf8))
        for part in [read.delivery, read.city, read.state, read.zip] {
            let found = String(decoding: part, as: UTF8.self).replacing(",", with: " ").split(separator: " ")
            #expect(found.allSatisfy { line.contains($0) })
        }
    }

    @Test(
        "The labelled addresses of `usaddress` are read as labelled, as they stand: number, street, unit, place, state, ZIP",
        .enabled(if: SharedData.isThere("address/usaddress/test_labeled.xml")))
    func labelled() throws {
        var agreeing = 0
        var all = 0
        for file in ["test_labeled", "test_simple_address_patterns", "test_multi_word_state_addresses"] {
            let parser = XMLParser(data: try #require(try SharedData.read("address/usaddress/\(file).xml")))
            let reader = LabelledSetReader()
            parser.delegate = reader
            #expect(parser.parse())
            for record in reader.records {
                let failures = WholeLine(record).failures
                all += 1
                if failures.isEmpty {
                    agreeing += 1
                } else {
                    print(failures, record.map(\.text).joined(separator: " "))
                }
            }
        }
        print("usaddress, as they stand: \(agreeing) of \(all) records agree")
        #expect(Double(agreeing) >= 0.99 * Double(all))
    }
}

/// A labelled address, read from its line as it stands.
private struct WholeLine {
    let record: [LabelledToken]

    init(_ record: [LabelledToken]) { self.record = record }

    private func texts(_ labels: String...) -> [String] {
        record.filter { token in labels.contains { token.label.hasPrefix($0) } }.map(\.text)
    }

    private func plain(_ texts: [String]) -> String {
        String(texts.joined().uppercased().filter { $0.isNumber || $0.isLetter || $0 == "-" })
    }

    private func plain(_ bytes: [UInt8]) -> String { plain([String(decoding: bytes, as: UTF8.self)]) }

    /// What differs between the labels and the reading.
    var failures: [String] {
        var reader = AddressLineReader()
        var standardiser = AddressStandardiser()
        let line = reader.read(Array(record.map(\.text).joined(separator: " ").utf8))
        let read = standardiser.standardise(
            line1: line.delivery, line2: [], city: line.city, state: line.state, zip: line.zip)
        var failures: [String] = []
        func expect(_ what: String, _ found: String, _ labelled: String) {
            if found != labelled { failures.append("\(what): \(found) is not \(labelled)") }
        }
        expect("place", plain(line.city), plain(texts("PlaceName")))
        expect("state", plain(line.state), plain(texts("StateName")))
        let digits = texts("ZipCode").joined().filter(\.isNumber)
        expect("ZIP", read.zip, digits.count == 6 ? digits : String(digits.prefix(5)))
        let isBox = record.contains { $0.label.hasPrefix("USPSBox") }
        expect("number", read.number, plain(isBox ? texts("USPSBoxID") : texts("AddressNumber")))
        if isBox {
            let words = plain(texts("USPSBoxGroupType", "USPSBoxType"))
            let isRural = words.hasPrefix("RR") || words.hasPrefix("ROUTE")
            let isContract = !isRural && !texts("USPSBoxGroupType").isEmpty
            let road = (isRural ? "RR " : isContract ? "HC " : "PO BOX") + plain(texts("USPSBoxGroupID"))
            expect("street", read.street, road.trimmingCharacters(in: .whitespaces))
        } else {
            let street = texts("StreetName", "NotAddress").joined(separator: " ")
            let alone = standardiser.standardise(line1: texts("AddressNumber").joined(separator: " ") + " " + street)
            expect("street", read.street, alone.street)
        }
        let unit = plain(texts("OccupancyIdentifier"))
        let value = unit.hasPrefix("0") ? String(unit.dropFirst()) : unit
        // A department or bin beside a box is a part of its own in the set; here it is the box's unit.
        let inside = plain(texts("SubaddressIdentifier"))
        if !inside.isEmpty, read.unit.contains(inside) { return failures }
        expect("unit", read.unit, ["1ST", "2ND", "3RD", "17TH"].contains(unit) ? String(unit.dropLast(2)) : value)
        return failures
    }
}
