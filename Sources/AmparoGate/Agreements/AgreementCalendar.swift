public import AmparoModel

/// From when to when each agreement of a store is in force, worked out from the entries and nothing else: the same
/// answer for ever (law 7), to the microsecond.
///
/// A narrowing begins when it is enacted, a widening 30 days after its diff and simulation are published, neither
/// before the moment written in it. It ends at the moment written in it, when it is suspended, or when another that
/// replaces it begins, whichever comes first; what is replaced does not come back.
public struct AgreementCalendar: Sendable {
    /// How many days a widening is published before it begins (SHARING.md, "Enacting").
    public static let publicationDays: Int64 = 30

    /// Where an agreement stands at an instant.
    public enum State: String, Sendable, CaseIterable {
        /// It was not there yet.
        case unknown
        /// It is proposed; approvals are missing.
        case proposed
        /// It has the approvals it needs, and is not published or its day has not come.
        case approved
        /// A widening, published and waiting.
        case published
        /// It holds.
        case inForce = "in-force"
        /// Its term is over.
        case expired
        /// It was suspended.
        case suspended
        /// Another took its place.
        case replaced
        /// It was taken back.
        case withdrawn
    }

    /// When an agreement holds.
    public struct Span: Hashable, Sendable {
        /// The first moment.
        public var begins: Instant
        /// The moment from which it no longer holds.
        public var ends: Instant
    }

    private struct Entry {
        var history: AgreementHistory
        var term: AgreementTerm
    }

    private var entries: [Int64: Entry] = [:]
    private var spans: [Int64: Span] = [:]
    private var replacedAt: [String: Instant] = [:]

    /// The calendar of agreements, each with the term that its text says.
    public init(_ agreements: [(history: AgreementHistory, term: AgreementTerm)]) {
        for (history, term) in agreements { entries[history.id] = Entry(history: history, term: term) }
        // Nobody begins later because another ends, so beginnings come first.
        for entry in entries.values {
            guard let replaces = entry.term.replaces, let begins = Self.beginning(entry) else { continue }
            replacedAt[replaces] = replacedAt[replaces].map { min($0, begins) } ?? begins
        }
        for (id, entry) in entries {
            guard let begins = Self.beginning(entry) else { continue }
            let history = entry.history
            let ends = Self.earliest([
                entry.term.expires, history.suspended, history.withdrawn, replacedAt[entry.term.name],
            ])
            if begins.microseconds < ends.microseconds { spans[id] = Span(begins: begins, ends: ends) }
        }
    }

    /// The stretch in which an agreement holds, as far as the entries say; nil when it never does.
    public func span(_ id: Int64) -> Span? { spans[id] }

    /// Where an agreement stands at an instant.
    public func state(_ id: Int64, at instant: Instant) -> State {
        guard let entry = entries[id], has(entry.history.proposed, instant) else { return .unknown }
        let history = entry.history
        if has(history.withdrawn, instant) { return .withdrawn }
        if has(history.suspended, instant) { return .suspended }
        guard has(history.enacted, instant) else { return .proposed }
        if has(replacedAt[entry.term.name], instant) { return .replaced }
        if has(entry.term.expires, instant) { return .expired }
        if has(Self.beginning(entry), instant) { return .inForce }
        return history.isWidening && has(history.published, instant) ? .published : .approved
    }

    private func has(_ moment: Instant?, _ instant: Instant) -> Bool {
        moment.map { $0.microseconds <= instant.microseconds } ?? false
    }

    /// When an agreement begins if nothing else ends it first; nil when it never does.
    private static func beginning(_ entry: Entry) -> Instant? {
        let history = entry.history
        guard let enacted = history.enacted else { return nil }
        var begins = max(enacted, entry.term.effective)
        if history.isWidening {
            guard let published = history.published else { return nil }
            begins = max(begins, published.adding(days: publicationDays))
        }
        let stopped = earliest([entry.term.expires, history.suspended, history.withdrawn])
        return begins.microseconds < stopped.microseconds ? begins : nil
    }

    private static func earliest(_ moments: [Instant?]) -> Instant {
        moments.compactMap(\.self).min { $0.microseconds < $1.microseconds } ?? Instant(microseconds: .max)
    }
}
