/// The members of a mapping of which every name is known: what is misspelt is an error and never passed over.
struct DocumentMembers {
    let place: DocumentNode
    private var values: [String: DocumentNode] = [:]

    /// Reads the members; a name that is not in `known` is refused. A value of `null` counts as absent.
    init(_ node: DocumentNode, known: [String]) throws(SharingError) {
        place = node
        for member in try node.members() {
            guard known.contains(member.name) else {
                throw member.key.fail(
                    .unknownMember, "nobody knows \(member.name) here; one of: \(known.joined(separator: ", "))")
            }
            if !member.value.isNull { values[member.name] = member.value }
        }
    }

    /// The value of a name, or nil.
    subscript(name: String) -> DocumentNode? { values[name] }

    /// The value of a name that must stand.
    func required(_ name: String) throws(SharingError) -> DocumentNode {
        guard let value = values[name] else { throw place.fail(.missing, "\(name) is missing; add it") }
        return value
    }
}
