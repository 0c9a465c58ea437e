/// Reads addresses into `StandardAddress`. Keeps its buffers from one address to the next, so that reading a million
/// allocates little more than the million answers; a copy may be used in every task.
///
/// The fields are taken as raw bytes, UTF-8 or Windows-1252, in any case and punctuation. No input makes it fail: what
/// cannot be understood stays part of the street as it stands.
public struct AddressStandardiser: Sendable {
    let zips: ZIPTable
    let words: PostalWords

    // What was found in the address being read.
    var tokens: AddressTokens
    var facts: AddressFacts = []
    /// The values of units, in the order found: their rank in the canonical order and their place in `unitText`.
    var units: [UnitValue] = []
    var unitText: [UInt8] = []
    /// How many designators stand without a value, and the token of the last.
    var loneDesignators = 0
    var lastLoneDesignator = 0
    /// The box, route or general delivery found first; those found after it, written out.
    var delivery: Delivery?
    var furtherDelivery: [UInt8] = []
    var lineOneHasDelivery = false
    /// The urbanization of a Puerto Rican address.
    var urbanization: [UInt8] = []
    var state: PostalState?
    /// The city without blanks and in full words; the ZIP as it goes into the answer.
    var city: [UInt8] = []
    var zip: [UInt8] = []

    // Scratch.
    var field: [UInt8] = []
    var otherCity: [UInt8] = []
    var rest: [Int] = []
    var out: [UInt8] = []

    /// - Parameter zips: the ZIPs that exist.
    public init(zips: ZIPTable = .bundled) {
        self.zips = zips
        words = .standard
        tokens = AddressTokens(words: .standard)
    }

    /// Reads one address; a field that is absent is empty.
    public mutating func standardise(
        line1: Span<UInt8>, line2: Span<UInt8>, city: Span<UInt8>, state: Span<UInt8>, zip: Span<UInt8>
    ) -> StandardAddress {
        reset()
        readPlace(city: city, state: state, zip: zip)
        tokens.read(line1, line: 1)
        let lineOneHasDigit = noteLine(isFirst: true)
        let lineTwoStart = tokens.list.count
        tokens.read(line2, line: 2)
        _ = noteLine(isFirst: false)
        dropPlace(0..<lineTwoStart)
        dropPlace(lineTwoStart..<tokens.list.count)
        var start = 0
        while start < tokens.list.count {
            let end = segmentEnd(from: start)
            takeDelivery(start..<end)
            takeUnits(start..<end)
            start = end
        }
        if !lineOneHasDigit, !lineOneHasDelivery { facts.insert(.lineOneWithoutNumber) }
        return compose()
    }

    private mutating func reset() {
        tokens.removeAll()
        facts = []
        if !units.isEmpty { units.removeAll(keepingCapacity: true) }
        if !unitText.isEmpty { unitText.removeAll(keepingCapacity: true) }
        loneDesignators = 0
        delivery = nil
        if !furtherDelivery.isEmpty { furtherDelivery.removeAll(keepingCapacity: true) }
        lineOneHasDelivery = false
        if !urbanization.isEmpty { urbanization.removeAll(keepingCapacity: true) }
        state = nil
        city.removeAll(keepingCapacity: true)
        zip.removeAll(keepingCapacity: true)
    }

    /// Notes what a line says as a whole, and returns whether it has a digit.
    private mutating func noteLine(isFirst: Bool) -> Bool {
        var letters = 0
        var exes = 0
        var digits = 0
        for byte in tokens.folded {
            if AddressFolding.isLetter(byte) {
                letters += 1
                if byte == UInt8(ascii: "X") { exes += 1 }
            } else if AddressFolding.isDigit(byte) {
                digits += 1
            }
        }
        if isFirst, letters + digits == 0 { facts.insert(.lineOneEmpty) }
        // A run is at least two: a unit may be called X.
        if digits == 0, letters > 1, exes == letters || letters <= 11 && isPlaceholder() {
            facts.insert(.placeholder)
        }
        return digits > 0
    }

    /// Whether the line read last is one of `placeholders`.
    private func isPlaceholder() -> Bool {
        var whole = PostalWords.Key()
        var count = 0
        var pendingBlank = false
        for byte in tokens.folded {
            guard AddressFolding.isLetter(byte) else {
                pendingBlank = count > 0
                continue
            }
            if pendingBlank {
                whole.append(0x20)
                pendingBlank = false
            }
            whole.append(byte)
            count += 1
        }
        return Self.placeholders.contains(whole)
    }

    /// Lines that say there is no address (COUNTING.md, `undeliverable`); punctuation counts as blanks.
    private static let placeholders: [PostalWords.Key] = [
        "UNKNOWN", "UNK", "NONE", "NA", "N A", "TBD", "HOMELESS", "SAME", "SAME AS ABOVE", "NO ADDRESS",
    ].map { (text: StaticString) in
        var key = PostalWords.Key()
        text.withUTF8Buffer { for byte in $0 { key.append(byte) } }
        return key
    }

    /// The end of the segment that begins at a token.
    func segmentEnd(from start: Int) -> Int {
        var end = start + 1
        while end < tokens.list.count, tokens.list[end].segment == tokens.list[start].segment { end += 1 }
        return end
    }
}

extension StandardAddress {
    /// Reads one address from text. For many, keep an `AddressStandardiser`.
    public init(
        line1: String = "", line2: String = "", city: String = "", state: String = "", zip: String = "",
        zips: ZIPTable = .bundled
    ) {
        var standardiser = AddressStandardiser(zips: zips)
        self = standardiser.standardise(line1: line1, line2: line2, city: city, state: state, zip: zip)
    }
}

extension AddressStandardiser {
    /// Reads one address from text; a field that is absent is empty.
    public mutating func standardise(
        line1: String = "", line2: String = "", city: String = "", state: String = "", zip: String = ""
    ) -> StandardAddress {
        standardise(
            line1: Array(line1.utf8), line2: Array(line2.utf8), city: Array(city.utf8), state: Array(state.utf8),
            zip: Array(zip.utf8))
    }

    /// Reads one address from bytes; a field that is absent is empty.
    public mutating func standardise(
        line1: [UInt8], line2: [UInt8], city: [UInt8], state: [UInt8], zip: [UInt8]
    ) -> StandardAddress {
        standardise(line1: line1.span, line2: line2.span, city: city.span, state: state.span, zip: zip.span)
    }
}
