/// Takes the metadata out of a PDF without moving a byte of it, so that its tables stay right: texts of the information dictionary
/// and packets of XMP become blanks. A PDF of which that cannot be done, and one that does something when it is opened, is refused.
struct PDFCleaning {
    private var bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// What no document of a record needs: scripts, other programs, other files, passwords.
    private static let active = [
        "/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/Encrypt", "/XFA",
        "/SubmitForm",
    ]
    private static let information = [
        "/Author", "/Creator", "/Producer", "/Title", "/Subject", "/Keywords", "/CreationDate", "/ModDate", "/Company",
        "/Manager",
    ]

    /// Throws `DocumentFault`.
    consuming func cleaned() throws(DocumentFault) -> [UInt8] {
        guard places(of: "%%EOF").last != nil else { throw DocumentFault(.broken) }
        // A name may be written with escapes (#4A for J): such a name is not looked at closer.
        for name in Self.active where !names(name).isEmpty { throw DocumentFault(.active) }
        guard !hasEscapedName() else { throw DocumentFault(.active) }
        // In compressed objects neither metadata nor scripts can be seen.
        guard names("/ObjStm").isEmpty else { throw DocumentFault(.metadata) }
        for name in Self.information {
            for place in names(name) { try blankValue(after: place + name.utf8.count) }
        }
        try blankPackets()
        return bytes
    }

    /// Where a text stands.
    private func places(of text: String) -> [Int] {
        let pattern = Array(text.utf8)
        return bytes.withUnsafeBufferPointer { bytes in
            var found: [Int] = []
            var place = 0
            while place + pattern.count <= bytes.count {
                var length = 0
                while length < pattern.count, bytes[place + length] == pattern[length] { length += 1 }
                if length == pattern.count { found.append(place) }
                place += max(1, length == pattern.count ? length : 1)
            }
            return found
        }
    }

    /// Where a name stands as a whole: not as the beginning of a longer one.
    private func names(_ name: String) -> [Int] {
        let length = name.utf8.count
        return places(of: name).filter { place in
            let after = place + length < bytes.count ? bytes[place + length] : 0x20
            return !Self.isRegular(after)
        }
    }

    /// Whether a name outside of streams is written with an escape.
    private func hasEscapedName() -> Bool {
        let (begin, end) = (Array("stream".utf8), Array("endstream".utf8))
        var isInStream = false
        var place = 0
        while place < bytes.count {
            switch bytes[place] {
            case 0x65 where bytes[place...].starts(with: end):
                isInStream = false
                place += end.count
                continue
            case 0x73 where !isInStream && bytes[place...].starts(with: begin): isInStream = true
            case 0x2F where !isInStream:
                var next = place + 1
                while next < bytes.count, Self.isRegular(bytes[next]) {
                    if bytes[next] == 0x23 { return true }
                    next += 1
                }
                place = next
                continue
            default: break
            }
            place += 1
        }
        return false
    }

    private static func isRegular(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x25, 0x28, 0x29, 0x2F, 0x3C, 0x3E, 0x5B, 0x5D, 0x7B, 0x7D: false
        default: true
        }
    }

    /// Blanks the text that stands as a value: `(…)` or `<…>`. Another value cannot be told from what it points to.
    private mutating func blankValue(after start: Int) throws(DocumentFault) {
        var place = start
        while place < bytes.count, bytes[place] <= 0x20 { place += 1 }
        guard place < bytes.count else { throw DocumentFault(.broken) }
        switch bytes[place] {
        case 0x28:
            var depth = 0
            while place < bytes.count {
                switch bytes[place] {
                case 0x5C:
                    bytes[place] = 0x20
                    place += 1
                    if place < bytes.count { bytes[place] = 0x20 }
                case 0x28:
                    depth += 1
                    if depth > 1 { bytes[place] = 0x20 }
                case 0x29:
                    depth -= 1
                    if depth == 0 { return }
                    bytes[place] = 0x20
                default: bytes[place] = 0x20
                }
                place += 1
            }
            throw DocumentFault(.broken)
        case 0x3C where place + 1 < bytes.count && bytes[place + 1] != 0x3C:
            place += 1
            while place < bytes.count, bytes[place] != 0x3E {
                bytes[place] = 0x20
                place += 1
            }
            guard place < bytes.count else { throw DocumentFault(.broken) }
        // A reference to a text elsewhere (`12 0 R`), or a name that happens to be the same.
        case 0x30...0x39: throw DocumentFault(.metadata)
        default: break
        }
    }

    /// Blanks packets of XMP; a metadata stream that is compressed cannot be looked at.
    private mutating func blankPackets() throws(DocumentFault) {
        let begins = places(of: "<?xpacket begin")
        let ends = places(of: "<?xpacket end")
        for begin in begins {
            guard let end = ends.first(where: { $0 > begin }) else { throw DocumentFault(.broken) }
            for place in begin..<end where bytes[place] > 0x20 { bytes[place] = 0x20 }
        }
        // Streams of XML that are no packets, or are compressed.
        for place in names("/Metadata") {
            var next = place + 9
            while next < bytes.count, bytes[next] <= 0x20 { next += 1 }
            // `/Type /Metadata`: the dictionary of the stream itself.
            guard next < bytes.count, !(0x30...0x39).contains(bytes[next]) else { continue }
            let rest = bytes[next..<min(bytes.count, next + 400)]
            guard let stream = Self.find("stream", in: rest) else { throw DocumentFault(.metadata) }
            let before = bytes[max(0, place - 200)..<stream]
            guard Self.find("/Filter", in: before) == nil,
                begins.contains(where: { $0 >= stream && $0 < stream + 64 })
            else { throw DocumentFault(.metadata) }
        }
    }

    private static func find(_ text: String, in bytes: ArraySlice<UInt8>) -> Int? {
        let pattern = Array(text.utf8)
        guard bytes.count >= pattern.count else { return nil }
        for place in bytes.startIndex...(bytes.endIndex - pattern.count)
        where bytes[place..<(place + pattern.count)].elementsEqual(pattern) {
            return place
        }
        return nil
    }
}
