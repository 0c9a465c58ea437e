/// What the bytes of a document are, known by the bytes and by nothing else. The raw value is in the journal: never reused.
public enum DocumentType: UInt8, Sendable, CaseIterable {
    /// JPEG (ISO/IEC 10918-1).
    case jpeg = 1
    /// PNG (ISO/IEC 15948).
    case png = 2
    /// PDF (ISO 32000).
    case pdf = 3
    /// Plain text in UTF-8.
    case text = 4

    /// The media type.
    public var mediaType: String {
        switch self {
        case .jpeg: "image/jpeg"
        case .png: "image/png"
        case .pdf: "application/pdf"
        case .text: "text/plain; charset=utf-8"
        }
    }

    /// The ending of a file's name.
    public var ending: String {
        switch self {
        case .jpeg: "jpg"
        case .png: "png"
        case .pdf: "pdf"
        case .text: "txt"
        }
    }
}

/// Why a document is not taken.
public struct DocumentFault: Error, Equatable, Sendable {
    /// What is wrong; stable.
    public enum Reason: String, Sendable, CaseIterable {
        /// There are no bytes.
        case empty
        /// It has more than `CleanDocument.most` bytes.
        case tooLarge = "too-large"
        /// It is none of the types that are taken.
        case type
        /// It is cut off, or not made as its type says.
        case broken
        /// A PDF with scripts, other files, or a password in it.
        case active
        /// A PDF whose metadata cannot be taken out.
        case metadata
    }

    /// What is wrong.
    public let reason: Reason

    init(_ reason: Reason) { self.reason = reason }
}

/// A document as it is kept: of a type that is known by its bytes, without what a camera or a program wrote into it about who made
/// it, where and when.
public struct CleanDocument: Sendable {
    /// The most bytes of a document.
    public static let most = 3 << 20

    /// What it is.
    public let type: DocumentType
    /// Its bytes, cleaned.
    public let bytes: [UInt8]

    /// Cleans a document. Throws `DocumentFault`.
    public init(_ bytes: [UInt8]) throws(DocumentFault) {
        guard !bytes.isEmpty else { throw DocumentFault(.empty) }
        guard bytes.count <= Self.most else { throw DocumentFault(.tooLarge) }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            type = .jpeg
            self.bytes = try Self.jpeg(bytes)
        } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            type = .png
            self.bytes = try Self.png(bytes)
        } else if bytes.starts(with: Array("%PDF-".utf8)) {
            type = .pdf
            self.bytes = try PDFCleaning(bytes).cleaned()
        } else if Self.isText(bytes) {
            type = .text
            self.bytes = bytes
        } else {
            throw DocumentFault(.type)
        }
    }

    private static func isText(_ bytes: [UInt8]) -> Bool {
        guard let text = String(validating: bytes, as: UTF8.self) else { return false }
        return text.unicodeScalars.allSatisfy {
            $0.value >= 0x20 && $0.value != 0x7F || [9, 10, 13].contains($0.value)
        }
    }

    /// The image without comments and application segments (EXIF, XMP, IPTC, thumbnails), but for those without which its colours
    /// would be others (JFIF, Adobe); nothing behind its end.
    private static func jpeg(_ bytes: [UInt8]) throws(DocumentFault) -> [UInt8] {
        var clean: [UInt8] = [0xFF, 0xD8]
        var place = 2
        while place + 1 < bytes.count {
            guard bytes[place] == 0xFF else { throw DocumentFault(.broken) }
            let marker = bytes[place + 1]
            if marker == 0xFF {
                place += 1
                continue
            }
            if marker == 0xD9 { return clean + [0xFF, 0xD9] }
            guard marker != 0, !(0xD0...0xD8).contains(marker), place + 3 < bytes.count else {
                throw DocumentFault(.broken)
            }
            let length = Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
            let end = place + 2 + length
            guard length >= 2, end <= bytes.count else { throw DocumentFault(.broken) }
            switch marker {
            // JFIF without its thumbnail.
            case 0xE0 where bytes[(place + 4)..<end].starts(with: Array("JFIF\0".utf8)) && length >= 16:
                clean += [0xFF, 0xE0, 0, 16] + bytes[(place + 4)..<(place + 16)] + [0, 0]
            case 0xEE where bytes[(place + 4)..<end].starts(with: Array("Adobe".utf8)): clean += bytes[place..<end]
            case 0xE0...0xEF, 0xFE: break
            default: clean += bytes[place..<end]
            }
            place = end
            guard marker == 0xDA else { continue }
            // The scan: up to the next marker that is neither a stuffed zero nor a restart.
            let start = place
            while place + 1 < bytes.count,
                bytes[place] != 0xFF || bytes[place + 1] == 0 || (0xD0...0xD7).contains(bytes[place + 1])
            { place += 1 }
            clean += bytes[start..<place]
        }
        throw DocumentFault(.broken)
    }

    /// The image with the chunks without which it would look otherwise, and none of the texts, times and profiles.
    private static func png(_ bytes: [UInt8]) throws(DocumentFault) -> [UInt8] {
        let kept: Set<[UInt8]> = Set(
            ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD"].map { Array($0.utf8) })
        var clean = Array(bytes[..<8])
        var place = 8
        while place + 12 <= bytes.count {
            let length = bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
            let end = place + 12 + length
            guard length <= bytes.count, end <= bytes.count else { throw DocumentFault(.broken) }
            let type = Array(bytes[(place + 4)..<(place + 8)])
            guard place > 8 || type == Array("IHDR".utf8) else { throw DocumentFault(.broken) }
            if kept.contains(type) { clean += bytes[place..<end] }
            if type == Array("IEND".utf8) { return clean }
            place = end
        }
        throw DocumentFault(.broken)
    }
}
