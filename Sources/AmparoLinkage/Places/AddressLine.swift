/// An address that somebody wrote in one line, cut into the fields in which the feeds have it.
///
/// The parts are the sender's own words; nothing is corrected, and nothing is left out but commas between parts, who
/// gets the mail before the house number, the name of a building behind the street, and a country at the end. It prints as `‹sealed›`: it names a home.
public struct AddressLine: Sendable, Equatable {
    /// Everything before the city: number, street, unit, box; and whatever stands before them.
    public let delivery: [UInt8]
    /// The city; empty where none was made out.
    public let city: [UInt8]
    /// The state, as letters or as a name; empty where none was made out.
    public let state: [UInt8]
    /// The ZIP; empty where none was made out.
    public let zip: [UInt8]
}

extension AddressLine: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `‹sealed›` (ARCHITECTURE.md, law 5).
    public var description: String { "‹sealed›" }

    /// `‹sealed›`.
    public var debugDescription: String { description }

    /// Nothing: a dump must not show an address.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Cuts lines into `AddressLine`s: from the end, ZIP, state, then the longest run of words that is a city of that ZIP or
/// state. No input makes it fail: what cannot be understood stays in `delivery`.
public struct AddressLineReader: Sendable {
    private let zips: ZIPTable
    private let words: PostalWords
    private let places: PlaceNames

    private struct Word {
        var range: Range<Int>
        /// A comma stands behind it.
        var endsSegment = false
        /// Its letters and digits, folded.
        var folded: [UInt8] = []
        var isDigits = false
        var hasDigit = false
        var meaning = PostalWord()
        /// A word of a name: no digit, and nothing that an address is told by but perhaps a suffix.
        var isPlain: Bool { !hasDigit && meaning.role == .nothing && meaning.designator == .nothing }
    }

    private var list: [Word] = []

    /// - Parameter zips: the ZIPs that exist.
    public init(zips: ZIPTable = .bundled) {
        self.zips = zips
        words = .standard
        places = zips.placeNames
    }

    /// Cuts one line.
    public mutating func read(_ line: [UInt8]) -> AddressLine {
        split(line)
        var end = list.count
        dropCountry(&end)
        let zip = takeZIP(&end)
        let state = takeState(&end, zip: zip.flatMap { code(of: list[$0]) })
        let city = takeCity(&end, state: state.flatMap { self.state($0) }, zip: zip.flatMap { code(of: list[$0]) })
        func bytes(_ range: Range<Int>) -> [UInt8] {
            guard let first = range.first, let last = range.last else { return [] }
            return Array(line[list[first].range.lowerBound..<list[last].range.upperBound])
        }
        var delivery: [UInt8] = []
        for part in deliveryParts(end) {
            if !delivery.isEmpty { delivery += [UInt8(ascii: ","), 0x20] }
            delivery += bytes(part)
        }
        return AddressLine(
            delivery: delivery, city: bytes(city), state: state.map(bytes) ?? [],
            zip: zip.map { bytes($0..<$0 + 1) } ?? [])
    }

    private mutating func split(_ line: [UInt8]) {
        list.removeAll(keepingCapacity: true)
        var start = 0
        for place in 0...line.count {
            let byte = place < line.count ? line[place] : 0x20
            let isComma = byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") || byte == 0x0A
            guard byte <= 0x20 || isComma else { continue }
            if place > start { list.append(word(line, start..<place)) }
            if isComma, !list.isEmpty { list[list.count - 1].endsSegment = true }
            start = place + 1
        }
    }

    private func word(_ line: [UInt8], _ range: Range<Int>) -> Word {
        var word = Word(range: range)
        var folded: [UInt8] = []
        AddressFolding.fold(line.span.extracting(range), into: &folded)
        word.folded = folded.filter(AddressFolding.isWordByte)
        word.hasDigit = word.folded.contains(where: AddressFolding.isDigit)
        word.isDigits = word.hasDigit && word.folded.allSatisfy(AddressFolding.isDigit)
        word.meaning = words.word(word.folded, from: 0, count: word.folded.count)
        return word
    }

    // MARK: From the end

    private static let countries: [[StaticString]] = [
        ["USA"], ["US"], ["UNITED", "STATES"], ["U", "S", "A"], ["UNITED", "STATES", "OF", "AMERICA"],
    ]

    private func dropCountry(_ end: inout Int) {
        for country in Self.countries.reversed() where end - country.count > 1 {
            let start = end - country.count
            let isIt = country.indices.allSatisfy { place in
                country[place].withUTF8Buffer { list[start + place].folded.elementsEqual($0) }
            }
            // `US 50` at the end is a road; there the number is last.
            if isIt {
                end = start
                return
            }
        }
    }

    private func code(of word: Word) -> ZIPCode? { ZIPCode(word.folded.prefix(5)) }

    /// Five or nine digits at the end, unless the word before them says what they number; behind a state, any number that is
    /// nearly as long.
    private func takeZIP(_ end: inout Int) -> Int? {
        guard end > 1, list[end - 1].isDigits else { return nil }
        let count = list[end - 1].folded.count
        guard count == 5 || count == 9 || 4...9 ~= count && state(end - 2..<end - 1) != nil else { return nil }
        let before = list[end - 2]
        let isNumbered =
            before.meaning.designator != .nothing || before.folded.isEmpty
            || [.box, .pobox, .drawer, .rural, .ruralRoute, .contractRoute, .countyRoad, .interstate].contains(
                before.meaning.role)
            || words.isRoad(before.meaning.suffix) && before.meaning.suffix != 0 && !before.endsSegment
        if isNumbered, !before.endsSegment, self.state(end - 2..<end - 1) == nil { return nil }
        end -= 1
        return end
    }

    private func state(_ range: Range<Int>) -> PostalState? {
        var key = PostalWords.Key()
        for place in range {
            if list[place].hasDigit { return nil }
            for byte in list[place].folded { key.append(byte) }
        }
        return words.state(key)
    }

    /// A state before the ZIP. Without a ZIP it must follow a comma or a city of its own, because NE, AVE and LA are much else.
    private func takeState(_ end: inout Int, zip: ZIPCode?) -> Range<Int>? {
        for count in [4, 3, 2, 1] where end - count > 0 {
            let range = end - count..<end
            guard let state = state(range), !range.dropLast().contains(where: { list[$0].endsSegment }) else {
                continue
            }
            let isSure = zip != nil && zip.flatMap { zips.state(of: $0) } == state
            let followsCity = longestCity(before: range.lowerBound, where: { places.contains($0, in: state) }) > 0
            guard isSure || followsCity || list[range.lowerBound - 1].endsSegment || zip != nil && count > 1 else {
                continue
            }
            end = range.lowerBound
            return range
        }
        // Two letters between a city of the ZIP and the ZIP stand for a state, whatever they are.
        guard let zip, end > 1, list[end - 1].folded.count == 2, !list[end - 1].hasDigit,
            longestCity(before: end - 1, where: { zips.isCity($0, of: zip, words) }) > 0
        else { return nil }
        end -= 1
        return end..<end + 1
    }

    /// The city that ends before `end`.
    private func takeCity(_ end: inout Int, state: PostalState?, zip: ZIPCode?) -> Range<Int> {
        guard end > 0 else { return 0..<0 }
        let segment = segmentStart(end)
        var count = 0
        if let zip { count = longestCity(before: end) { zips.isCity($0, of: zip, words) } }
        if count == 0, let state = state ?? zip.flatMap({ zips.state(of: $0) }) {
            count = longestCity(before: end) { places.contains($0, in: state) }
        }
        if count == 0, state == nil, zip == nil, segment > 0 {
            // Nothing but a comma speaks for it.
            let whole = end - segment
            let found = longestCity(before: end) { places.contains($0) }
            count = found == whole ? whole : 0
        }
        if count == 0, state != nil || zip != nil { count = unknownCity(segment, end) }
        // North Orange behind a comma is one place, where the ZIP's is Orange.
        if count > 0, segment > 0, segment < end - count,
            list[segment..<end - count].allSatisfy({ $0.meaning.direction > 0 })
        {
            count = end - segment
        }
        let city = end - count..<end
        end -= count
        return city
    }

    /// The first word behind the last comma before `end`; a comma right at the end does not count.
    private func segmentStart(_ end: Int) -> Int {
        var start = end - 1
        while start > 0, !list[start - 1].endsSegment { start -= 1 }
        return start
    }

    /// How many words before `end`, at most six and in one segment, are a city that is meant.
    private func longestCity(before end: Int, where isMeant: ([UInt8]) -> Bool) -> Int {
        let segment = end > 0 ? segmentStart(end) : 0
        var best = 0
        var name: [UInt8] = []
        for count in 1...6 where end - count >= segment && end - count > 0 {
            guard !list[end - count].hasDigit else { break }
            name.removeAll(keepingCapacity: true)
            for word in list[end - count..<end] {
                words.appendCityWord(word.folded, 0..<word.folded.count, to: &name)
            }
            if isMeant(name) { best = count }
        }
        return best
    }

    /// A city of which no table knows: what stands behind the comma, else behind the street's last word.
    private func unknownCity(_ segment: Int, _ end: Int) -> Int {
        if segment > 0, !list[segment..<end].contains(where: \.hasDigit),
            list[segment].meaning.designator == .nothing
        {
            return end - segment
        }
        var start = end
        while start > 1, end - start < 3 {
            let word = list[start - 1]
            if word.hasDigit || word.meaning.isStrongSuffix || word.meaning.direction > 0 || word.endsSegment { break }
            start -= 1
        }
        guard start > 1, start < end else { return 0 }
        let before = list[start - 1]
        let numbers = list[start - 2].meaning
        let endsBox = before.hasDigit && (numbers.designator != .nothing || Self.boxes.contains(numbers.role))
        return before.meaning.isStrongSuffix || before.endsSegment || endsBox ? end - start : 0
    }

    private static let boxes: [PostalWord.Role] = [.box, .pobox, .drawer]

    // MARK: Delivery

    /// The words before the city, without the name of a building that stands behind a street: number, name, suffix and perhaps a
    /// direction, then two words or more without a digit, up to a comma or the end.
    private func deliveryParts(_ end: Int) -> [Range<Int>] {
        let first = addressees(end)
        guard first < end else { return [] }
        guard list[first].hasDigit, let suffix = (first..<end).dropFirst(2).first(where: { isStreetEnd($0) }) else {
            return [first..<end]
        }
        var start = suffix + 1
        if start < end, list[start].meaning.direction > 0 { start += 1 }
        guard start < end, !list[suffix..<start].contains(where: \.endsSegment) else { return [first..<end] }
        let stop = (start..<end).first { list[$0].endsSegment }.map { $0 + 1 } ?? end
        let name = list[start..<stop]
        // A second suffix at the end is the end of a longer street's name, but for a square, which a building may be called.
        guard name.count > 1, name.allSatisfy(\.isPlain), let last = name.last,
            !last.meaning.isStrongSuffix || last.folded.elementsEqual("SQUARE".utf8)
        else { return [first..<end] }
        return [first..<start, stop..<end].filter { !$0.isEmpty }
    }

    /// How many words at the beginning name who gets the mail: two or more plain words before a house number that a street
    /// follows.
    private func addressees(_ end: Int) -> Int {
        guard let number = list[..<end].firstIndex(where: { !$0.isPlain || $0.meaning.suffix > 0 }), number > 1,
            list[number].isDigits, number + 2 < end, list[number + 1].isPlain
        else { return 0 }
        return number
    }

    /// Whether a word is the suffix of a street whose name stands before it.
    private func isStreetEnd(_ place: Int) -> Bool {
        list[place].meaning.isStrongSuffix && list[place - 1].isPlain && list[place - 1].meaning.direction == 0
    }
}
