internal import AmparoModel

/// Descriptions of people as rows of numbers: every word is stored once and compared by number. A row takes some hundred
/// bytes, whatever was told.
///
/// Two lists that are to be linked go into one table, one behind the other.
public struct PersonTable: Sendable {
    /// Which fields it keeps: those of this model.
    let layout: RowLayout
    private(set) var book = WordBook()
    private(set) var cells: [UInt32] = []
    private(set) var frequencies: Frequencies
    private(set) var isGone: [Bool] = []
    private var folded = FoldedWords()
    private var scratch: [UInt8] = []

    /// An empty table for what a model compares.
    ///
    /// - Parameter capacity: how many descriptions are expected.
    public init(_ model: LinkageModel, capacity: Int = 0) {
        layout = RowLayout(model)
        frequencies = Frequencies(fields: layout.fields.count)
        cells.reserveCapacity(capacity * layout.stride)
        isGone.reserveCapacity(capacity)
    }

    /// How many rows there are, removed ones included.
    public var count: Int { isGone.count }

    /// Takes a description in and returns the number of its row.
    @discardableResult
    public mutating func append(_ person: PersonDescription) -> Int {
        let start = write(person)
        isGone.append(false)
        tally(at: start, by: 1)
        return count - 1
    }

    /// Takes a description in that only asks: it counts for no frequency. `forgetLast` must follow.
    mutating func appendAsking(_ person: PersonDescription) -> Int {
        _ = write(person)
        isGone.append(true)
        return count - 1
    }

    /// Takes a row out: it is found no longer and counts for no frequency.
    public mutating func remove(_ row: Int) {
        guard row < count, !isGone[row] else { return }
        isGone[row] = true
        tally(at: row * layout.stride, by: -1)
    }

    /// Takes the last row out altogether; its number is given again.
    mutating func forgetLast() {
        guard count > 0 else { return }
        if !isGone[count - 1] { tally(at: (count - 1) * layout.stride, by: -1) }
        cells.removeLast(layout.stride)
        isGone.removeLast()
    }

    /// Adds what a reference population knows of how often a name or code occurs, as if so many rows more had it.
    public mutating func addFrequency(of text: String, in field: LinkageField, times: Int) {
        guard let place = layout.fields.firstIndex(of: field), times > 0 else { return }
        let comparator = Comparator(field)
        guard comparator != .birth, comparator != .day, comparator != .path else { return }
        folded.fold(text, digits: comparator != .names)
        for index in 0..<folded.count {
            let word = intern(folded.range(index), asName: comparator == .names)
            frequencies.count(word, in: place, by: times)
            let sound = book.facts[Int(word)].sound
            if sound != 0 { frequencies.countPart(sound, in: place, by: times) }
        }
    }

    /// Writes a new row and returns where it begins.
    private mutating func write(_ person: PersonDescription) -> Int {
        let start = cells.count
        cells.append(contentsOf: repeatElement(0, count: layout.stride))
        for place in layout.fields.indices {
            write(layout.fields[place], of: person, at: start + layout.offsets[place])
        }
        return start
    }

    private mutating func write(_ field: LinkageField, of person: PersonDescription, at cell: Int) {
        switch field {
        case .givenNames: names(person.given, at: cell)
        case .surnames: names(person.surnames, at: cell)
        case .birth: birth(person.birth, disputed: person.birthDisputed, at: cell)
        case .aNumber: number(person.aNumber, digits: 9, at: cell)
        case .birthDigits: number(person.others[field] ?? "", digits: 8, at: cell)
        case .phone: number(person.phone, digits: 10, at: cell)
        case .sex: sex(person.sex, at: cell)
        case .country: code(person.country, at: cell)
        case .language: code(person.language, at: cell)
        case .entered: day(person.entered, at: cell)
        case .transferred: day(person.transferred, at: cell)
        case .place: text(person.place, at: cell)
        case .origin: path(person.origin, at: cell)
        case .contact: text(person.contact, at: cell)
        case .streetNumber, .postcode: plainNumber(person.others[field] ?? "", at: cell)
        case .state: code(person.others[field] ?? "", at: cell)
        case .street, .locality, .city: text(person.others[field] ?? "", at: cell)
        }
    }
}

// What each kind of field leaves in the cells.
extension PersonTable {
    private mutating func intern(_ range: Range<Int>, asName: Bool) -> UInt32 {
        asName ? book.name(folded.bytes, range) : book.text(folded.bytes, range)
    }

    /// Three names without particles and placeholders, and all of it as one word.
    private mutating func names(_ text: String, at cell: Int) {
        folded.fold(text, digits: false)
        scratch.removeAll(keepingCapacity: true)
        var kept = 0
        for pass in 0..<2 where kept == 0 {
            for index in 0..<folded.count {
                var range = folded.range(index)
                let (isPlaceholder, isParticle, joined) = folded.bytes.withUnsafeBytes { bytes in
                    let word = UnsafeRawBufferPointer(rebasing: bytes[range])
                    return (
                        NameParticles.isPlaceholder(word), NameParticles.isParticle(word),
                        NameParticles.joinedParticle(word)
                    )
                }
                if isPlaceholder { continue }
                if pass == 0, scratch.count + range.count <= WordBook.longest {
                    scratch.append(contentsOf: folded.bytes[range])
                }
                // A name of particles only ("Del Los") is taken as it is, the second time round.
                if pass == 0, isParticle { continue }
                range = range.lowerBound + joined..<range.upperBound
                if kept < 3 {
                    cells[cell + kept] = intern(range, asName: true)
                    kept += 1
                }
            }
        }
        guard kept > 0 else { return }
        cells[cell + 3] = book.name(scratch, scratch.indices)
    }

    private mutating func birth(_ birth: BirthRange?, disputed: Bool, at cell: Int) {
        guard let birth, let first = PersonTable.number(of: birth.earliest) else { return }
        let date = birth.earliest.date
        let width = UInt32(min(0xFFFF, birth.latest.days(since: birth.earliest)))
        let placeholder = width == 0 && date.month == 1 && date.day == 1
        cells[cell] = first
        cells[cell + 1] =
            (width | (disputed ? BirthCell.disputed : 0) | (placeholder ? BirthCell.placeholder : 0))
        cells[cell + 2] = PackedDate.pack(date)
    }

    private mutating func day(_ day: Day?, at cell: Int) {
        guard let day, let number = PersonTable.number(of: day) else { return }
        cells[cell] = number
        cells[cell + 1] = PackedDate.pack(day.date)
    }

    /// Days since the year 0; nil for one that no person of today has to do with.
    private static func number(of day: Day) -> UInt32? {
        let number = Int(day.number) + 719_528
        return number > 600_000 && number < 1_000_000 ? UInt32(number) : nil
    }

    /// The last `digits` digits; a number with fewer than five, or of one digit repeated, is none.
    private mutating func number(_ text: String, digits: Int, at cell: Int) {
        scratch.removeAll(keepingCapacity: true)
        for byte in text.utf8.prefix(64) where byte >= 0x30 && byte <= 0x39 { scratch.append(byte) }
        if scratch.count > digits { scratch.removeFirst(scratch.count - digits) }
        guard scratch.count >= 5, let first = scratch.first, scratch.contains(where: { $0 != first }) else { return }
        cells[cell] = whole()
    }

    private mutating func plainNumber(_ text: String, at cell: Int) {
        foldWhole(text)
        cells[cell] = whole()
    }

    /// A code is taken as it is, `NA` and `NO` are countries.
    private mutating func code(_ text: String, at cell: Int) {
        folded.fold(text, digits: true)
        scratch.removeAll(keepingCapacity: true)
        scratch.append(contentsOf: folded.bytes)
        if scratch.elementsEqual("UNKNOWN".utf8) || scratch.elementsEqual("UNK".utf8) { scratch.removeAll() }
        cells[cell] = whole()
    }

    /// Female or male by the first letter; anything else tells nothing.
    private mutating func sex(_ text: String, at cell: Int) {
        foldWhole(text)
        if let first = scratch.first,
            first == UInt8(ascii: "F") || first == UInt8(ascii: "M") || first == UInt8(ascii: "H")
        {
            // H for hombre; M for male and for mujer cannot be told apart, and the feeds say F and M.
            scratch = [first == UInt8(ascii: "H") ? UInt8(ascii: "M") : first]
        } else {
            scratch.removeAll(keepingCapacity: true)
        }
        cells[cell] = whole()
    }

    private mutating func text(_ text: String, at cell: Int) {
        foldWhole(text)
        cells[cell] = whole()
        for index in 0..<min(4, folded.count) where !scratch.isEmpty {
            cells[cell + 1 + index] = intern(folded.range(index), asName: false)
        }
    }

    /// The whole path, and all but its last part.
    private mutating func path(_ text: String, at cell: Int) {
        foldWhole(text)
        cells[cell] = whole()
        let wider = text.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(text[..<$0]) } ?? ""
        foldWhole(wider)
        if !scratch.isEmpty { scratch.append(3) }
        cells[cell + 1] = whole()
    }

    /// Leaves the folded text, words run together, in `scratch`; nothing where every word says that nothing is known.
    private mutating func foldWhole(_ text: String) {
        folded.fold(text, digits: true)
        scratch.removeAll(keepingCapacity: true)
        var says = false
        for index in 0..<folded.count {
            let range = folded.range(index)
            says =
                says
                || !folded.bytes.withUnsafeBytes {
                    NameParticles.isPlaceholder(UnsafeRawBufferPointer(rebasing: $0[range]))
                }
        }
        if says { scratch.append(contentsOf: folded.bytes) }
    }

    private mutating func whole() -> UInt32 { book.text(scratch, scratch.indices) }

    /// Counts the values of a row, or takes them off.
    private mutating func tally(at start: Int, by times: Int) {
        for place in layout.fields.indices {
            let offset = start + layout.offsets[place]
            let first = cells[offset]
            switch Comparator(layout.fields[place]) {
            case .names:
                var width = 0
                for index in 0..<3 where cells[offset + index] != 0 {
                    let word = cells[offset + index]
                    frequencies.count(word, in: place, by: times)
                    frequencies.countPart(book.facts[Int(word)].sound, in: place, by: times)
                    width += 1
                }
                frequencies.countWidth(width, in: place, by: times)
            case .birth:
                guard first != 0, cells[offset + 1] & BirthCell.width == 0 else { break }
                frequencies.countDate(cells[offset + 2], in: place, by: times)
            case .number, .code:
                if first != 0 { frequencies.count(first, in: place, by: times) }
            case .path:
                if first != 0 { frequencies.count(first, in: place, by: times) }
                if cells[offset + 1] != 0 { frequencies.countPart(cells[offset + 1], in: place, by: times) }
            case .text:
                if first != 0 { frequencies.count(first, in: place, by: times) }
                for index in 1..<5 where cells[offset + index] != 0 && cells[offset + index] != first {
                    frequencies.countPart(cells[offset + index], in: place, by: times)
                }
            case .day: break
            }
        }
    }
}

/// The second cell of a birth.
enum BirthCell {
    static let width: UInt32 = 0xFFFF
    static let disputed: UInt32 = 1 << 16
    static let placeholder: UInt32 = 1 << 17
}
