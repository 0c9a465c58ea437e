internal import AmparoModel
internal import AmparoStore

/// What the intake must know of erasures: which anchors nothing is added to, and which numbers are not taken again.
/// Held in memory: erasures are few.
struct ErasedMarks: Sendable {
    /// Anchors of erased records.
    let anchors: Set<Int64>
    private let marks: Set<BlindIndex.Value>
    private let index: BlindIndex

    init(_ secrets: StoreSecrets, on connection: any DatabaseConnection) throws {
        index = Self.index(secrets)
        var anchors: Set<Int64> = []
        let erased = try connection.statement("SELECT anchor FROM erased_anchor")
        defer { erased.reset() }
        while try erased.step() { anchors.insert(erased.int64(0)) }
        self.anchors = anchors
        var marks: Set<BlindIndex.Value> = []
        let marked = try connection.statement("SELECT blind FROM erased_mark")
        defer { marked.reset() }
        while try marked.step() {
            if let mark = BlindIndex.Value(marked.bytes(0)) { marks.insert(mark) }
        }
        self.marks = marks
    }

    /// Marks have a domain of their own, so that a mark and the identifier in an older copy of the store cannot be
    /// connected without the store's secrets.
    private static func index(_ secrets: StoreSecrets) -> BlindIndex {
        secrets.blindIndex(IdentifierType(rawValue: "erased"))
    }

    /// The marks of numbers, given their identifiers: a number under another issuer is another number.
    static func marks(of identifiers: [BlindIndex.Value], _ secrets: StoreSecrets) -> [BlindIndex.Value] {
        let index = index(secrets)
        return identifiers.map { $0.bytes.withUnsafeBytes { index.value(of: $0) } }
    }

    /// Whether an identifier is that of an erased record.
    func covers(_ identifier: BlindIndex.Value) -> Bool {
        !marks.isEmpty && marks.contains(identifier.bytes.withUnsafeBytes { index.value(of: $0) })
    }

    /// Whether nothing was ever erased.
    var isEmpty: Bool { anchors.isEmpty && marks.isEmpty }
}
