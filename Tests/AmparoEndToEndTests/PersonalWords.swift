import Foundation

/// Words of persons in simulated feeds, and a search for them in any bytes: as they are, in UTF-16 of both byte orders, in
/// hexadecimal of both cases and in Base64 at all three alignments.
struct PersonalWords {
    /// The words looked for; each at least this many bytes long, so that none is met by chance.
    static let shortest = 8

    private(set) var words: Set<String> = []
    /// Every form of every word by its first eight bytes, with the word.
    private var forms: [UInt64: [(bytes: [UInt8], word: String)]] = [:]
    /// Which of the eight bytes may begin a form: a bit for each of 65 536 classes of them.
    private var mayBegin = [Bool](repeating: false, count: 1 << 16)

    /// Words of these.
    init(_ words: Set<String>) {
        self.words = words.filter { $0.utf8.count >= Self.shortest }
        for word in self.words {
            for form in Self.forms(of: word) { add(form, word) }
        }
    }

    /// The words of a simulation: names, A-numbers in both notations, street lines, telephone numbers, mail addresses.
    init(of feeds: SimulatedFeeds) throws {
        var found: Set<String> = []
        let files =
            try FileManager.default.contentsOfDirectory(atPath: feeds.care).map { feeds.care + "/" + $0 }
            + [feeds.notices, feeds.results] + (1...2).map { feeds.court($0) + "/mail.csv" }
        for file in files {
            for record in try CSV(path: file).records {
                for column in ["given_names", "surnames", "line1", "line2", "phone", "email"] {
                    if let word = record[column] { found.insert(word) }
                }
                if let given = record["given_names"], let surnames = record["surnames"] {
                    found.formUnion([given + " " + surnames, surnames + " " + given, surnames + ", " + given])
                }
                if let number = record["a_number"] { found.formUnion(Self.spellings(ofANumber: number)) }
                if let phone = record["phone"] { found.insert(phone.filter(\.isNumber)) }
            }
        }
        // The court's one column with an identity, of children's cases and of those that were read past.
        for release in 1...2 {
            let path = feeds.court(release) + "/A_TblCase.csv"
            let lines = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self).split(
                separator: "\n")
            let header = lines.first?.split(separator: "\t", omittingEmptySubsequences: false)
            guard let column = header?.firstIndex(where: { $0.filter { !$0.isWhitespace } == "ALIEN_NUMBER" }) else {
                continue
            }
            for line in lines.dropFirst() {
                let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
                guard column < fields.count else { continue }
                let number = fields[column].filter { !$0.isWhitespace }
                if number.count >= 8 { found.formUnion(Self.spellings(ofANumber: String(number))) }
            }
        }
        self.init(found)
    }

    private static func spellings(ofANumber number: String) -> [String] {
        let digits = number.filter(\.isNumber)
        guard digits.count == 9 else { return [number] }
        let parts = [digits.prefix(3), digits.dropFirst(3).prefix(3), digits.suffix(3)]
        return [digits, "A" + digits, "A" + parts.joined(separator: "-"), parts.joined(separator: "-")]
    }

    private static func forms(of word: String) -> [[UInt8]] {
        let plain = [UInt8](word.utf8)
        let digits = [UInt8]("0123456789abcdef".utf8)
        let capitals = [UInt8]("0123456789ABCDEF".utf8)
        let sixteen: [UInt8] = word.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        var forms: [[UInt8]] = [
            plain, sixteen, word.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] },
            plain.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            plain.flatMap { [capitals[Int($0 >> 4)], capitals[Int($0 & 15)]] },
        ]
        for before in 0..<3 {
            // Characters that also hold bits of the neighbours are left out.
            let text = [UInt8](Data([UInt8](repeating: 0, count: before) + plain).base64EncodedString().utf8)
            let bits = (before + plain.count) * 8
            forms.append(Array(text[((before * 8 + 5) / 6)..<(bits / 6)]))
        }
        return forms
    }

    private mutating func add(_ form: [UInt8], _ word: String) {
        guard form.count >= Self.shortest else { return }
        let beginning = form.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
        forms[beginning, default: []].append((form, word))
        mayBegin[Self.class(of: beginning)] = true
    }

    private static func `class`(of beginning: UInt64) -> Int {
        Int(truncatingIfNeeded: (beginning &* 0x9E37_79B9_7F4A_7C15) >> 48)
    }

    /// The words that occur in some bytes, in any of their forms.
    func found(in data: Data) -> Set<String> {
        var found: Set<String> = []
        guard data.count >= Self.shortest else { return found }
        mayBegin.withUnsafeBufferPointer { mayBegin in
            data.withUnsafeBytes { bytes in
                var position = 0
                let end = bytes.count - Self.shortest
                while position <= end {
                    let beginning = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                    if mayBegin[Self.class(of: beginning)], let forms = forms[beginning] {
                        for (form, word) in forms where position + form.count <= bytes.count {
                            if bytes[position..<(position + form.count)].elementsEqual(form) { found.insert(word) }
                        }
                    }
                    position += 1
                }
            }
        }
        return found
    }

    /// The words that occur in any file below a folder, with the file's name.
    func found(below folder: String) throws -> [String: Set<String>] {
        var found: [String: Set<String>] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            var isFolder: ObjCBool = false
            let path = folder + "/" + name
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
                continue
            }
            let words = self.found(in: try Data(contentsOf: URL(filePath: path)))
            if !words.isEmpty { found[name] = words }
        }
        return found
    }
}
