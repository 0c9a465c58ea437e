public import AmparoModel
internal import AmparoTransparency

/// "As known on": the moment whose knowledge a question asks for (law 1).
public enum AsKnown: Hashable, Sendable {
    /// What had been recorded at or before an instant.
    case instant(Instant)
    /// What had been recorded up to the entry of that number; 0 is before the first.
    case seq(Int64)

    /// Reads an RFC 3339 date-time or `seq:N`; anything else is nil.
    public init?(_ text: some StringProtocol) {
        if text.hasPrefix("seq:") {
            guard let seq = Int64(text.dropFirst(4)), seq >= 0 else { return nil }
            self = .seq(seq)
        } else {
            guard let instant = Instant(text) else { return nil }
            self = .instant(instant)
        }
    }
}

extension Journal {
    /// The number of the last entry that was recorded at or before `moment`; 0 when there was none yet.
    ///
    /// Entries are recorded in the order of their numbers, so this is a search of about 24 reads at ten million
    /// entries; where the clock was mended, within the stretch that the instant is in. Throws `outOfRange` for a number beyond the last entry.
    public func seq(asKnown moment: AsKnown) throws -> Int64 {
        try database.read { connection in
            let last = Int64(try SequencerState.read(on: connection).state.frontier.size)
            switch moment {
            case .seq(let seq):
                guard seq >= 0, seq <= last else { throw StoreError(.outOfRange, "the last entry is \(last)") }
                return seq
            case .instant(let instant):
                let statement = try connection.statement("SELECT recorded FROM entry WHERE seq = ?")
                defer { statement.reset() }
                let stretch = try ClockMends(on: connection).stretch(at: instant.microseconds, last: last)
                var (low, high) = (stretch.lowerBound, stretch.upperBound)
                while low < high {
                    let middle = low + (high - low + 1) / 2
                    statement.reset()
                    statement.bind(middle, at: 1)
                    guard try statement.step() else { throw StoreError(.brokenEntry, "entry \(middle)") }
                    if statement.int64(0) <= instant.microseconds { low = middle } else { high = middle - 1 }
                }
                return low
            }
        }
    }
}
