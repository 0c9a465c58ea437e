/// A value that may leave: it was decided about, redacted, and its receipt is durable (ARCHITECTURE law 4).
///
/// There is no other maker than the gate, in this file. Whatever answers somebody about a person takes `Disclosed` and
/// nothing else, so that what has no receipt cannot be sent.
public struct Disclosed<Value: Sendable>: Sendable {
    /// What was disclosed.
    public let value: Value
    /// The number of the receipt's entry.
    public let receipt: Int64
    /// What was decided of each field, by rule.
    public let groups: [Receipt.Group]
    /// What the recipient owes for what was shown, each once, in order.
    public let obligations: [String]

    /// Only with proof that the receipt is durable; only here.
    fileprivate init(_ value: Value, receipt: Int64, groups: [Receipt.Group]) {
        self.value = value
        self.receipt = receipt
        self.groups = groups
        obligations = Set(groups.filter(\.isShown).flatMap(\.obligations)).sorted()
    }
}

extension Disclosed {
    /// Another value that tells no more than this one, under the same receipt.
    func retold<Other: Sendable>(_ value: Other) -> Disclosed<Other> {
        Disclosed<Other>(value, receipt: receipt, groups: groups)
    }
}

/// Values about whom everything is decided, waiting for their receipts.
struct Undisclosed<Value: Sendable>: Sendable {
    /// What will be disclosed when the receipt is durable.
    fileprivate let value: Value
    let groups: [Receipt.Group]

    init(_ value: Value, groups: [Receipt.Group]) {
        self.value = value
        self.groups = groups
    }

    /// Discloses what the receipts stand for, in their order. What has no receipt stays where it is.
    static func disclose(_ values: [Undisclosed?], with receipts: DurableReceipts) -> [Disclosed<Value>] {
        zip(values, receipts.numbers).compactMap { value, receipt in
            value.map { Disclosed($0.value, receipt: receipt, groups: $0.groups) }
        }
    }
}
