public import AmparoModel

/// An agreement between agencies, as a file says it. What it says never changes once it is enacted: its name for ever is
/// its content hash. When it holds can be narrowed, by a suspension say, without touching what it says.
public struct Agreement: Hashable, Sendable {
    /// What sort of agreement it is.
    public enum Kind: String, CaseIterable, Sendable {
        /// A matching agreement (5 USC 552a(o)): at most 18 months, and one certified renewal of 12.
        case matching
        /// A memorandum of understanding or agreement: its own term.
        case mou
    }

    /// One of the twelve conditions of disclosure of 5 USC 552a(b).
    public enum PrivacyActAuthority: String, CaseIterable, Sendable {
        /// Need to know inside the agency.
        case b1
        /// Freedom of information.
        case b2
        /// A published routine use.
        case b3
        /// The census.
        case b4
        /// Statistical research, not identifiable.
        case b5
        /// The National Archives.
        case b6
        /// Law enforcement, on the written request of the head of an agency.
        case b7
        /// Compelling circumstances of health or safety.
        case b8
        /// Congress.
        case b9
        /// The Comptroller General.
        case b10
        /// The order of a court.
        case b11
        /// A consumer reporting agency.
        case b12

        /// The paragraph of the Privacy Act, as `5 USC 552a(b)(3)`. A receipt names it, and what was told under (b)(7) stays
        /// out of the person's own account (5 USC 552a(c)(3)).
        public var citation: String { "5 USC 552a(b)(\(rawValue.dropFirst()))" }
    }

    /// An agreement by name and version: `orr-ice-court@1`.
    public struct Name: Hashable, Sendable, CustomStringConvertible {
        /// The agreement's own code.
        public var id: String
        /// Its version.
        public var version: Int

        /// A name.
        public init(id: String, version: Int) {
            self.id = id
            self.version = version
        }

        /// `id@version`.
        public var description: String { "\(id)@\(version)" }
    }

    /// Its code.
    public let id: String
    /// Its version.
    public let version: Int
    /// Its title.
    public let title: String
    /// What sort of agreement it is.
    public let kind: Kind
    /// The parties.
    public let parties: [Party]
    /// The condition of disclosure that it rests on.
    public let privacyAct: PrivacyActAuthority
    /// The authority in words.
    public let citation: String
    /// The first moment written in it.
    public let effective: Instant
    /// The moment from which it no longer holds, as written in it.
    public let expires: Instant
    /// The agreement that it takes the place of.
    public let replaces: Name?
    /// For a matching agreement: the one that it renews, after both agencies certified their compliance.
    public let renews: Name?
    /// Whether it may be enacted; examples of past regimes are for simulation only.
    public let isEnactable: Bool
    /// What is known of a past regime, in words.
    public let known: [String]
    /// What is not known of it.
    public let unknown: [String]
    /// The clauses as rules, in the order of their ids. Their span is when they hold, not what is written.
    public internal(set) var clauses: [Rule]
    /// Where it says that.
    let places: AgreementPlaces
    /// The hash of the canonical form.
    public internal(set) var contentHash: ContentHash

    /// The name and version.
    public var name: Name { Name(id: id, version: version) }

    /// No clause holds from this moment on: a suspension or an early end.
    public mutating func end(at moment: Instant) {
        for index in clauses.indices { clauses[index].span.end(at: moment) }
    }

    /// One clause does not hold from this moment on: a breach of its obligations.
    public mutating func end(clause: String, at moment: Instant) {
        for index in clauses.indices where clauses[index].clause == clause { clauses[index].span.end(at: moment) }
    }

    /// Every clause holds in this time, whatever is written: for a simulation of "as if it were in force".
    public mutating func assume(_ span: TimeSpan) {
        for index in clauses.indices { clauses[index].span = span }
    }

    /// No clause holds before this moment: a widening that waits for its publication.
    public mutating func begin(at moment: Instant) {
        for index in clauses.indices where clauses[index].span.from.microseconds < moment.microseconds {
            clauses[index].span.from = moment
        }
    }
}

extension Agreement {
    /// From its first moment to its end, as written.
    public var span: TimeSpan { TimeSpan(from: effective, until: expires) }

    /// Whether the clauses say the same, whatever the names and dates.
    func saysTheSame(as other: Agreement) -> Bool {
        func bodies(_ agreement: Agreement) -> [[String: CanonicalJSON]] {
            agreement.clauses.map { clause in
                var body = clause.body(.shipped)
                body["id"] = .optional(clause.clause)
                return body
            }
        }
        return Set(parties) == Set(other.parties) && bodies(self) == bodies(other)
    }
}

extension TimeSpan {
    mutating func end(at moment: Instant) {
        if let until, until.microseconds <= moment.microseconds { return }
        until = moment
    }
}
