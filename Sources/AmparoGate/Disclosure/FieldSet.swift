internal import AmparoSharing
internal import Synchronization

/// Fields of the catalogue, as bits: quick to fill, to compare and to look up.
struct FieldSet: Hashable, Sendable {
    private var words = [UInt64](repeating: 0, count: (FieldCatalogue.limit + 63) / 64)

    /// Adds a field; the number of no field is not added.
    mutating func insert(_ number: FieldNumber) {
        let place = Int(number.rawValue)
        guard place < words.count * 64 else { return }
        words[place >> 6] |= 1 << UInt64(place & 63)
    }

    /// Whether a field is among them.
    func contains(_ number: FieldNumber) -> Bool {
        let place = Int(number.rawValue)
        return place < words.count * 64 && words[place >> 6] & 1 << UInt64(place & 63) != 0
    }
}

/// The numbers of fields that were asked for by name last: a page asks for the same hundreds of names each time.
final class NamedFields: Sendable {
    private let last = Mutex<(names: [String], numbers: [FieldNumber])>(([], []))

    /// The numbers of names, in their order; that of no field for a name that the catalogue does not know.
    func numbers(of names: [String], _ catalogue: FieldCatalogue) -> [FieldNumber] {
        // Equal at a glance when it is the same list, and not looked at when it is of another length.
        if let known = last.withLock({ $0.names == names ? $0.numbers : nil }) { return known }
        let numbers = names.map { catalogue[$0]?.number ?? .unknown }
        last.withLock { $0 = (names, numbers) }
        return numbers
    }
}
