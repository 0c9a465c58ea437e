internal import AmparoModel
internal import AmparoStore

extension ReceiverDesk {
    /// Tells whether a signature is that of an account, by its number, over an act.
    public typealias Checking = (_ act: ReceiverAct, _ actor: Int64, _ signature: [UInt8]) throws -> Bool

    /// The first entry that makes a receiver what nobody signed; nil when there is none. Works out of each entry, beside the one
    /// before it, what was done, and asks about that. A receiver that is gone said so itself: nobody signs that. The address
    /// of one whose key was destroyed cannot be known any more, so its beginning is not asked about.
    public func firstUnsigned(_ isSigned: Checking) throws -> Int64? {
        var known: [Int64: ReceiverRecord] = [:]
        for seq in try changes() {
            let found = try outbox.journal.withEntry(seq) { entry in
                (ReceiverRecord(entry.payload), entry.actor, entry.occurred.from)
            }
            guard case (let receiver?, let actor, let at)? = found else { return seq }
            let before = known.updateValue(receiver, forKey: receiver.number)
            switch try done(receiver, since: before, at: at, givenBy: seq) {
            case .byItself, .unknowable: continue
            case .nothingKnown: return seq
            case .signed(let act): if try !isSigned(act, actor, receiver.signature) { return seq }
            }
        }
        return nil
    }

    private enum Done {
        case signed(ReceiverAct)
        case byItself
        case unknowable
        case nothingKnown
    }

    private func done(
        _ receiver: ReceiverRecord, since before: ReceiverRecord?, at: Int64, givenBy seq: Int64
    ) throws -> Done {
        guard var expected = before else {
            guard receiver.generation == 1, receiver.state == .active else { return .nothingKnown }
            let book = AddressBook(journal: outbox.journal, keys: outbox.keys)
            guard let address = try book.address(givenBy: seq) else {
                return receiver.channel == .mailbox ? .signed(.adding(receiver, at: ReceiverAddress(""))) : .unknowable
            }
            return .signed(.adding(receiver, at: address))
        }
        expected.signature = receiver.signature
        expected.state = receiver.state
        if receiver == expected, receiver.state == .gone, receiver.signature.isEmpty { return .byItself }
        if receiver == expected, receiver.state == .removed { return .signed(.removing(receiver.name)) }
        expected.generation += 1
        expected.overlapEnds = receiver.overlapEnds
        guard receiver == expected, receiver.state == before?.state, let before, let ends = receiver.overlapEnds else {
            return .nothingKnown
        }
        // Overlaps are whole hours, and the entry is written some moments after they were reckoned from.
        let hours = (ends.microseconds - at + 1_800_000_000) / 3_600_000_000
        return .signed(.rotating(before, overlap: .seconds(hours * 3600)))
    }

    private func changes() throws -> [Int64] {
        try outbox.database.read { connection in
            let row = try connection.statement("SELECT seq FROM entry WHERE kind = ? ORDER BY seq")
            defer { row.reset() }
            row.bind(Int64(EntryKind.receiverChanged.rawValue), at: 1)
            var changes: [Int64] = []
            while try row.step() { changes.append(row.int64(0)) }
            return changes
        }
    }
}
