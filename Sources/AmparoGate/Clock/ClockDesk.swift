public import AmparoModel
public import AmparoStore

/// Says that the clock is right: after a machine's clock ran far ahead and was corrected, or after a store lay idle for so
/// long that the gate does not believe the time any more.
///
/// **Who may.** Two accounts of two home agencies (of one, where the store has accounts of one only), one of them a privacy
/// officer's or oversight's, each with a signature. That their attestation has lapsed does not matter: by the wrong clock
/// everybody's has. From the entry on, time goes on from what the clock shows then.
public struct ClockDesk: Sendable {
    /// One mending.
    public struct Mending: Hashable, Sendable {
        /// The entry.
        public var seq: Int64
        /// What the clock showed when it was set right.
        public var mended: Instant
        /// When the entry in front of it says that it was recorded.
        public var before: Instant
        /// The numbers of the two accounts.
        public var accounts: [Int64]
    }

    private let store: GovernanceStore

    /// The clock of a store.
    public init(_ store: GovernanceStore) { self.store = store }

    /// Every mending, in order.
    public func all() throws -> [Mending] {
        try store.read { try $0.facts.all(.clock) }.map { fact in
            Mending(
                seq: fact.seq, mended: fact.recorded, before: fact.payload[instant: .from] ?? fact.recorded,
                accounts: [fact.actor] + (fact.payload[number: .secondSigner].map { [$0] } ?? []))
        }
    }

    /// Says that the clock is right now. The reason is sealed to the first who signs. Answers the entry's number. Throws
    /// `state` when the last entry was recorded within the last `Gate.Limits.leap`: then nothing is wrong; `secondPerson`,
    /// `notEntitled`, `signature`.
    @discardableResult
    public func mend(reason: Sensitive<String>, by signers: [Signer]) throws -> Int64 {
        try store.append(isMending: true) { moment in
            let clock = store.now()
            let last = try moment.facts.lastRecorded()
            guard Gate.Limits.standard.doubts(clock, after: last.microseconds) else {
                throw GovernanceError(.state, "The clock agrees with the last entry; there is nothing to mend.")
            }
            var draft = GovernanceDraft(kind: .clockMended, occurred: .at(clock))
            draft.payload[instant: .from] = last
            guard let first = signers.first else { throw GovernanceError.twoMustSign }
            draft.sealed = SealedWords(
                Person(.account, try moment.actor(first.account, lapsed: true).number), [.reason: reason.exposed])
            try moment.signTwice(&draft, by: signers, lapsed: true, about: "the clock after \(last)") {
                $0.isPrivacyOfficer || $0.isOversight
            }
            return [draft]
        }[0]
    }
}
