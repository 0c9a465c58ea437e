internal import AmparoGate
internal import AmparoModel
public import AmparoSharing
public import AmparoStore

/// Finds what of a person left without its receipt: every text of a person in an output must be covered by a granted receipt
/// of the journal that names the child, or the sponsor, and the field.
///
///     let leaks = try DisclosureLeaks(journal: journal, keys: keys)
///     #expect(try leaks.uncovered(in: output, since: before).isEmpty)
///
/// Reads everything and opens everything: for small stores of invented people.
public struct DisclosureLeaks {
    /// A text of a person that left, and of what field it is. The text itself is not in it.
    public struct Leak: Hashable, Sendable, CustomStringConvertible {
        /// The child, or 0 for a sponsor's rows.
        public var child: Int64
        /// The anchor whose row says it.
        public var anchor: Int64
        /// The field.
        public var field: String

        /// Child, anchor and field.
        public var description: String { "child \(child), anchor \(anchor): \(field)" }
    }

    /// Texts shorter than this are met by chance.
    public static let shortest = 5

    private let journal: Journal
    private let texts: [[UInt8]: Set<Leak>]

    /// The texts of all persons of a store.
    public init(journal: Journal, keys: KeyStore, catalogue: FieldCatalogue = .shipped) throws {
        self.journal = journal
        var texts: [[UInt8]: Set<Leak>] = [:]
        try journal.forEachSlice(1...Int64.max) { entries in
            for entry in entries {
                guard let kind = entry.kind.recordKind, let person = entry.sealedPerson,
                    let key = try keys.key(for: person, creatingMissing: false)
                else { continue }
                let sealed = try Seal.open(entry.sealed, with: key, entry: entry.id, field: .row)
                sealed.withUnsafeBytes { bytes in
                    var reader = SealedTextReader(bytes)
                    while let field = reader.next() {
                        guard field.text.count >= Self.shortest else { continue }
                        // Any of the classes that the column may be of covers it; a column of none covers nothing.
                        let names = catalogue.fields.filter { candidate in
                            candidate.sources.contains { $0.kind == kind && $0.column == field.id }
                        }.map(\.name)
                        let isSponsor = kind.subject == .sponsor
                        for name in names.isEmpty ? ["none"] : names {
                            texts[Array(field.text), default: []].insert(
                                Leak(child: isSponsor ? 0 : entry.child, anchor: entry.anchor, field: name))
                        }
                    }
                }
            }
        }
        self.texts = texts
    }

    /// The texts of persons in an output that no granted receipt after entry `since` covers. One text may be said of several
    /// people: it is covered when a receipt covers it for any of them.
    public func uncovered(in output: [UInt8], since: Int64 = 0) throws -> Set<Leak> {
        let covered = try coveredFields(since: since)
        var leaks: Set<Leak> = []
        for (text, origins) in texts where Self.contains(output, text) {
            if origins.isDisjoint(with: covered) { leaks.formUnion(origins) }
        }
        return leaks
    }

    /// How many texts of persons are in an output: a test that finds none proves nothing.
    public func count(in output: [UInt8]) -> Int { texts.keys.count { Self.contains(output, $0) } }

    private func coveredFields(since: Int64) throws -> Set<Leak> {
        var shown: [Int64: Set<String>] = [:]
        var told: [Int64: Set<String>] = [:]
        try journal.forEachSlice(max(1, since + 1)...Int64.max) { entries in
            for entry in entries where entry.kind == .disclosed {
                guard let receipt = Receipt(entry.payload) else { continue }
                let fields = Set(receipt.groups.filter(\.isShown).flatMap(\.fields))
                shown[entry.child, default: []].formUnion(fields)
                for sponsor in receipt.sponsors { told[sponsor, default: []].formUnion(fields) }
            }
        }
        var covered: Set<Leak> = []
        for origin in texts.values.lazy.flatMap({ $0 }) {
            let fields = origin.child == 0 ? told[origin.anchor] : shown[origin.child]
            if fields?.contains(origin.field) ?? false { covered.insert(origin) }
        }
        return covered
    }

    private static func contains(_ output: [UInt8], _ text: [UInt8]) -> Bool {
        guard output.count >= text.count, let first = text.first else { return false }
        return output.withUnsafeBufferPointer { output in
            text.withUnsafeBufferPointer { text in
                var place = 0
                let end = output.count - text.count
                while place <= end {
                    if output[place] == first, output[place..<(place + text.count)].elementsEqual(text) { return true }
                    place += 1
                }
                return false
            }
        }
    }
}
