internal import AmparoStore
internal import Dispatch
internal import Synchronization

/// Keys of persons that are fetched, and made where there are none, on a thread of its own until somebody waits for them.
final class KeysAhead: Sendable {
    private let isDone = DispatchGroup()
    private let found = Mutex<Result<[Person: PersonKey], any Error>>(.success([:]))

    /// Begins to fetch the keys of these persons, who are in order and each named once.
    init(_ persons: [Person], _ store: KeyStore, creatingMissing: Bool) {
        DispatchQueue.global().async(group: isDone) { [self] in
            let fetched = Result {
                var keys: [Person: PersonKey] = [:]
                keys.reserveCapacity(persons.count)
                for (person, key) in zip(persons, try store.keys(for: persons, creatingMissing: creatingMissing)) {
                    keys[person] = key
                }
                return keys
            }
            found.withLock { $0 = fetched }
        }
    }

    /// The keys; none of a person whose key was destroyed, or that is not to be made. Throws what fetching threw.
    func wait() throws -> [Person: PersonKey] {
        isDone.wait()
        return try found.withLock { try $0.get() }
    }
}
