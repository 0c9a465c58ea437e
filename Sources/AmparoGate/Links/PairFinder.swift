internal import AmparoLinkage
internal import AmparoModel
internal import AmparoStore

/// A pair that was found: to be linked at once, or to be proposed.
struct FoundPair {
    var payload: PairPayload
    /// The child whose entry it is.
    var child: Int64
    var isProposal: Bool
}

/// Compares what is new with everybody, and decides what becomes of each pair. Writes nothing.
struct PairFinder {
    private var people = KnownPeople()
    private var children: ComparedChildren
    private let models: LinkDesk.Models
    private let after: Int64
    /// How many records were new or had changed.
    private(set) var compared = 0
    private var found: [FoundPair] = []
    /// Pairs that were looked at in this run.
    private var seen: Set<Pair> = []
    /// Children under whom this run has put a case: a second one is for people.
    private var given: Set<Int64> = []

    private struct Pair: Hashable {
        var first: Int64
        var second: Int64
        init(_ a: Int64, _ b: Int64) { (first, second) = (min(a, b), max(a, b)) }
    }

    init(models: LinkDesk.Models, after: Int64) {
        children = ComparedChildren(models.children, after: after)
        self.models = models
        self.after = after
    }

    /// Takes in a child of a care feed, which is not among the people of `find`.
    mutating func insert(_ child: KnownPerson) { children.insert(child) }

    /// Everything that is to be written down of what is later than the last run, in a fixed order.
    mutating func find(among people: KnownPeople, on connection: any DatabaseConnection) throws -> [FoundPair] {
        self.people = people
        let book = LinkBook(connection)
        let numbers = Numbers(connection)
        try findChildren(book, numbers)
        try findSponsors(book, numbers)
        return found
    }

    private mutating func findChildren(_ book: LinkBook, _ numbers: Numbers) throws {
        let cases = Dictionary(people.cases.map { ($0.anchor, $0) }, uniquingKeysWith: { $1 })
        var alone = LinkIndex<Int64>(model: models.children)
        for one in people.cases where !children.told.isEmpty { alone.insert(one.description, id: one.anchor) }
        // Asking about a case a second time tells nothing new.
        var asked: Set<Int64> = []
        for anchor in children.fresh {
            guard let child = children.records[anchor] else { continue }
            compared += 1
            try consider(child, children.like(anchor, limit: LinkDesk.candidateLimit), book, numbers)
            // The first time every case is asked about below.
            guard let told = children.told[anchor] else { continue }
            // Whose case it is, is asked of the case, so that two children of whom it may be are both seen.
            for hit in alone.candidates(for: told, limit: LinkDesk.candidateLimit) {
                guard let other = cases[hit.id], asked.insert(other.anchor).inserted else { continue }
                try considerCase(other, book, numbers)
            }
        }
        for one in people.cases where one.version > after {
            compared += 1
            guard asked.insert(one.anchor).inserted else { continue }
            try considerCase(one, book, numbers)
        }
    }

    private mutating func considerCase(_ one: KnownPerson, _ book: LinkBook, _ numbers: Numbers) throws {
        let hits = children.candidates(for: one.description, limit: LinkDesk.candidateLimit)
        try consider(one.record, hits, book, numbers)
    }

    private mutating func findSponsors(_ book: LinkBook, _ numbers: Numbers) throws {
        let known = Dictionary(people.sponsors.map { ($0.anchor, $0.record) }, uniquingKeysWith: { $1 })
        var groups = SponsorGroups(try book.sponsorGroups())
        var index = LinkIndex<Int64>(model: models.sponsors)
        for sponsor in people.sponsors { index.insert(sponsor.description, id: sponsor.anchor) }
        for sponsor in people.sponsors where sponsor.version > after {
            compared += 1
            for hit in index.candidates(like: sponsor.anchor, limit: LinkDesk.candidateLimit) {
                guard let other = known[hit.id],
                    !groups.areOne(sponsor.anchor, other.anchor)
                else { continue }
                // No chain of likenesses makes one person of many: everybody of the one group must fit everybody of the other.
                // A person of so many records that this takes long is for people to judge.
                let (ours, theirs) = (groups.members(sponsor.anchor), groups.members(other.anchor))
                let fits =
                    ours.count * theirs.count <= 256
                    && ours.allSatisfy { one in
                        theirs.allSatisfy { another in
                            guard let score = index.score(one, another) else { return true }
                            return score.outcome != .none && score.doubts.isEmpty
                        }
                    }
                let before = found.count
                try settle(sponsor.record, other, hit.score, .sponsor, isAlone: fits, book, numbers)
                if found.count > before, found[before].isProposal == false { groups.join(sponsor.anchor, other.anchor) }
            }
        }
    }

    /// Looks at the candidates for one record, the likeliest first.
    private mutating func consider(
        _ one: ComparedRecord, _ candidates: [(ComparedRecord, PairScore)], _ book: LinkBook, _ numbers: Numbers
    ) throws {
        let others = candidates.filter { $0.0.anchor != one.anchor && $0.0.child != one.child }
        // Several candidates of one child count as one; of two children, nobody knows which.
        let isAlone = Set(others.map(\.0.child)).count == 1
        for (other, score) in others {
            try settle(one, other, score, .child, isAlone: isAlone, book, numbers)
        }
    }

    private mutating func settle(
        _ one: ComparedRecord, _ other: ComparedRecord, _ score: PairScore, _ subject: LinkSubject, isAlone: Bool,
        _ book: LinkBook, _ numbers: Numbers
    ) throws {
        guard score.outcome != .none, !score.areTwoOfOneFamily,
            seen.insert(Pair(one.anchor, other.anchor)).inserted
        else { return }
        let (first, second) = one.anchor < other.anchor ? (one, other) : (other, one)
        let before = try book.last(first.anchor, second.anchor)
        if let before {
            switch before.state {
            case .open, .made: return
            case .rejected, .needsMore, .undone:
                guard first.version > before.seen.0 || second.version > before.seen.1 else { return }
            }
        }
        var payload = PairPayload(subject, first, second, score)
        payload.model = LinkDesk.name(subject == .child ? models.children : models.sponsors)
        let isMerge = subject == .child && one.isCare && other.isCare
        payload.needs = isMerge ? 2 : 1
        let child = min(one.child, other.child)
        let care = one.isCare ? one : other
        let isCertain =
            try score.outcome == .automatic && isAlone && !isMerge && before == nil
            && (subject == .sponsor || !given.contains(care.child))
            && !numbers.contradict(one.child, other.child, subject)
            && !numbers.isDisputed(first.anchor) && !numbers.isDisputed(second.anchor)
        if isCertain, subject == .child {
            given.insert(care.child)
            let lone = one.isCare ? other : one
            payload.moves = try numbers.anchors(of: lone.child).map {
                PairPayload.Move(anchor: $0, from: lone.child, to: care.child)
            }
        }
        found.append(
            FoundPair(
                payload: payload, child: subject == .child ? (isMerge ? child : care.child) : 0,
                isProposal: !isCertain))
    }
}

/// Which records of sponsors are one person, as it grows.
private struct SponsorGroups {
    private var roots: [Int64: Int64]
    private var groups: [Int64: [Int64]] = [:]

    init(_ roots: [Int64: Int64]) {
        self.roots = roots
        for (anchor, root) in roots { groups[root, default: []].append(anchor) }
    }

    func members(_ anchor: Int64) -> [Int64] { groups[roots[anchor] ?? anchor] ?? [anchor] }

    func areOne(_ one: Int64, _ other: Int64) -> Bool { (roots[one] ?? one) == (roots[other] ?? other) }

    mutating func join(_ one: Int64, _ other: Int64) {
        let all = members(one) + members(other)
        let root = all.min() ?? one
        for anchor in all { roots[anchor] = root }
        groups[root] = all
    }
}

extension PairScore {
    /// Whether the two are rather brothers and sisters, or a parent and a child, at one sponsor. Whatever a family shares may
    /// agree, and its A-numbers follow each other: so other given names need the very same A-number, and another day of birth
    /// anything but another number.
    var areTwoOfOneFamily: Bool {
        func level(_ field: LinkageField) -> ComparisonLevel? { comparisons.first { $0.field == field }?.level }
        if level(.givenNames) == .different, level(.aNumber) != .same { return true }
        return level(.birth) == .different && level(.aNumber) == .different
    }
}

extension PairPayload {
    /// A pair as it was scored.
    init(_ subject: LinkSubject, _ first: ComparedRecord, _ second: ComparedRecord, _ score: PairScore) {
        self.init()
        self.subject = subject
        anchors = (first.anchor, second.anchor)
        weight = Int64((score.weight * 1000).rounded())
        probability = Int64((score.probability * 1_000_000).rounded())
        seen = (first.version, second.version)
        comparisons = score.comparisons.filter { $0.level != .notCompared }.map { part in
            let weights = [part.weight, part.frequencyAdjustment].map { String(Int64(($0 * 1000).rounded())) }
            return "\(part.field.rawValue):\(part.level.rawValue):\(weights.joined(separator: ":"))"
        }.joined(separator: " ")
    }
}

/// What the record's keyed indexes say of the numbers that children have.
struct Numbers {
    private let connection: any DatabaseConnection

    init(_ connection: any DatabaseConnection) { self.connection = connection }

    /// The anchors that stand under a child, in order.
    func anchors(of child: Int64) throws -> [Int64] {
        let row = try connection.statement("SELECT anchor FROM dossier WHERE child = ? ORDER BY anchor")
        defer { row.reset() }
        row.bind(child, at: 1)
        var found: [Int64] = []
        while try row.step() { found.append(row.int64(0)) }
        return found
    }

    /// Whether two children have A-numbers and none in common: nobody but a person may say that they are one.
    func contradict(_ one: Int64, _ other: Int64, _ subject: LinkSubject) throws -> Bool {
        guard subject == .child else { return false }
        let (first, second) = (try numbers(of: one), try numbers(of: other))
        return !first.isEmpty && !second.isEmpty && first.isDisjoint(with: second)
    }

    /// Whether it is open whose number an anchor's is: until the dispute is adopted it belongs to nobody (FEEDS.md).
    func isDisputed(_ anchor: Int64) throws -> Bool {
        let row = try connection.statement(
            """
            SELECT 1 FROM dispute_holder h JOIN dispute d ON d.dispute = h.dispute
            WHERE h.anchor = ? AND d.adopted IS NULL LIMIT 1
            """)
        defer { row.reset() }
        row.bind(anchor, at: 1)
        return try row.step()
    }

    private func numbers(of child: Int64) throws -> Set<[UInt8]> {
        let row = try connection.statement(
            """
            SELECT i.blind FROM dossier d JOIN anchor_identifier i ON i.anchor = d.anchor
            WHERE d.child = ? AND i.kind >= 3 AND i.kind <= 5
            """)
        defer { row.reset() }
        row.bind(child, at: 1)
        var found: Set<[UInt8]> = []
        while try row.step() { found.insert([UInt8](row.bytes(0))) }
        return found
    }
}
