import AmparoLinkage
import Foundation
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

/// One token of a labelled address.
struct LabelledToken: Sendable {
    var label: String
    var text: String
}

@Suite("The labelled addresses of `usaddress`")
struct LabelledSetTests {
    @Test(
        "Number, street, unit and ZIP are found as labelled, in every record",
        .enabled(if: SharedData.isThere("address/usaddress/test_labeled.xml")),
        arguments: ["test_labeled", "test_simple_address_patterns", "test_multi_word_state_addresses"])
    func agrees(file: String) throws {
        let data = try #require(try SharedData.read("address/usaddress/\(file).xml"))
        let reader = LabelledSetReader()
        let parser = XMLParser(data: data)
        parser.delegate = reader
        #expect(parser.parse())
        var standardiser = AddressStandardiser()
        var agreeing = 0
        for record in reader.records {
            let failures = compare(record, &standardiser)
            if failures.isEmpty { agreeing += 1 }
            for failure in failures {
                Issue.record("\(failure) in \(record.map(\.text).joined(separator: " "))")
            }
        }
        print("usaddress \(file): \(agreeing) of \(reader.records.count) records agree")
        #expect(agreeing == reader.records.count)
    }

    /// What differs between the labels and the reading. Persons, building names and countries are left out of the
    /// lines, as the feeds have no such words in them; city, state and ZIP go into their own fields.
    private func compare(_ record: [LabelledToken], _ standardiser: inout AddressStandardiser) -> [String] {
        func texts(_ labels: String...) -> [String] {
            record.filter { token in labels.contains { token.label.hasPrefix($0) } }.map(\.text)
        }
        let isNoLine = ["Recipient", "BuildingName", "PlaceName", "StateName", "ZipCode", "CountryName", "Subaddress"]
        let line = record.filter { token in !isNoLine.contains { token.label.hasPrefix($0) } }
            .map(\.text).joined(separator: " ")
        let zip = texts("ZipCode").joined(separator: " ")
        let read = standardiser.standardise(
            line1: line, city: texts("PlaceName").joined(separator: " "),
            state: texts("StateName").joined(separator: " "), zip: zip)
        var failures: [String] = []
        func expect(_ what: String, _ found: String, _ labelled: String) {
            if found != labelled { failures.append("\(what): \(found) is not \(labelled)") }
        }
        func plain(_ texts: [String]) -> String {
            String(texts.joined().uppercased().filter { $0.isNumber || $0.isLetter || $0 == "-" })
        }
        let isBox = record.contains { $0.label.hasPrefix("USPSBox") }
        expect("number", read.number, plain(isBox ? texts("USPSBoxID") : texts("AddressNumber")))
        // The street that is read from the street's own tokens.
        if isBox {
            let group = plain(texts("USPSBoxGroupID"))
            let words = plain(texts("USPSBoxGroupType", "USPSBoxType"))
            let isRural = words.hasPrefix("RR") || words.hasPrefix("ROUTE")
            let isContract = !isRural && !texts("USPSBoxGroupType").isEmpty
            let road = (isRural ? "RR " : isContract ? "HC " : "PO BOX") + group
            expect("street", read.street, road.trimmingCharacters(in: .whitespaces))
        } else {
            let street = texts("StreetName", "NotAddress").joined(separator: " ")
            let alone = standardiser.standardise(line1: texts("AddressNumber").joined(separator: " ") + " " + street)
            expect("street", read.street, alone.street)
            #expect(alone.unit.isEmpty)
        }
        let unit = plain(texts("OccupancyIdentifier"))
        let ordinals = ["1ST", "2ND", "3RD", "17TH"]
        let value = unit.hasPrefix("0") ? String(unit.dropFirst()) : unit
        expect("unit", read.unit, ordinals.contains(unit) ? String(unit.dropLast(2)) : value)
        let digits = zip.filter(\.isNumber)
        expect("ZIP", read.zip, digits.count == 6 ? digits : String(digits.prefix(5)))
        return failures
    }
}

/// Reads the set's form: an element for each token, named after its label.
final class LabelledSetReader: NSObject, XMLParserDelegate {
    private(set) var records: [[LabelledToken]] = []
    private var text = ""

    func parser(
        _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String] = [:]
    ) {
        if element == "AddressString" { records.append([]) }
        text = ""
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    func parser(_ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?) {
        let isToken = element != "AddressString" && element != "AddressCollection"
        if isToken, let last = records.indices.last {
            records[last].append(
                LabelledToken(label: element, text: text.trimmingCharacters(in: .whitespacesAndNewlines)))
        }
        text = ""
    }
}
