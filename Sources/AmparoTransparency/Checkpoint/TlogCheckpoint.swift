/// What a log commits to at one size: C2SP `tlog-checkpoint` (<https://c2sp.org/tlog-checkpoint>).
public struct TlogCheckpoint: Hashable, Sendable {
    /// The log it is of.
    public let origin: OctetText
    /// How many leaves the tree has.
    public let size: UInt64
    /// The root of the tree of that size.
    public let root: TreeHash
    /// Further lines, without their newlines. The specification advises against them, and this program writes none.
    public let extensions: [OctetText]

    /// A checkpoint without extension lines. Throws `badCheckpoint` for an origin that cannot be a line, or a size
    /// beyond 2^63 - 1.
    public init(origin: OctetText, size: UInt64, root: TreeHash) throws(TransparencyError) {
        guard !origin.bytes.isEmpty, !origin.bytes.contains(Lines.newline), size <= Lines.largest else {
            throw TransparencyError(.badCheckpoint)
        }
        self.origin = origin
        self.size = size
        self.root = root
        extensions = []
    }

    /// Reads the text of a note. Throws `badCheckpoint`.
    public init(text: [UInt8]) throws(TransparencyError) {
        guard let lines = Lines.split(text[...]), lines.count >= 3, lines.allSatisfy({ !$0.isEmpty }) else {
            throw TransparencyError(.badCheckpoint, "fewer than three lines, or an empty one")
        }
        guard let size = Lines.decimal(lines[1]) else { throw TransparencyError(.badCheckpoint, "size") }
        guard let root = TreeHash(base64: lines[2]) else { throw TransparencyError(.badCheckpoint, "root") }
        origin = OctetText(lines[0])
        self.size = size
        self.root = root
        extensions = lines.dropFirst(3).map { OctetText($0) }
    }

    /// The text of the note.
    public var text: [UInt8] {
        let lines = [origin.bytes, Array(String(size).utf8), root.base64] + extensions.map(\.bytes)
        return lines.flatMap { $0 + [Lines.newline] }
    }

    /// The checkpoint signed by these keys, which must bear the origin's name: the log's keys, all that are in use.
    ///
    /// Throws `badName` for a key of another name, `badNote` for an origin that no note can hold.
    public func signed(by signers: [NoteSigner]) throws(TransparencyError) -> SignedNote {
        var note = try SignedNote(text: text)
        for signer in signers {
            guard signer.verifierKey.name == origin else { throw TransparencyError(.badName, "not the log's key") }
            try signer.sign(&note)
        }
        return note
    }

    /// The checkpoint in a note that at least one of the log's keys has signed.
    ///
    /// Keys of another name than the checkpoint's origin count for nothing. Throws `badNote`, `badCheckpoint`,
    /// `unsigned`, `badSignature`.
    public static func open(_ note: SignedNote, keys: some Collection<VerifierKey>) throws(TransparencyError)
        -> TlogCheckpoint
    {
        let checkpoint = try TlogCheckpoint(text: note.text)
        _ = try note.verify(by: keys.filter { $0.type == .ed25519 && $0.name == checkpoint.origin })
        return checkpoint
    }
}
