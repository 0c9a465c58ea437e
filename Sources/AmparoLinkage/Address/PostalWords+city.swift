// Cities, which the Postal Service and people abbreviate differently.

extension PostalWords {
    /// A city in full words and without blanks: `St. Louis` and `SAINT LOUIS`, `Ft Worth` and `FORT WORTH` are one.
    func writeCity(_ folded: [UInt8], to city: inout [UInt8]) {
        city.removeAll(keepingCapacity: true)
        var start = 0
        for place in 0...folded.count {
            if place < folded.count, AddressFolding.isWordByte(folded[place]) { continue }
            if place > start { appendCityWord(folded, start..<place, to: &city) }
            start = place + 1
        }
    }

    /// Appends a word of a city's name in full.
    func appendCityWord(_ text: [UInt8], _ range: Range<Int>, to city: inout [UInt8]) {
        let word = word(text, from: range.lowerBound, count: range.count)
        if word.direction > 0 {
            let names: StaticString =
                switch word.direction {
                case 1: "NORTH"
                case 2: "NORTHEAST"
                case 3: "EAST"
                case 4: "SOUTHEAST"
                case 5: "SOUTH"
                case 6: "SOUTHWEST"
                case 7: "WEST"
                default: "NORTHWEST"
                }
            names.withUTF8Buffer { city.append(contentsOf: $0) }
        } else if word.suffix == street, word.suffix > 0 {
            for byte in "SAINT".utf8 { city.append(byte) }
        } else if word.plain > 0 {
            append(word.plain, to: &city)
        } else {
            for place in range { city.append(text[place]) }
        }
    }
}
