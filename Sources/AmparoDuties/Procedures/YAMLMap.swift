internal import Yams

/// A mapping of a YAML file that knows its place, its file and the keys that its form has.
///
/// Every fault is a `DutiesError` with line and column. Keys outside of `keys` are faults: a misspelt key must not be
/// silently without effect.
struct YAMLMap {
    let file: String
    let line: Int
    let column: Int
    private var nodes: [String: Node] = [:]

    /// A file with one mapping in it; at most 256 KiB.
    init(file: String, text: String, keys: Set<String>) throws(DutiesError) {
        guard text.utf8.count <= 262_144 else {
            throw DutiesError(.notYAML, "shorten the file: procedures of more than 256 KiB are not read", file: file)
        }
        try self.init(YAMLMap.compose(text, file: file), file: file, keys: keys)
    }

    private init(_ node: Node, file: String, keys: Set<String>) throws(DutiesError) {
        self.file = file
        line = node.mark?.line ?? 1
        column = node.mark?.column ?? 1
        guard case .mapping(let mapping) = node else { throw error(.badValue, "write keys with values here", node) }
        for (key, value) in mapping {
            guard let name = key.scalar?.string else { throw error(.badValue, "write a plain word as key", key) }
            guard keys.contains(name) else {
                throw error(
                    .unknownKey, "\(name) is no key here; known are \(keys.sorted().joined(separator: ", "))", key)
            }
            nodes[name] = value
        }
    }

    private static func compose(_ text: String, file: String) throws(DutiesError) -> Node {
        do {
            if let node = try Yams.compose(yaml: text) { return node }
        } catch let error as YamlError {
            switch error {
            case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
                .composer(_, let problem, let mark, _):
                throw DutiesError(
                    .notYAML, "correct the YAML: \(problem)", file: file, line: mark.line, column: mark.column)
            case .duplicatedKeysInMapping(let duplicates, let context):
                let words = duplicates.map { "\($0)" }.sorted().joined(separator: ", ")
                throw DutiesError(
                    .notYAML, "keep one of the keys that stand twice: \(words)", file: file, line: context.mark.line,
                    column: context.mark.column)
            default: break
            }
        } catch {}
        throw DutiesError(.notYAML, "write one YAML document with keys and values", file: file)
    }

    /// Whether the key is there.
    func has(_ key: String) -> Bool { nodes[key] != nil }

    /// A text; nil when the key is not there.
    func text(_ key: String) throws(DutiesError) -> String? {
        guard let node = nodes[key] else { return nil }
        guard let scalar = node.scalar else { throw error(.badValue, "\(key) takes one value", node) }
        return scalar.string
    }

    /// A text that must be there and not be empty.
    func required(_ key: String) throws(DutiesError) -> String {
        guard let text = try text(key) else { throw missing(key) }
        guard !text.isEmpty else { throw error(.badValue, "\(key) must not be empty", key) }
        return text
    }

    /// A value read from a text; `form` says what is allowed.
    func value<T>(_ key: String, _ form: String, _ read: (String) -> T?) throws(DutiesError) -> T? {
        guard let text = try text(key) else { return nil }
        guard let value = read(text) else { throw error(.badValue, "\(key) is \(form), not \(text)", key) }
        return value
    }

    /// A value that must be there.
    func requiredValue<T>(_ key: String, _ form: String, _ read: (String) -> T?) throws(DutiesError) -> T {
        guard let value = try value(key, form, read) else { throw missing(key) }
        return value
    }

    /// `true` or `false`.
    func flag(_ key: String, default fallback: Bool) throws(DutiesError) -> Bool {
        try value(key, "true or false") { $0 == "true" ? true : $0 == "false" ? false : nil } ?? fallback
    }

    /// A list of texts; a single text is a list of one.
    func texts(_ key: String) throws(DutiesError) -> [String] {
        guard let node = nodes[key] else { return [] }
        if let scalar = node.scalar { return [scalar.string] }
        guard case .sequence(let items) = node else { throw error(.badValue, "\(key) takes a list", node) }
        var texts: [String] = []
        for item in items {
            guard let scalar = item.scalar else { throw error(.badValue, "\(key) takes a list of words", item) }
            texts.append(scalar.string)
        }
        return texts
    }

    /// A mapping below.
    func map(_ key: String, keys: Set<String>) throws(DutiesError) -> YAMLMap? {
        guard let node = nodes[key] else { return nil }
        return try YAMLMap(node, file: file, keys: keys)
    }

    /// A mapping that must be there.
    func requiredMap(_ key: String, keys: Set<String>) throws(DutiesError) -> YAMLMap {
        guard let map = try map(key, keys: keys) else { throw missing(key) }
        return map
    }

    /// A list of mappings.
    func maps(_ key: String, keys: Set<String>) throws(DutiesError) -> [YAMLMap] {
        guard let node = nodes[key] else { return [] }
        guard case .sequence(let items) = node else { throw error(.badValue, "\(key) takes a list", node) }
        var maps: [YAMLMap] = []
        for item in items { try maps.append(YAMLMap(item, file: file, keys: keys)) }
        return maps
    }

    /// An error at a key.
    func error(_ code: DutiesError.Code, _ message: String, _ key: String) -> DutiesError {
        guard let node = nodes[key] else { return DutiesError(code, message, file: file, line: line, column: column) }
        return error(code, message, node)
    }

    private func missing(_ key: String) -> DutiesError {
        DutiesError(.missingKey, "add the key \(key)", file: file, line: line, column: column)
    }

    private func error(_ code: DutiesError.Code, _ message: String, _ node: Node) -> DutiesError {
        DutiesError(code, message, file: file, line: node.mark?.line ?? line, column: node.mark?.column ?? column)
    }
}
