/// A value that names a person. It prints as ‹sealed›, in a debugger's dump too, so that it cannot reach a log line or
/// an error by accident (ARCHITECTURE.md, law 5).
public struct Sensitive<Value> {
    /// The value itself. Reading it is the one deliberate step.
    public var exposed: Value

    /// Wraps a value.
    public init(_ value: Value) { exposed = value }
}

extension Sensitive: Sendable where Value: Sendable {}
extension Sensitive: Equatable where Value: Equatable {}
extension Sensitive: Hashable where Value: Hashable {}

extension Sensitive: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always ‹sealed›.
    public var description: String { "‹sealed›" }
    /// Always ‹sealed›.
    public var debugDescription: String { "‹sealed›" }
    /// A mirror that shows nothing of the value.
    public var customMirror: Mirror { Mirror(self, children: [] as [Mirror.Child], displayStyle: .struct) }
}
