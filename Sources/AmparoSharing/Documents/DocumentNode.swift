internal import Yams

/// A place in a YAML or JSON text (JSON is read as the subset of YAML that it is), so that every error can say where.
///
/// Anchors and aliases are refused: a text must say what it says where it says it, and cannot be made to unfold.
struct DocumentNode {
    let node: Node
    let file: String

    /// Reads a text of at most one MiB that holds one document.
    static func parse(_ text: String, file: String) throws(SharingError) -> DocumentNode {
        guard text.utf8.count <= 1 << 20 else {
            throw SharingError(.notReadable, "the text is longer than one MiB; split it", file: file)
        }
        try refuseAnchors(text, file: file)
        let composed: Node?
        do {
            composed = try Parser(yaml: text).singleRoot()
        } catch let error as YamlError {
            throw DocumentNode.error(error, file: file)
        } catch {
            throw SharingError(.notReadable, "the text cannot be read as YAML or JSON", file: file)
        }
        guard let composed else {
            throw SharingError(.notReadable, "the text is empty", file: file, line: 1, column: 1)
        }
        let root = DocumentNode(node: composed, file: file)
        try root.refuseDepth(level: 0)
        return root
    }

    private static func error(_ error: YamlError, file: String) -> SharingError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            SharingError(
                .notReadable, "not YAML or JSON: \(problem); correct the text there", file: file, line: mark.line,
                column: mark.column)
        case .duplicatedKeysInMapping(_, let context):
            SharingError(
                .notReadable, "a name stands twice in this mapping; keep one", file: file, line: context.mark.line,
                column: context.mark.column)
        default: SharingError(.notReadable, "the text cannot be read as YAML or JSON", file: file)
        }
    }

    /// Refuses `&name` where an anchor could stand, before anything is unfolded (a text of a few lines can unfold to more
    /// than memory holds). A text that only looks so, ` &x` within quotes, is refused as well.
    private static func refuseAnchors(_ text: String, file: String) throws(SharingError) {
        var (line, column, opens) = (1, 1, true)
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() {
            if byte == 0x26, opens, index + 1 < bytes.count, isWord(bytes[index + 1]) {
                throw SharingError(
                    .notReadable, "anchors are not used here; write the value out", file: file, line: line,
                    column: column)
            }
            opens = [0x20, 0x09, 0x0A, 0x0D, 0x5B, 0x7B, 0x2C].contains(byte)
            if byte == 0x0A {
                (line, column) = (line + 1, 1)
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
            || byte == 0x2D
    }

    private func refuseDepth(level: Int) throws(SharingError) {
        guard level <= 64 else { throw fail(.notReadable, "more than 64 levels; flatten the text") }
        switch node {
        case .scalar, .alias: return
        case .sequence(let sequence):
            for element in sequence { try at(element).refuseDepth(level: level + 1) }
        case .mapping(let mapping):
            for (key, value) in mapping {
                try at(key).refuseDepth(level: level + 1)
                try at(value).refuseDepth(level: level + 1)
            }
        }
    }

    func at(_ other: Node) -> DocumentNode { DocumentNode(node: other, file: file) }

    /// An error at this place.
    func fail(_ code: SharingError.Code, _ message: String) -> SharingError {
        SharingError(code, message, file: file, line: node.mark?.line, column: node.mark?.column)
    }

    /// Whether the value is written as nothing: `null`, `~` or an empty plain word.
    var isNull: Bool {
        guard case .scalar(let scalar) = node, scalar.style == .plain else { return false }
        return ["", "~", "null"].contains(scalar.string)
    }

    /// Whether the value is a mapping.
    var isMapping: Bool {
        if case .mapping = node { true } else { false }
    }

    /// Whether the value is a list.
    var isList: Bool {
        if case .sequence = node { true } else { false }
    }

    /// A text, quoted or not.
    func text() throws(SharingError) -> String {
        guard case .scalar(let scalar) = node, !isNull else { throw fail(.badValue, "a text is expected here") }
        return scalar.string
    }

    /// A whole number within limits.
    func number(_ limits: ClosedRange<Int>) throws(SharingError) -> Int {
        guard case .scalar(let scalar) = node, scalar.style == .plain, let number = Int(scalar.string),
            limits.contains(number)
        else {
            throw fail(.badValue, "a whole number from \(limits.lowerBound) to \(limits.upperBound) is expected here")
        }
        return number
    }

    /// `true` or `false`.
    func flag() throws(SharingError) -> Bool {
        guard case .scalar(let scalar) = node, scalar.style == .plain, ["true", "false"].contains(scalar.string) else {
            throw fail(.badValue, "true or false is expected here")
        }
        return scalar.string == "true"
    }

    /// The elements of a list.
    func elements() throws(SharingError) -> [DocumentNode] {
        guard case .sequence(let sequence) = node else { throw fail(.badValue, "a list is expected here") }
        return sequence.map(at)
    }

    /// The elements of a list, or the value itself where one stands alone.
    func oneOrMore() throws(SharingError) -> [DocumentNode] { isList ? try elements() : [self] }

    /// The names and values of a mapping, in the order of the text.
    func members() throws(SharingError) -> [(name: String, key: DocumentNode, value: DocumentNode)] {
        guard case .mapping(let mapping) = node else { throw fail(.badValue, "names with values are expected here") }
        var members: [(name: String, key: DocumentNode, value: DocumentNode)] = []
        for (key, value) in mapping {
            let name = at(key)
            members.append((try name.text(), name, at(value)))
        }
        return members
    }
}
