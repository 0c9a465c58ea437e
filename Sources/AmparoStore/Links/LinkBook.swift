internal import AmparoModel

/// A pair of records that may be, are, or are not one person.
public struct LinkPair: Sendable, Equatable {
    /// Its number: that of the entry that first told of it.
    public var id: Int64
    /// Whom it is about.
    public var subject: LinkSubject
    /// The anchors, the smaller number first.
    public var anchors: (Int64, Int64)
    /// How it stands.
    public var state: LinkState
    /// How many people must accept it.
    public var needs: Int
    /// The sum of the weights, in thousandths of a bit.
    public var weight: Int64
    /// The probability, in millionths.
    public var probability: Int64
    /// The last entries of each that were compared.
    public var seen: (Int64, Int64)
    /// The entry that last changed how it stands; 0 for none.
    public var settled: Int64
    /// Name and version of the model.
    public var model: String
    /// As in `PairPayload.comparisons`.
    public var comparisons: String

    /// The other of the two.
    public func other(than anchor: Int64) -> Int64 { anchors.0 == anchor ? anchors.1 : anchors.0 }

    /// Equal when they are the same pair in the same state.
    public static func == (a: Self, b: Self) -> Bool { a.id == b.id && a.state == b.state && a.settled == b.settled }
}

/// Reads the tables of links on one state of the store.
public struct LinkBook {
    private let connection: any DatabaseConnection

    /// A reader on a connection.
    public init(_ connection: any DatabaseConnection) { self.connection = connection }

    private static let columns = """
        pair, subject, first, second, state, needs, weight, probability, first_seen, second_seen, settled, model, comparisons
        """

    /// A pair by its number.
    public func pair(_ id: Int64) throws -> LinkPair? {
        try read("SELECT \(Self.columns) FROM link_pair WHERE pair = ?", id).first
    }

    /// Every pair in a state, by number.
    public func pairs(_ state: LinkState) throws -> [LinkPair] {
        try read("SELECT \(Self.columns) FROM link_pair WHERE state = ? ORDER BY pair", state.rawValue)
    }

    /// The pairs that an anchor is one of, by number.
    public func pairs(of anchor: Int64) throws -> [LinkPair] {
        let row = try connection.statement("SELECT pair FROM link_side WHERE anchor = ? ORDER BY pair")
        row.bind(anchor, at: 1)
        var ids: [Int64] = []
        while try row.step() { ids.append(row.int64(0)) }
        row.reset()
        return try ids.compactMap { try pair($0) }
    }

    /// Whether no pair was ever spoken of.
    public func isEmpty() throws -> Bool {
        let row = try connection.statement("SELECT MAX(pair) FROM link_pair")
        defer { row.reset() }
        return try !row.step() || row.isNull(0)
    }

    /// How a pair of anchors was last spoken of; nil when it never was.
    public func last(_ first: Int64, _ second: Int64) throws -> LinkPair? {
        let row = try connection.statement("SELECT pair FROM link_side WHERE anchor = ? AND other = ? ORDER BY pair")
        row.bind(first, at: 1)
        row.bind(second, at: 2)
        var id: Int64?
        while try row.step() { id = row.int64(0) }
        row.reset()
        return try id.flatMap { try pair($0) }
    }

    /// What accounts said of a pair, in order.
    public func judgements(of pair: Int64) throws -> [(account: Int64, judgement: LinkJudgement, seq: Int64)] {
        let row = try connection.statement(
            "SELECT account, judgement, seq FROM link_judgement WHERE pair = ? ORDER BY seq")
        defer { row.reset() }
        row.bind(pair, at: 1)
        var found: [(account: Int64, judgement: LinkJudgement, seq: Int64)] = []
        while try row.step() {
            guard let judgement = LinkJudgement(rawValue: row.int64(1)) else { continue }
            found.append((row.int64(0), judgement, row.int64(2)))
        }
        return found
    }

    /// What a link moved.
    public func moves(of pair: Int64) throws -> [PairPayload.Move] {
        let row = try connection.statement(
            "SELECT anchor, from_child, to_child FROM link_move WHERE pair = ? ORDER BY anchor")
        defer { row.reset() }
        row.bind(pair, at: 1)
        var found: [PairPayload.Move] = []
        while try row.step() {
            found.append(PairPayload.Move(anchor: row.int64(0), from: row.int64(1), to: row.int64(2)))
        }
        return found
    }

    /// Up to which entry records were compared; 0 when they never were.
    public func comparedUpTo() throws -> Int64 {
        let row = try connection.statement("SELECT MAX(upto) FROM link_run")
        defer { row.reset() }
        return try row.step() ? row.int64(0) : 0
    }

    /// The number of the last entry about links; 0 when there is none.
    public func version() throws -> Int64 {
        var last: Int64 = 0
        for sql in [
            "SELECT MAX(pair) FROM link_pair", "SELECT MAX(settled) FROM link_pair", "SELECT MAX(seq) FROM link_run",
            "SELECT MAX(seq) FROM link_judgement",
        ] {
            let row = try connection.statement(sql)
            defer { row.reset() }
            if try row.step() { last = max(last, row.int64(0)) }
        }
        return last
    }

    /// Every group of sponsors that are linked, each by the smallest number in it.
    public func sponsorGroups() throws -> [Int64: Int64] {
        var parents: [Int64: Int64] = [:]
        func root(_ anchor: Int64) -> Int64 {
            var place = anchor
            while let parent = parents[place], parent != place { place = parent }
            return place
        }
        for pair in try pairs(.made) where pair.subject == .sponsor {
            let (a, b) = (root(pair.anchors.0), root(pair.anchors.1))
            parents[max(a, b)] = min(a, b)
        }
        return parents.keys.reduce(into: [:]) { $0[$1] = root($1) }
    }

    /// Whether somebody has said that an anchor is not a child, or a record that stands under it.
    public func isNotTheSame(_ anchor: Int64, as child: Int64) throws -> Bool {
        try pairs(of: anchor).contains { pair in
            let other = pair.other(than: anchor)
            return try pair.subject == .child && pair.state.isNotTheSame
                && (other == child || self.child(of: other) == child)
        }
    }

    /// Whether an anchor stands under another child because it was linked to it, and not for the number that it has.
    public func isHeld(_ anchor: Int64, besides child: Int64) throws -> Bool {
        let place = try self.child(of: anchor)
        guard place != child, place != anchor else { return false }
        return try pairs(of: anchor).contains { pair in
            try pair.subject == .child && pair.state == .made
                && self.child(of: pair.other(than: anchor)) == place
        }
    }

    /// The child under whom an anchor stands now; the anchor itself when the store does not hold it.
    public func child(of anchor: Int64) throws -> Int64 {
        let row = try connection.statement("SELECT child FROM anchor WHERE anchor = ?")
        defer { row.reset() }
        row.bind(anchor, at: 1)
        return try row.step() ? row.int64(0) : anchor
    }

    private func read(_ sql: String, _ value: Int64) throws -> [LinkPair] {
        let row = try connection.statement(sql)
        defer { row.reset() }
        row.bind(value, at: 1)
        var found: [LinkPair] = []
        while try row.step() {
            guard let subject = LinkSubject(rawValue: row.int64(1)), let state = LinkState(rawValue: row.int64(4))
            else {
                continue
            }
            found.append(
                LinkPair(
                    id: row.int64(0), subject: subject, anchors: (row.int64(2), row.int64(3)), state: state,
                    needs: Int(row.int64(5)), weight: row.int64(6), probability: row.int64(7),
                    seen: (row.int64(8), row.int64(9)), settled: row.int64(10), model: row.text(11),
                    comparisons: row.text(12)))
        }
        return found
    }
}
