/// Why a text of the log is refused, or a question about its tree cannot be answered. Equality looks at the code only.
public struct TransparencyError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong, for programs; these names are stable.
    public enum Code: String, Sendable, CaseIterable {
        /// An index or size beyond the tree.
        case outOfRange = "out-of-range"
        /// The store does not hold a hash which the tree of that size must have.
        case missingHash = "missing-hash"
        /// Text that is no signed note.
        case badNote = "bad-note"
        /// A name with spaces, a plus sign or control characters, or an empty one.
        case badName = "bad-name"
        /// Text that is no verifier or signing key, or whose key id does not belong to it.
        case badKey = "bad-key"
        /// A key of a signature type that this program does not know.
        case unknownAlgorithm = "unknown-algorithm"
        /// No signature is by a known key.
        case unsigned
        /// A signature by a known key does not verify.
        case badSignature = "bad-signature"
        /// The text of a note is no checkpoint.
        case badCheckpoint = "bad-checkpoint"
        /// Text that is no proof.
        case badProof = "bad-proof"
        /// A proof that does not lead to the checkpoint's root.
        case notIncluded = "not-included"
        /// A newer checkpoint that does not begin with the tree of an older one.
        case inconsistent
        /// A resource of the log that is not there.
        case missingResource = "missing-resource"
        /// A tile or entry bundle that is not what the checkpoint says.
        case brokenTile = "broken-tile"
        /// Text that is no policy.
        case badPolicy = "bad-policy"
        /// A checkpoint without the cosignatures that the policy asks for.
        case noQuorum = "no-quorum"
        /// An answer of a witness that is none.
        case badAnswer = "bad-answer"
        /// A preimage that is not that of the leaf.
        case brokenEntry = "broken-entry"
    }

    /// What went wrong, for programs.
    public let code: Code
    /// The place that is wrong: a resource, line or size; never anything of an entry.
    public let detail: String

    /// An error of this code.
    public init(_ code: Code, _ detail: String = "") {
        self.code = code
        self.detail = detail
    }

    /// Whether the codes are the same.
    public static func == (a: TransparencyError, b: TransparencyError) -> Bool { a.code == b.code }

    /// What went wrong and what to do next, for people.
    public var description: String { detail.isEmpty ? advice : "\(advice) (\(detail))" }

    private var advice: String {
        switch code {
        case .outOfRange: "The log has no entry or size of that number; ask for one up to its present size."
        case .missingHash: "The log's stored tree is incomplete; run `amparo verify` to find the first broken place."
        case .badNote: "This is no signed note; fetch it again, unchanged."
        case .badName: "A name in a note is not empty and has no space, plus sign or control character; choose another."
        case .badKey: "This is no key of the form name+hash+key, or its hash is not its own; copy it again."
        case .unknownAlgorithm: "This program knows Ed25519 keys and cosignatures only; use such a key."
        case .unsigned: "No trusted key has signed this; do not rely on it, and check which keys you trust."
        case .badSignature: "A signature by a trusted key is wrong; do not rely on this text, and keep it as evidence."
        case .badCheckpoint: "This is no checkpoint of a log; fetch it again, unchanged."
        case .badProof: "This is no proof of the form c2sp.org/tlog-proof@v1; ask for it again."
        case .notIncluded:
            "The proof does not lead to the log's root: the entry is not in the log. Keep it as evidence."
        case .inconsistent:
            "The log has been rewritten: it does not begin with what it was before. Keep both checkpoints as evidence."
        case .missingResource: "A part of the log is not there; fetch or export it again."
        case .brokenTile: "A part of the log is not what its checkpoint says; keep it as evidence, then fetch it again."
        case .badPolicy: "The policy file is wrong; correct the line."
        case .noQuorum: "Too few witnesses have cosigned this checkpoint; ask for one that they have."
        case .badAnswer: "The witness answered with something else than it should; ask its operator."
        case .brokenEntry: "An entry is not what the log says it was; keep it as evidence and restore a backup."
        }
    }
}
