public import AmparoOversight

/// Two sources that cannot both be right of one person, as it may be shown: record ids and the court's own numbers only.
public struct Dispute: Hashable, Sendable {
    /// One of those in it.
    public struct Holder: Hashable, Sendable {
        /// The record id of the child under whom it stands now.
        public var child: Int64
        /// What it is: `care` record, `notice` or agency's result, court `case`.
        public var source: String
        /// The court's case number, of a case.
        public var caseNumber: Int64?
        /// The record's own number of it.
        var anchor: Int64
    }

    /// Its number: that of the entry that opened it.
    public var id: Int64
    /// What the sources cannot agree on: `number`, whose an A-number is.
    public var kind: String
    /// Those in it, by the record's order.
    public var holders: [Holder]
    /// The child to whom it was adopted, as it stands now; nil while it is open.
    public var adopted: Int64?

    /// The dispute as JSON.
    public var json: JSON {
        .object([
            JSON.Member("id", .number(String(id))),
            JSON.Member("kind", .string(kind)),
            JSON.Member("state", .string(adopted == nil ? "open" : "adopted")),
            JSON.Member("adopted", adopted.map { .number(String($0)) } ?? .null),
            JSON.Member(
                "holders",
                .array(
                    holders.map { holder in
                        .object([
                            JSON.Member("child", .number(String(holder.child))),
                            JSON.Member("source", .string(holder.source)),
                            JSON.Member("case", holder.caseNumber.map { .number(String($0)) } ?? .null),
                        ])
                    })),
        ])
    }
}
