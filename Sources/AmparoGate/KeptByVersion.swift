internal import Synchronization

/// Keeps what was worked out of a state of the store until the state has another version: asked for with every request, worked
/// out once. Several threads may work it out at the same time; the last to come is kept.
final class KeptByVersion<Version: Equatable & Sendable, Value: Sendable>: Sendable {
    private struct Known: Sendable {
        var version: Version
        var value: Value
    }

    private let known = Mutex<Known?>(nil)

    init() {}

    /// What is kept for a version, or what `making` gives, which is kept from then on; nil is not.
    func value(at version: Version, making: () throws -> Value?) rethrows -> Value? {
        if let known = known.withLock({ $0 }), known.version == version { return known.value }
        guard let value = try making() else { return nil }
        known.withLock { $0 = Known(version: version, value: value) }
        return value
    }

    /// The same of what can always be worked out.
    func value(at version: Version, making: () throws -> Value) rethrows -> Value {
        if let known = known.withLock({ $0 }), known.version == version { return known.value }
        let value = try making()
        known.withLock { $0 = Known(version: version, value: value) }
        return value
    }
}
