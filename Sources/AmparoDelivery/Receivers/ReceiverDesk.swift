public import AmparoModel
public import AmparoStore

/// Adds, changes and removes receivers. Each change is signed, because a receiver is a way out of the record, and is an entry;
/// the last one counts.
public struct ReceiverDesk: Sendable {
    let outbox: Outbox
    private let now: @Sendable () -> Instant

    /// A desk over the outbox of a store.
    public init(_ outbox: Outbox, now: @escaping @Sendable () -> Instant) {
        self.outbox = outbox
        self.now = now
    }

    /// A receiver, with what has arrived at it.
    public struct Listed: Hashable, Sendable {
        /// The receiver.
        public var receiver: ReceiverRecord
        /// How many messages have arrived.
        public var sent: Int64
        /// How many wait.
        public var waiting: Int64
        /// The number of the last one that arrived; 0 for none.
        public var last: Int64
        /// How many attempts in a row have failed; 0 when the last one did not.
        public var failures: Int64
        /// When it is turned to next, not before now; nil when nothing is due.
        public var next: Instant?
    }

    /// Adds a receiver and answers it with its number.
    ///
    /// - Parameters:
    ///   - receiver: what it is to be; its number is chosen here.
    ///   - signing: asks whoever acts to sign.
    /// - Throws: `DeliveryError` `.badValue` when a value does not fit its channel, `.taken` when the name is taken or another
    ///   active receiver stands for the same posts; what `signing` throws.
    public func add(
        _ receiver: ReceiverRecord, at address: ReceiverAddress, signing: ReceiverAct.Signing
    ) throws -> ReceiverRecord {
        try ReceiverRules.check(receiver, address)
        let signed = try signing(.adding(receiver, at: address))
        return try append(address, signed) { all in
            guard !all.contains(where: { $0.name == receiver.name && $0.state != .removed }) else {
                throw DeliveryError(.taken, "there is a receiver of that name; choose another")
            }
            guard !all.contains(where: { $0.posts == receiver.posts && $0.state == .active }) else {
                throw DeliveryError(.taken, "another receiver stands for these posts; remove it first")
            }
            var added = receiver
            added.number = (all.map(\.number).max() ?? 0) + 1
            added.state = .active
            added.generation = 1
            return added
        }
    }

    /// Takes a receiver away: nothing goes there any more, and what waits goes to who stands for its posts then.
    @discardableResult
    public func remove(_ name: String, signing: ReceiverAct.Signing) throws -> ReceiverRecord {
        let signed = try signing(.removing(name))
        return try change(name, signed) { $0.state = .removed }
    }

    /// Signs with a new key from now on, and with the old one beside it until the overlap is over.
    public func rotate(
        _ name: String, overlap: Duration, signing: ReceiverAct.Signing
    ) throws -> ReceiverRecord {
        let now = now()
        let known = try receiver(named: name)
        let signed = try signing(.rotating(known, overlap: overlap))
        return try change(name, signed) { receiver in
            // What was signed is the next key after the one that was known.
            guard receiver.generation == known.generation else {
                throw DeliveryError(.taken, "its key was rotated meanwhile; look at `receiver list` and sign again")
            }
            receiver.generation += 1
            receiver.overlapEnds = Instant(microseconds: now.microseconds + overlap.microseconds)
        }
    }

    /// A receiver by its name.
    ///
    /// - Throws: `DeliveryError` `.unknown`.
    public func receiver(named name: String) throws -> ReceiverRecord {
        let all = try all()
        // A name may be given again once its receiver was removed.
        guard
            let found = all.last(where: { $0.name == name && $0.state != .removed })
                ?? all.last(where: { $0.name == name })
        else { throw DeliveryError(.unknown, "there is no receiver of that name; see `receiver list`") }
        return found
    }

    /// All receivers, by number.
    public func list() throws -> [Listed] {
        let states = try outbox.database.read { try ReceiverState.all(on: $0) }
        return try states.map { state in
            let number = state.record.number
            let work = try outbox.database.read { connection -> (Int64, Int64)? in
                let row = try connection.statement("SELECT failures, turn_at FROM delivery_work WHERE receiver = ?")
                defer { row.reset() }
                row.bind(number, at: 1)
                return try row.step() ? (row.int64(0), row.int64(1)) : nil
            }
            return Listed(
                receiver: state.record, sent: state.sent, waiting: try outbox.countWaiting(for: number),
                last: state.last, failures: work?.0 ?? 0,
                next: work.flatMap { $0.1 == .max ? nil : Instant(microseconds: max($0.1, now().microseconds)) })
        }
    }

    private func all() throws -> [ReceiverRecord] {
        try outbox.database.read { try ReceiverState.all(on: $0).map(\.record) }
    }

    private func change(
        _ name: String, _ signed: ReceiverAct.Signed, _ body: (inout ReceiverRecord) throws -> Void
    ) throws -> ReceiverRecord {
        try append(nil, signed) { all in
            guard var found = all.first(where: { $0.name == name && $0.state == .active }) else {
                throw DeliveryError(.unknown, "there is no active receiver of that name; see `receiver list`")
            }
            try body(&found)
            return found
        }
    }

    /// Appends the receiver that `decide` makes of all of them; asks again when another change came in between.
    private func append(
        _ address: ReceiverAddress?, _ signed: ReceiverAct.Signed,
        _ decide: ([ReceiverRecord]) throws -> ReceiverRecord
    ) throws -> ReceiverRecord {
        for _ in 0..<16 {
            let known = try all()
            var receiver = try decide(known)
            receiver.signature = signed.signature
            guard let key = try outbox.keys.key(for: Person(.receiver, receiver.number), creatingMissing: true) else {
                throw StoreError(.noKey)
            }
            var batch = EntryBatch(random: outbox.random)
            try batch.append(receiver, address: address?.sealable, key: key, at: now(), actor: signed.actor)
            do {
                try outbox.journal.sequencer.append(&batch) { connection, entries in
                    guard try ReceiverState.all(on: connection).map(\.record) == known else {
                        throw StoreError(.conflict)
                    }
                    try DeliveryProjection().apply(entries, on: connection)
                }
                return receiver
            } catch let error as StoreError where error.code == .conflict {
                continue
            }
        }
        throw StoreError(.busy, "receivers are being written")
    }
}

/// What a receiver has to be.
enum ReceiverRules {
    static func check(_ receiver: ReceiverRecord, _ address: ReceiverAddress) throws(DeliveryError) {
        func require(_ condition: Bool, _ message: String) throws(DeliveryError) {
            guard condition else { throw DeliveryError(.badValue, message) }
        }
        try require(
            isCode(receiver.name, "-_.") && receiver.name.utf8.count <= 64,
            "a receiver's name has up to 64 letters, digits, `-`, `_` and `.`")
        try require(isPosts(receiver.posts), "posts are `party`, `party@office`, `party/role` or `party/role@office`")
        try require(
            (0...1_000_000).contains(receiver.hourlyCap) && (0...1440).contains(receiver.windowMinutes)
                && (0...720).contains(receiver.heartbeatHours),
            "a cap is up to 1000000 an hour, a window up to 1440 minutes, a heartbeat up to 720 hours apart")
        let reached = address.reached
        switch receiver.channel {
        case .webhook:
            try require(
                WebhookAddress(reached) != nil, "the address of a webhook is https://host/… without a name in it")
        case .mail: try require(MailAddress(reached) != nil, "a mail address is one `name@host` of plain characters")
        case .mailbox: try require(reached.isEmpty, "a mailbox has no address")
        case .drop:
            try require(reached.hasPrefix("/"), "the folder of a drop is a whole path")
            try require(receiver.recipientKey.count == 32, "a drop needs the recipient's key; `drop key` makes one")
        }
    }

    private static func isCode(_ text: some StringProtocol, _ more: String) -> Bool {
        !text.isEmpty
            && text.unicodeScalars.allSatisfy { scalar in
                ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
                    || more.unicodeScalars.contains(scalar)
            }
    }

    private static func isPosts(_ text: String) -> Bool {
        let halves = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let names = halves[0].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        return text.utf8.count <= 256 && names.allSatisfy { isCode($0, "-.") }
            && halves.dropFirst().allSatisfy { isCode($0, "-") }
    }
}
