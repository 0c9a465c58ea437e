/// A value that may leave: it was decided about, redacted, and its receipt is durable (ARCHITECTURE law 4).
///
/// There is no other maker than the gate, in this file. Whatever answers somebody about a person takes `Disclosed` and
/// nothing else, so that what has no receipt cannot be sent.
public struct Disclosed<Value: Sendable>: Sendable {
    /// What was disclosed.
    public let value: Value
    /// The number of the receipt's entry.
    public let receipt: Int64
    /// What was shown and what was not.
    public let decided: DecidedFields
    /// What the decision permits, whether or not anything was said of it: the same object for all that was decided alike.
    public let permitted: DecidedFields
    /// What was decided of each field, by rule.
    public var groups: [Receipt.Group] { decided.groups }
    /// What the recipient owes for what was shown, each once, in order.
    public var obligations: [String] { decided.obligations }

    /// Only with proof that the receipt is durable; only here.
    fileprivate init(_ value: Value, receipt: Int64, decided: DecidedFields, permitted: DecidedFields) {
        self.value = value
        self.receipt = receipt
        self.decided = decided
        self.permitted = permitted
    }
}

/// What was decided of fields, by rule. It tells of a decision and holds no fact and no person; many disclosures share one, so
/// that what follows from it is worked out once.
public final class DecidedFields: Sendable {
    /// Fields by rule, in the order in which they were decided.
    public let groups: [Receipt.Group]
    /// What the recipient owes for what is shown, each once, in order.
    public let obligations: [String]
    /// Whether any field is shown.
    public let isAny: Bool

    init(_ groups: [Receipt.Group]) {
        self.groups = groups
        let shown = groups.filter(\.isShown)
        obligations = Set(shown.flatMap(\.obligations)).sorted()
        isAny = !shown.isEmpty
    }
}

extension Disclosed {
    /// Another value that tells no more than this one, under the same receipt.
    func retold<Other: Sendable>(_ value: Other) -> Disclosed<Other> {
        Disclosed<Other>(value, receipt: receipt, decided: decided, permitted: permitted)
    }
}

/// Values about whom everything is decided, waiting for their receipts.
struct Undisclosed<Value: Sendable>: Sendable {
    /// What will be disclosed when the receipt is durable.
    fileprivate let value: Value
    fileprivate let decided: DecidedFields
    fileprivate let permitted: DecidedFields

    init(_ value: Value, decided: DecidedFields, permitted: DecidedFields) {
        self.value = value
        self.decided = decided
        self.permitted = permitted
    }

    /// Discloses what the receipts stand for, in their order. What has no receipt stays where it is.
    static func disclose(_ values: [Undisclosed?], with receipts: DurableReceipts) -> [Disclosed<Value>] {
        zip(values, receipts.numbers).compactMap { value, receipt in
            value.map {
                Disclosed($0.value, receipt: receipt, decided: $0.decided, permitted: $0.permitted)
            }
        }
    }
}
