internal import AmparoModel

/// Who may be who: the tables that `RecordProjection` derives from the entries of links.
public enum LinkTables {
    /// One row for each pair that was proposed or linked. `pair` is the number of the entry that first told of it; `settled` the
    /// number of the last that changed how it stands, 0 for none.
    public static let pair = TableDefinition(
        "link_pair", primaryKey: ["pair"],
        columns: [
            .integer("pair"), .integer("subject"), .integer("first"), .integer("second"), .integer("state"),
            .integer("needs"), .integer("weight"), .integer("probability"), .integer("first_seen"),
            .integer("second_seen"), .integer("settled"), .text("model"), .text("comparisons"),
        ])

    /// The pairs by each of the two.
    public static let side = TableDefinition(
        "link_side", primaryKey: ["anchor", "pair"],
        columns: [.integer("anchor"), .integer("pair"), .integer("other")])

    /// What accounts said of a pair.
    public static let judgement = TableDefinition(
        "link_judgement", primaryKey: ["pair", "seq"],
        columns: [.integer("pair"), .integer("seq"), .integer("account"), .integer("judgement")])

    /// What a link moved, as it was last made.
    public static let move = TableDefinition(
        "link_move", primaryKey: ["pair", "anchor"],
        columns: [.integer("pair"), .integer("anchor"), .integer("from_child"), .integer("to_child")])

    /// The comparisons that were run.
    public static let run = TableDefinition(
        "link_run", primaryKey: ["seq"],
        columns: [.integer("seq"), .integer("upto"), .integer("compared"), .text("models")])

    /// What recurs now: one row for each thing above its threshold.
    public static let network = TableDefinition(
        "network_alarm", primaryKey: ["kind", "thing"],
        columns: [
            .integer("kind"), .integer("thing"), .integer("seq"), .integer("sponsors"), .integer("children"),
        ])

    /// At whom it recurs: `role` 1 a child, 2 a sponsor, by anchor.
    public static let member = TableDefinition(
        "network_member", primaryKey: ["anchor", "role", "kind", "thing"],
        columns: [.integer("anchor"), .integer("role"), .integer("kind"), .integer("thing")])

    static let all = [pair, side, judgement, move, run, network, member]

    static let indexes = [
        IndexDefinition("link_pair_by_state", on: "link_pair", columns: ["state", "pair"]),
        IndexDefinition("link_pair_by_settled", on: "link_pair", columns: ["settled"]),
        IndexDefinition("link_judgement_by_seq", on: "link_judgement", columns: ["seq"]),
        IndexDefinition("network_member_by_thing", on: "network_member", columns: ["kind", "thing", "role", "anchor"]),
    ]
}

/// What entries say of links.
extension ProjectionRun {
    func applyLink(_ entry: EntryView) throws {
        switch entry.kind {
        case .linkProposed: try insert(pair(entry), state: .open, entry)
        case .linkMade where entry.replaces == 0:
            let made = try pair(entry)
            try insert(made, state: .made, entry)
            try keep(made.moves, of: entry.seq)
        case .linkMade:
            try settle(entry.replaces, .made, entry.seq)
            try keep(try pair(entry).moves, of: entry.replaces)
        case .linkUndone: try settle(entry.replaces, .undone, entry.seq)
        case .linkJudged: try judged(entry)
        case .linkRun: try compared(entry)
        case .networkNoted: try recurs(entry)
        default: break
        }
    }

    private func pair(_ entry: EntryView) throws -> PairPayload {
        guard let pair = PairPayload(entry.payload) else { throw StoreError(.brokenEntry, "entry \(entry.seq)") }
        return pair
    }

    private func insert(_ pair: PairPayload, state: LinkState, _ entry: EntryView) throws {
        let row = try connection.statement(LinkTables.pair.insert)
        let numbers = [
            entry.seq, pair.subject.rawValue, pair.anchors.0, pair.anchors.1, state.rawValue, pair.needs, pair.weight,
            pair.probability, pair.seen.0, pair.seen.1, state == .open ? 0 : entry.seq,
        ]
        for (index, number) in numbers.enumerated() { row.bind(number, at: index + 1) }
        row.bind(pair.model, at: 12)
        row.bind(pair.comparisons, at: 13)
        try row.run()
        try run(LinkTables.side.insert, pair.anchors.0, entry.seq, pair.anchors.1)
        try run(LinkTables.side.insert, pair.anchors.1, entry.seq, pair.anchors.0)
    }

    private func settle(_ pair: Int64, _ state: LinkState, _ seq: Int64) throws {
        try run("UPDATE link_pair SET state = ?, settled = ? WHERE pair = ?", state.rawValue, seq, pair)
    }

    private func keep(_ moves: [PairPayload.Move], of pair: Int64) throws {
        try run("DELETE FROM link_move WHERE pair = ?", pair)
        for move in moves { try run(LinkTables.move.insert, pair, move.anchor, move.from, move.to) }
    }

    private func judged(_ entry: EntryView) throws {
        var judgement: LinkJudgement?
        var reader = PayloadReader(entry.payload)
        while let field = reader.next() {
            if field.id == 13 { judgement = LinkJudgement(rawValue: field.number) }
        }
        guard let judgement else { throw StoreError(.brokenEntry, "entry \(entry.seq)") }
        try run(LinkTables.judgement.insert, entry.replaces, entry.seq, entry.actor, judgement.rawValue)
        switch judgement {
        case .accept: break
        case .reject: try settle(entry.replaces, .rejected, entry.seq)
        case .needMore: try settle(entry.replaces, .needsMore, entry.seq)
        }
    }

    private func compared(_ entry: EntryView) throws {
        var upTo: Int64 = 0
        var count: Int64 = 0
        var models = ""
        var reader = PayloadReader(entry.payload)
        while let field = reader.next() {
            switch field.id {
            case 1: upTo = field.number
            case 2: count = field.number
            case 3: models = String(decoding: field.bytes, as: UTF8.self)
            default: break
            }
        }
        let row = try connection.statement(LinkTables.run.insert)
        row.bind(entry.seq, at: 1)
        row.bind(upTo, at: 2)
        row.bind(count, at: 3)
        row.bind(models, at: 4)
        try row.run()
    }

    private func recurs(_ entry: EntryView) throws {
        guard let noted = NetworkPayload(entry.payload) else { throw StoreError(.brokenEntry, "entry \(entry.seq)") }
        let (kind, thing) = (noted.kind.rawValue, noted.thing)
        try run("DELETE FROM network_alarm WHERE kind = ? AND thing = ?", kind, thing)
        try run("DELETE FROM network_member WHERE kind = ? AND thing = ?", kind, thing)
        guard !noted.sponsors.isEmpty || !noted.children.isEmpty else { return }
        try run(
            LinkTables.network.insert, kind, thing, entry.seq, Int64(noted.sponsors.count), Int64(noted.children.count))
        for child in noted.children { try run(LinkTables.member.insert, child, 1, kind, thing) }
        for sponsor in noted.sponsors { try run(LinkTables.member.insert, sponsor, 2, kind, thing) }
    }
}
