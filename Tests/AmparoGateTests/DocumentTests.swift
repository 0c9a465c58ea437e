import AmparoGate
import Testing

@Suite("Documents are known by their bytes and cleaned of their metadata")
struct DocumentTests {
    private func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
        [0xFF, marker, UInt8((content.count + 2) >> 8), UInt8((content.count + 2) & 255)] + content
    }

    private func reason(_ bytes: [UInt8]) -> DocumentFault.Reason? {
        do {
            _ = try CleanDocument(bytes)
            return nil
        } catch { return error.reason }
    }

    /// Whether a word of the metadata is still there.
    private func has(_ word: String, _ bytes: [UInt8]) -> Bool {
        let word = Array(word.utf8)
        return bytes.indices.contains { bytes[$0...].starts(with: word) }
    }

    private var jpeg: [UInt8] {
        [0xFF, 0xD8]
            + segment(0xE0, Array("JFIF\0".utf8) + [1, 1, 0, 0, 72, 0, 72, 1, 1] + Array("thumb".utf8) + [0, 0, 0])
            + segment(0xE1, Array("Exif\0\0GPSLatitude Zanzibar".utf8))
            + segment(0xED, Array("Photoshop 3.0 Quetzal".utf8))
            + segment(0xEE, Array("Adobe".utf8) + [0, 100, 0, 0, 0, 0, 1])
            + segment(0xFE, Array("comment Marimba".utf8))
            + segment(0xDB, [UInt8](repeating: 1, count: 65)) + segment(0xDA, [1, 1, 0, 0, 63, 0])
            + [0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56] + segment(0xFE, Array("late Marimba".utf8))
            + segment(0xDA, [1, 1, 0, 0, 63, 0]) + [0x78] + [0xFF, 0xD9] + Array("behind Quetzal".utf8)
    }

    @Test("A JPEG keeps its image and loses EXIF, IPTC, comments, thumbnail and what stands behind its end")
    func photographs() throws {
        let clean = try CleanDocument(jpeg)
        #expect(clean.type == .jpeg)
        for word in ["Zanzibar", "Quetzal", "Marimba", "thumb", "Exif"] { #expect(!has(word, clean.bytes), "\(word)") }
        #expect(has("JFIF", clean.bytes) && has("Adobe", clean.bytes))
        #expect(clean.bytes.suffix(2) == [0xFF, 0xD9])
        let scan: [UInt8] = [0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56]
        #expect(clean.bytes.indices.contains { clean.bytes[$0...].starts(with: scan) })
        #expect(try CleanDocument(clean.bytes).bytes == clean.bytes)
    }

    private func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
        [0, 0, UInt8(content.count >> 8), UInt8(content.count & 255)] + Array(type.utf8) + content + [0, 0, 0, 0]
    }

    @Test("A PNG keeps its image and loses texts, times, profiles and EXIF")
    func images() throws {
        let png: [UInt8] =
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", [UInt8](repeating: 1, count: 13))
            + chunk("tEXt", Array("Author\0Zanzibar".utf8)) + chunk("iTXt", Array("Quetzal".utf8))
            + chunk("eXIf", Array("Marimba".utf8)) + chunk("iCCP", Array("profile".utf8)) + chunk("gAMA", [0, 0, 1, 1])
            + chunk("IDAT", [1, 2, 3]) + chunk("tIME", [1, 2, 3, 4, 5, 6, 7]) + chunk("IEND", []) + Array("behind".utf8)
        let clean = try CleanDocument(png)
        #expect(clean.type == .png)
        for word in ["Zanzibar", "Quetzal", "Marimba", "profile", "tIME", "behind"] { #expect(!has(word, clean.bytes)) }
        #expect(has("IDAT", clean.bytes) && has("gAMA", clean.bytes))
        #expect(try CleanDocument(clean.bytes).bytes == clean.bytes)
    }

    private func pdf(_ more: String) -> [UInt8] {
        Array("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n\(more)\n%%EOF\n".utf8)
    }

    @Test("A PDF keeps its length and loses what it says of its author; XMP becomes blanks")
    func papers() throws {
        let before = pdf(
            "2 0 obj<</Author(Zanzibar \\(the\\) (nested) one)/Title <5175657A> /Producer (Marimba)>>endobj\n"
                + "3 0 obj<</Type/Metadata/Subtype/XML/Length 90>>stream\n<?xpacket begin=''?><x>Quetzal</x><?xpacket end='w'?>\nendstream"
        )
        let clean = try CleanDocument(before)
        #expect(clean.type == .pdf && clean.bytes.count == before.count)
        for word in ["Zanzibar", "nested", "Marimba", "Quetzal", "5175657A"] {
            #expect(!has(word, clean.bytes), "\(word)")
        }
        #expect(has("/Author(", clean.bytes) && has("%%EOF", clean.bytes))
    }

    @Test(
        "A PDF that does something, or whose metadata cannot be taken out, is refused by its reason",
        arguments: [
            ("<</S/JavaScript/JS(app.alert)>>", DocumentFault.Reason.active), ("<</OpenAction<</S/Launch>>>>", .active),
            ("<</Type/EmbeddedFile>>", .active), ("<</Encrypt 5 0 R>>", .active), ("<</S/J#61vaScript>>", .active),
            ("<</Type/ObjStm>>stream\nendstream", .metadata), ("<</Author 7 0 R>>", .metadata),
            ("<</Type/Metadata/Filter/FlateDecode>>stream\nx\nendstream", .metadata),
            ("<</Author(open", .broken),
        ])
    func refusedPapers(more: String, reason: DocumentFault.Reason) {
        #expect(self.reason(pdf(more)) == reason)
    }

    @Test("Text is text; everything else is refused, and so are empty and large files")
    func others() throws {
        #expect(try CleanDocument(Array("María\tlives\r\n".utf8)).type == .text)
        #expect(reason([]) == .empty)
        #expect(reason([UInt8](repeating: 0x41, count: CleanDocument.most + 1)) == .tooLarge)
        for bytes in [Array("PK\u{3}\u{4}".utf8), Array("a\u{0}b".utf8), [0xC3, 0x28], Array("\u{1B}[31m".utf8)]
            as [[UInt8]]
        {
            #expect(reason(bytes) == .type)
        }
        #expect(reason([0xFF, 0xD8, 0xFF, 0xE0, 0]) == .broken)
    }

    @Test("However a document is cut or changed, it is taken or refused", arguments: [UInt64(3), 4])
    func changed(seed: UInt64) {
        let documents = [
            jpeg, pdf("<</Author(a\\)b)>>"), [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", [1]),
        ]
        var state = seed
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for document in documents {
            for length in 0..<document.count { _ = try? CleanDocument(Array(document[..<length])) }
            for _ in 0..<1000 {
                var bytes = document
                for _ in 0...next(4) { bytes[next(bytes.count)] = UInt8(next(256)) }
                _ = try? CleanDocument(bytes)
            }
        }
    }
}
