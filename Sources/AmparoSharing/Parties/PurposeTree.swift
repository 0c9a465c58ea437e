/// The tree of purposes, as data (purposes.yaml). A rule on a purpose covers those below it.
public struct PurposeTree: Sendable {
    /// A purpose.
    public struct Purpose: Hashable, Sendable {
        /// Its code.
        public let code: String
        /// The code of the purpose above it; nil at the top.
        public let parent: String?
        /// Whether none stands below it: only such a purpose can be declared.
        public let isLeaf: Bool
        /// The nearest term of the W3C Data Privacy Vocabulary, with its prefix.
        public let dpv: String
        /// Its name in English.
        public let english: String
        /// Its name in Spanish.
        public let spanish: String
    }

    /// The version of the data.
    public let version: Int
    /// The hash of the data as a text.
    public let hash: ContentHash
    /// The purposes, each after the one above it.
    public let purposes: [Purpose]
    private let index: [String: Int]

    init(version: Int, hash: ContentHash, purposes: [Purpose]) {
        self.version = version
        self.hash = hash
        self.purposes = purposes
        index = Dictionary(purposes.enumerated().map { ($1.code, $0) }) { first, _ in first }
    }

    /// The place in `purposes` of a purpose, or nil when there is none of that code.
    public func index(of code: String) -> Int? { index[code] }

    /// The purpose of a code.
    public func purpose(_ code: String) -> Purpose? { index[code].map { purposes[$0] } }

    /// Whether a rule on `code` covers `purpose`: it is the same or stands above it.
    public func covers(_ code: String, _ purpose: String) -> Bool {
        var current: String? = purpose
        while let next = current {
            if next == code { return true }
            current = self.purpose(next)?.parent
        }
        return false
    }

    /// The purposes that can be declared, in the order of the data.
    public var leaves: [Purpose] { purposes.filter(\.isLeaf) }
}

extension PurposeTree {
    /// Reads purposes.yaml.
    ///
    /// - Throws: `SharingError` with line and column.
    public init(yaml: String, file: String) throws(SharingError) {
        let root = try DocumentMembers(DocumentNode.parse(yaml, file: file), known: ["version", "purposes"])
        var purposes: [Purpose] = []
        func read(_ node: DocumentNode, below parent: String?) throws(SharingError) {
            for member in try node.members() {
                let members = try DocumentMembers(member.value, known: ["dpv", "en", "es", "below"])
                guard !purposes.contains(where: { $0.code == member.name }) else {
                    throw member.key.fail(.repeated, "\(member.name) stands twice; codes are unique in the whole tree")
                }
                purposes.append(
                    Purpose(
                        code: member.name, parent: parent, isLeaf: members["below"] == nil,
                        dpv: try members.required("dpv").text(), english: try members.required("en").text(),
                        spanish: try members.required("es").text()))
                if let below = members["below"] { try read(below, below: member.name) }
            }
        }
        try read(try root.required("purposes"), below: nil)
        self.init(
            version: try root.required("version").number(1...1_000_000), hash: ContentHash(of: yaml), purposes: purposes
        )
    }
}
