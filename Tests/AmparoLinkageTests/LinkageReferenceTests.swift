import AmparoModel
import Testing

@testable import AmparoLinkage

/// The engine's own parts against slow and obvious ones.
@Suite("Parts of the linkage against slow references")
struct LinkageReferenceTests {
    @Test("Nearly alike is what the full table of edits says")
    func spelling() {
        var people = LinkagePeople(seed: 41)
        var book = WordBook()
        func word(_ length: Int) -> [UInt8] { (0..<length).map { _ in UInt8(0x41 + people.below(5)) } }
        for _ in 0..<6000 {
            let a = word(1 + people.below(11))
            var b = a
            for _ in 0..<people.below(4) {
                switch people.below(4) {
                case 0 where !b.isEmpty: b.remove(at: people.below(b.count))
                case 1: b.insert(UInt8(0x41 + people.below(5)), at: people.below(b.count + 1))
                case 2 where b.count > 1: b.swapAt(people.below(b.count - 1), b.count - 1)
                default: if !b.isEmpty { b[people.below(b.count)] = UInt8(0x41 + people.below(5)) }
                }
            }
            if b.isEmpty { continue }
            let (x, y) = (book.text(a, a.indices), book.text(b, b.indices))
            for most in 1...3 {
                let near = book.withView { Spelling.isNear($0[x], $0[y], most: most, $0) }
                #expect(near == (Self.distance(a, b) <= most), "\(a) \(b) \(most)")
            }
        }
    }

    /// Optimal string alignment, as the textbook has it.
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var table = Array(repeating: Array(repeating: 0, count: b.count + 1), count: a.count + 1)
        for i in 0...a.count { table[i][0] = i }
        for j in 0...b.count { table[0][j] = j }
        for i in 1...a.count {
            for j in 1...b.count {
                let cost = a[i - 1] == b[j - 1] ? 0 : 1
                table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + cost)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
                }
            }
        }
        return table[a.count][b.count]
    }

    @Test("Rows by key are those that were put there, until the key is split")
    func postings() {
        var people = LinkagePeople(seed: 42)
        var postings = Postings()
        var reference: [UInt64: [UInt32]] = [:]
        for row in 0..<20_000 {
            let key = BlockKey.mixed(UInt64(people.below(people.below(3000) + 1)))
            let count = postings.add(UInt32(row), to: key)
            reference[key, default: []].append(UInt32(row))
            #expect(Int(count) == reference[key]?.count)
        }
        for (key, rows) in reference {
            var found: [UInt32] = []
            #expect(postings.withRows(key) { found = Array($0) } == false)
            #expect(found == rows)
        }
        #expect(postings.sizes == (reference.count, 0))
        let key = reference.keys.min() ?? 0
        #expect(postings.divide(key) == reference[key])
        #expect(postings.withRows(key) { _ in Issue.record("a split key has rows") })
        #expect(postings.add(1, to: key) == Postings.split)
        #expect(postings.sizes == (reference.count, 1))
    }

    @Test(
        "Blocking with room for all finds every pair that shares a part, and no weaker pair is lost to early stopping")
    func blocking() async {
        var people = LinkagePeople(seed: 43)
        var model = LinkageModel.shipped
        model.blocking = [
            BlockingPass(.birthDay, most: 5000), BlockingPass(.surname, .givenName, most: 30),
            BlockingPass(.near(.entered), most: 5000),
        ]
        var table = PersonTable(model)
        for _ in 0..<800 { table.append(people.child()) }
        let work = await LinkageWork(table, model, indexed: 0..<800, lanes: 2)
        let floor: Float = 4
        let (found, _, _) = await work.pairs(model, 0..<800, floor: floor, kept: 10_000, onlyLater: true)
        let known = Set(found.map { Int($0.left) << 32 | Int($0.right) })
        let entered = table.layout.offset(of: .entered) ?? 0
        let birth = table.layout.offset(of: .birth) ?? 0
        table.withScorer(ScoringPlan(model)) { scorer in
            for i in 0..<800 {
                for j in (i + 1)..<800 {
                    let (a, b) = (i * table.layout.stride, j * table.layout.stride)
                    let near = abs(Int(table.cells[a + entered]) - Int(table.cells[b + entered])) <= 1
                    let born = table.cells[a + birth] == table.cells[b + birth]
                    guard near || born else { continue }
                    let weight = scorer.weight(i, j)
                    #expect(known.contains(i << 32 | j) == (weight >= floor), "\(i) \(j) \(weight)")
                }
            }
        }
    }

    @Test("Logarithms and powers are those of arithmetic")
    func logarithms() {
        for power in -40...40 {
            #expect(Logarithm.log2(Logarithm.exp2(Double(power))) == Double(power))
            #expect(
                abs(Logarithm.log2(3 * Logarithm.exp2(Double(power))) - 1.584_962_500_721_156 - Double(power)) < 1e-12)
        }
        #expect(abs(Logarithm.exp2(0.5) - 2.0.squareRoot()) < 1e-15)
        #expect(Logarithm.log2(0) < -1000)
        #expect(Logarithm.exp2(-5000) == 0)
        #expect(LinkageModel.probability(weight: 0) == 0.5)
        #expect(LinkageModel.probability(weight: -5000) == 0)
        #expect(LinkageModel.probability(weight: 5000) == 1)
    }

    @Test("Assignment: no row twice, the heaviest first, and a rival makes a link less sure")
    func assignment() {
        var people = LinkagePeople(seed: 44)
        for _ in 0..<300 {
            var pairs: [ScoredPair] = []
            for left in 0..<6 {
                for right in 6..<12 where people.below(3) > 0 {
                    pairs.append(
                        ScoredPair(
                            left: UInt32(left), right: UInt32(right), weight: Float(people.below(400)) / 10,
                            isDoubted: people.below(5) == 0))
                }
            }
            let prior = -10.0
            let links = Assignment(pairs, model: .shipped, prior: prior, left: 0..<6, right: 6..<12).links()
            #expect(Set(links.map(\.left)).count == links.count)
            #expect(Set(links.map(\.right)).count == links.count)
            #expect(links.map(\.weight) == links.map(\.weight).sorted(by: >))
            for link in links {
                let alone = LinkageModel.probability(weight: link.weight + prior)
                #expect(link.probability <= alone + 1e-12)
                let pair = pairs.first { Int($0.left) == link.left && Int($0.right) == link.right }
                #expect(!(pair?.isDoubted ?? true) || link.outcome == .review)
            }
            // A pair that is worth a look is left out only for a heavier one.
            for pair in pairs where LinkageModel.probability(weight: Double(pair.weight) + prior) > 0.5 {
                #expect(
                    links.contains {
                        ($0.left == Int(pair.left) || $0.right == Int(pair.right)) && $0.weight >= Double(pair.weight)
                    })
            }
        }
    }

    @Test("Groups grow only where most members fit, and never over a contradiction")
    func clusters() {
        // 0-1-2-3 in a chain: neighbours fit, others do not.
        var chain = Clusters()
        for (a, b) in [(0, 1), (1, 2), (2, 3)] { chain.join(a, b) { x, y in abs(x - y) == 1 } }
        #expect(chain.all.allSatisfy { $0.count <= 3 })
        var apart = Clusters()
        for (a, b) in [(0, 1), (1, 2)] { apart.join(a, b) { x, y in x + y == 2 && x != y ? nil : true } }
        #expect(apart.all == [[0, 1]])
        var whole = Clusters()
        for (a, b) in [(4, 5), (7, 8), (5, 8)] { whole.join(a, b) { _, _ in true } }
        #expect(whole.all == [[4, 5, 7, 8]])
        #expect(whole.holdTogether(4, 7))
        #expect(!whole.holdTogether(4, 6))
    }
}
