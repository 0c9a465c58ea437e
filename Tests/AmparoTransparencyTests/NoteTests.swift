import AmparoTestSupport
import AmparoTransparency
import Testing

/// Notes and keys that other programs made, as facts: who signs the same text with the same key gets the same bytes.
private enum Known {
    /// The example of Go's `golang.org/x/mod/sumdb/note`.
    static let key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    static let secret = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    static let text =
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    static let signature =
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    static let note = "\(text)\n— PeterNeumann \(signature)\n"
    /// Keys of other programs: a log's key with a plus sign in its base64, a witness's key.
    static let others = [
        "TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6",
        "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
        "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop",
        "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
    ]
}

func seed(_ number: UInt8) -> [UInt8] { [UInt8](repeating: number, count: 32) }

@Suite("Signed notes")
struct NoteTests {
    @Test("The known note of another program is verified, and the same key signs the same bytes")
    func knownNote() throws {
        let key = try VerifierKey(Known.key)
        let note = try SignedNote(parsing: Array(Known.note.utf8))
        #expect(try note.verify(by: [key]).count == 1)
        #expect(note.encoded == Array(Known.note.utf8))
        let secret = try #require(Base64.decode(Array(Known.secret.utf8)))
        let signer = try NoteSigner(name: "PeterNeumann", type: .ed25519, seed: Array(secret.dropFirst()))
        #expect(signer.verifierKey == key)
        var own = try SignedNote(text: Array(Known.text.utf8))
        try signer.sign(&own)
        #expect(own == note)
        #expect(!"\(signer)".contains(Known.secret))
    }

    @Test("Keys of other programs are read and written back byte for byte", arguments: Known.others)
    func knownKeys(text: String) throws {
        #expect(try VerifierKey(text).description == text)
    }

    @Test("Every part and every changed byte of a key is refused")
    func brokenKeys() {
        let bytes = Array(Known.key.utf8)
        for start in bytes.indices {
            for end in (start + 1)...bytes.count where end - start < bytes.count {
                #expect(throws: TransparencyError.self) { try VerifierKey(bytes[start..<end]) }
            }
        }
        for index in bytes.indices {
            var changed = bytes
            changed[index] &+= 1
            #expect(throws: TransparencyError.self) { try VerifierKey(changed) }
        }
        // Right hashes of a key that is too long and of an unknown type.
        #expect(throws: TransparencyError(.badKey)) {
            try VerifierKey("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==")
        }
        #expect(throws: TransparencyError(.unknownAlgorithm)) {
            try VerifierKey("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
        }
    }

    @Test(
        "Text that is no note is refused",
        arguments: [
            "", "\n", "\n\n", "text\n", "text\n\n", "— a AAAAAAE=\n", "text\n\n— a AAAAAAE=", "text\n— a AAAAAAE=\n",
            "text\n\n— a\n", "text\n\n— a AAAA\n", "text\n\n—  AAAAAAE=\n", "text\n\n— a+b AAAAAAE=\n",
            "text\n\n- a AAAAAAE=\n", "text\n\n— a  AAAAAAE=\n", "text\n\n— a AAAAAAE= \n", "text\n\n— a AAAAAAF=\n",
            "text\n\n— a\u{A0}b AAAAAAE=\n", "te\txt\n\n— a AAAAAAE=\n", "text\r\n\n— a AAAAAAE=\n",
            "text\n\n— a AAAAAAE=\nmore\n",
        ])
    func noNote(text: String) {
        #expect(throws: TransparencyError(.badNote)) { try SignedNote(parsing: Array(text.utf8)) }
    }

    @Test("Bytes that are no UTF-8, too many signatures and too long a note are refused; sixteen signatures are not")
    func limits() throws {
        let line = "— a AAAAAAE=\n"
        #expect(throws: TransparencyError(.badNote)) { try SignedNote(parsing: [0xC0, 0x0A, 0x0A] + Array(line.utf8)) }
        #expect(
            try SignedNote(parsing: Array(("text\n\n" + String(repeating: line, count: 16)).utf8)).signatures.count
                == 16)
        #expect(throws: TransparencyError(.badNote)) {
            try SignedNote(parsing: Array(("text\n\n" + String(repeating: line, count: 101)).utf8))
        }
        let long = String(repeating: "a", count: SignedNote.longest)
        #expect(throws: TransparencyError(.badNote)) { try SignedNote(parsing: Array("\(long)\n\n\(line)".utf8)) }
    }

    @Test("The text ends at the last empty line")
    func emptyLines() throws {
        let note = try SignedNote(parsing: Array("one\n\ntwo\n\n— a AAAAAAE=\n".utf8))
        #expect(note.text == Array("one\n\ntwo\n".utf8))
    }

    @Test("Unknown signatures are ignored, a wrong one by a known key is not")
    func unknownAndWrong() throws {
        let known = try NoteSigner(name: "example.org/log", type: .ed25519, seed: seed(1))
        let namesake = try NoteSigner(name: "example.org/log", type: .ed25519, seed: seed(2))
        var note = try SignedNote(text: Array("text\n".utf8))
        try namesake.sign(&note)
        #expect(throws: TransparencyError(.unsigned)) { try note.verify(by: [known.verifierKey]) }
        try known.sign(&note)
        #expect(try note.verify(by: [known.verifierKey]).map(\.keyID) == [known.verifierKey.keyID])
        #expect(try note.verify(by: [known.verifierKey, namesake.verifierKey]).count == 2)
        note.signatures[1].bytes[5] ^= 1
        #expect(throws: TransparencyError(.badSignature)) { try note.verify(by: [known.verifierKey]) }
    }

    @Test("Names that look the same and are not the same bytes are two names")
    func lookAlikes() {
        #expect(OctetText("caf\u{E9}") != OctetText("cafe\u{301}"))
        #expect(OctetText("example.org/log").isKeyName)
        for name in ["", "a b", "a+b", "a\nb", "a\u{2003}b", "a\u{85}b"] as [OctetText] { #expect(!name.isKeyName) }
        #expect(!OctetText([0xFF]).isKeyName)
    }

    @Test("Base64 has one text for one value", arguments: 0...70)
    func base64(length: Int) throws {
        var generator = SeededGenerator(seed: UInt64(length))
        let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let digits = Base64.encode(bytes)
        #expect(Base64.decode(digits) == bytes)
        for index in digits.indices {
            var changed = digits
            changed[index] = UInt8.random(in: 0...255, using: &generator)
            if changed != digits, let decoded = Base64.decode(changed) { #expect(Base64.encode(decoded) == changed) }
        }
    }

    @Test("No random change of a signed note is taken for the note", arguments: 1...4 as ClosedRange<UInt64>)
    func mutations(number: UInt64) throws {
        print("seed \(number)")
        var generator = SeededGenerator(seed: number)
        let key = try VerifierKey(Known.key)
        let bytes = Array(Known.note.utf8)
        for _ in 0..<500 {
            let changed = mutated(bytes, using: &generator)
            guard changed != bytes, let note = try? SignedNote(parsing: changed) else { continue }
            #expect(note.encoded == changed, "what is read is written back")
            if let verified = try? note.verify(by: [key]) {
                // Signatures by others may have come in front or behind; the text must be the one that was signed.
                #expect(!verified.isEmpty && note.text == Array(Known.text.utf8))
            }
        }
    }
}

/// Some bytes flipped, put in, taken out, cut off or repeated.
func mutated(_ bytes: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    for _ in 0...Int.random(in: 0...2, using: &generator) {
        guard !bytes.isEmpty else { return bytes }
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
        case 2: bytes.remove(at: place)
        case 3: bytes.removeLast(bytes.count - place)
        case 4: bytes += bytes[place...]
        default:
            let other = Int.random(in: 0..<bytes.count, using: &generator)
            bytes.swapAt(place, other)
        }
    }
    return bytes
}
