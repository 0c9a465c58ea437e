internal import Crypto
internal import CryptoExtras
internal import Foundation

// The oblivious pseudorandom function of RFC 9497, VOPRF(P-384, SHA-384), as swift-crypto has it; nothing of it is made here.
// Whoever asks blinds a word by a random number; whoever holds the key evaluates what it cannot read, and proves that it was done
// with the key that the table names; whoever asked takes the blind away. Neither side can do it alone.

/// The key of one agreement, one subject: it never leaves the store that holds the records.
struct MatchKey {
    private let key: P384._VOPRF.PrivateKey

    /// The key that a store's seed gives for a matter (RFC 5869 with SHA-384). The chance that a candidate is no scalar of the curve
    /// is about 2^-190; then the next one is taken. Throws `signature` when none is.
    init(seed: [UInt8], matter: String) throws {
        for attempt in UInt8(0)..<8 {
            let candidate = HKDF<SHA384>.deriveKey(
                inputKeyMaterial: SymmetricKey(data: seed), salt: Data("amparo match 1".utf8),
                info: Data(matter.utf8) + [attempt], outputByteCount: 48)
            if let key = try? P384._VOPRF.PrivateKey(rawRepresentation: candidate) {
                self.key = key
                return
            }
        }
        throw GovernanceError(.signature, "No key for this agreement could be made; run `amparo verify`.")
    }

    /// The key of these 48 bytes; nil when they are no scalar of the curve.
    init?(rawBytes: [UInt8]) {
        guard let key = try? P384._VOPRF.PrivateKey(rawRepresentation: rawBytes) else { return nil }
        self.key = key
    }

    /// The public half, compressed, 49 bytes.
    var publicBytes: [UInt8] { [UInt8](key.publicKey.oprfRepresentation) }

    /// What a word of this house's own records becomes, 48 bytes.
    func output(of word: [UInt8]) throws -> [UInt8] { [UInt8](try key.evaluate(word)) }

    /// The tag of a word in a table.
    func tag(of word: String) throws -> [UInt8] { MatchTable.tag(try output(of: Array(word.utf8))) }

    /// Evaluates a blinded word, with the proof. Nil for bytes that are no point of the curve.
    func evaluate(_ blinded: [UInt8]) -> [UInt8]? {
        guard let element = try? P384._VOPRF.BlindedElement(oprfRepresentation: blinded),
            let evaluation = try? key.evaluate(element)
        else { return nil }
        return [UInt8](evaluation.rawRepresentation)
    }
}

/// A word as it is asked for: its blind lives in memory only, and with it the only way to read the answer.
struct BlindedWord {
    private let key: P384._VOPRF.PublicKey
    private let input: P384._VOPRF.BlindedInput

    /// Blinds a word for whoever holds the private half of a key. Throws `file` for bytes that are no key.
    init(_ word: [UInt8], for publicBytes: [UInt8]) throws {
        guard let key = try? P384._VOPRF.PublicKey(compressedRepresentation: publicBytes),
            let input = try? key.blind(word)
        else { throw GovernanceError(.file, "The table names no key of P-384; ask for it again.") }
        self.key = key
        self.input = input
    }

    /// What is sent, 49 bytes; it says nothing of the word.
    var bytes: [UInt8] { [UInt8](input.blindedElement.oprfRepresentation) }

    /// The function's value, 48 bytes; nil when the evaluation is not proved to be one by the table's key.
    func output(_ evaluation: [UInt8]) -> [UInt8]? {
        guard let answer = try? P384._VOPRF.BlindEvaluation(rawRepresentation: evaluation),
            let output = try? key.finalize(input, using: answer)
        else { return nil }
        return [UInt8](output)
    }
}
