import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoSharing
import AmparoStore

/// What linking makes of a demonstration: the records that stood alone and were put under a child by likeness, held against
/// `truth-links.csv`, and what waits for people.
///
/// The figures are compared with the truth before: `truth.json` is what the four feeds tell, and a link is what an account
/// does later.
struct DemoLinks {
    /// Children's and cases' records that the model put together alone.
    private(set) var made = 0
    /// Those of them that are two different children of the invented world.
    private(set) var wrong = 0
    /// Records of sponsors that it joined.
    private(set) var sponsors = 0
    /// Pairs of records of children and cases that people must look at.
    private(set) var open = 0
    /// Those of them that are one child of the invented world.
    private(set) var openAndTrue = 0

    /// Who compares in a demonstration.
    private static let request = GateRequest(
        account: "data-quality-steward", purpose: "data-quality", operation: .aggregate, id: "demo-link")

    /// Compares the records of a store and sees which links are true; answers how many records were compared.
    mutating func make(in store: OpenStore, feeds: String) throws -> Int {
        let report = try store.whileIngesting {
            let report = try store.linkDesk().compare(Self.request)
            try store.afterLinks()
            return report
        }
        let truth = try LinkTruth(feeds: feeds)
        try store.database.read { connection in
            let book = LinkBook(connection)
            for pair in try book.pairs(.made) {
                guard pair.subject == .child else {
                    sponsors += 1
                    continue
                }
                made += 1
                if try !truth.isOneChild(pair, on: connection) { wrong += 1 }
            }
            for pair in try book.pairs(.open) where pair.subject == .child {
                open += 1
                if try truth.isOneChild(pair, on: connection) { openAndTrue += 1 }
            }
        }
        return report.compared
    }

    /// What was found, in plain lines; `before` and `after` are the figures without and with the links.
    func lines(before: [Figure], after: [Figure]) -> [String] {
        var lines = [
            "Who is who: \(made) records that stood alone were linked to a child by likeness, \(made - wrong) of them truly; "
                + "\(open) pairs wait for people (amparo link --review), \(openAndTrue) of them one child; \(sponsors) records of sponsors "
                + "were joined."
        ]
        if wrong > 0 { lines.append("  \(wrong) links are NOT the truth.") }
        for (old, new) in zip(before, after) where old.sentence != new.sentence {
            lines.append("  with the links, \(new.sentence) (before: \(old.value))")
        }
        return lines
    }
}

/// Which child of the invented world a record is of.
private struct LinkTruth {
    private var cases: [Int64: Int] = [:]
    /// By the line of referrals.csv, which begins with 1 for the header.
    private var referrals: [Int64: Int] = [:]

    /// Reads the truth that lies beside the feeds.
    init(feeds: String) throws {
        var children: [Substring: Int] = [:]
        let links = try DemoCommand.text(feeds + "/truth-links.csv")
        for line in links.split(separator: "\n").dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            guard fields.count == 4, let child = Int(fields[3]) else { continue }
            if fields[0] == "court" {
                if let number = Int64(fields[2]) { cases[number] = child }
            } else if fields[0] == "care", fields[1] == "referrals.csv" {
                children[fields[2].prefix { $0 != "/" }] = child
            }
        }
        let rows = try DemoCommand.text(feeds + "/care/referrals.csv")
        for (index, row) in rows.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if let child = children[row.prefix { $0 != "," }] { referrals[Int64(index) + 1] = child }
        }
    }

    /// Whether the two records of a pair are of one child.
    func isOneChild(_ pair: LinkPair, on connection: any DatabaseConnection) throws -> Bool {
        guard let first = try child(of: pair.anchors.0, on: connection) else { return false }
        return try child(of: pair.anchors.1, on: connection) == first
    }

    /// The child that an anchor's records are of; nil when the truth does not say.
    private func child(of anchor: Int64, on connection: any DatabaseConnection) throws -> Int? {
        let number = try connection.statement("SELECT idncase FROM court_case WHERE anchor = ?")
        number.bind(anchor, at: 1)
        defer { number.reset() }
        if try number.step() { return cases[number.int64(0)] }
        let dossier = try connection.statement("SELECT facts FROM dossier WHERE child = ? AND anchor = ?")
        dossier.bind(try LinkBook(connection).child(of: anchor), at: 1)
        dossier.bind(anchor, at: 2)
        defer { dossier.reset() }
        guard try dossier.step() else { return nil }
        var facts = DossierReader(dossier.bytes(0))
        while let fact = facts.next() {
            if fact.kind == .referral, fact.action == .version { return referrals[fact.line] }
        }
        return nil
    }
}
