/// Makes links of scored pairs so that no row has two: the heaviest first. How probable a link is, is said by all pairs
/// that compete for its rows, those left out whose other row is firmly linked elsewhere.
struct Assignment {
    private let model: LinkageModel
    private let prior: Double
    private let pairs: [ScoredPair]
    /// The pairs of each row: where they begin in `byLeft`, `byRight`.
    private let leftStarts: [UInt32]
    private let rightStarts: [UInt32]
    private let byLeft: [UInt32]
    private let byRight: [UInt32]
    private let leftBase: Int
    private let rightBase: Int

    /// - Parameters:
    ///   - pairs: in any order; they are sorted here.
    ///   - left: the rows of the left list.
    ///   - right: the rows of the right list.
    init(_ pairs: [ScoredPair], model: LinkageModel, prior: Double, left: Range<Int>, right: Range<Int>) {
        self.model = model
        self.prior = prior
        let sorted = pairs.sorted(by: ScoredPair.precedes)
        self.pairs = sorted
        leftBase = left.lowerBound
        rightBase = right.lowerBound
        (leftStarts, byLeft) = Assignment.places(sorted.map { Int($0.left) - left.lowerBound }, rows: left.count)
        (rightStarts, byRight) = Assignment.places(sorted.map { Int($0.right) - right.lowerBound }, rows: right.count)
    }

    /// For each row the pairs it is in.
    private static func places(_ rowOfPair: [Int], rows: Int) -> ([UInt32], [UInt32]) {
        var starts = Array(repeating: UInt32(0), count: rows + 1)
        for row in rowOfPair { starts[row + 1] += 1 }
        for row in 0..<rows { starts[row + 1] += starts[row] }
        var next = starts
        var places = Array(repeating: UInt32(0), count: rowOfPair.count)
        for (pair, row) in rowOfPair.enumerated() {
            places[Int(next[row])] = UInt32(pair)
            next[row] += 1
        }
        return (starts, places)
    }

    /// The links, heaviest first, those that the model would not even review left out.
    func links() -> [ProposedLink] {
        var links: [ProposedLink] = []
        // 0 free, 1 linked, 2 linked firmly.
        var lefts = Array(repeating: UInt8(0), count: leftStarts.count)
        var rights = Array(repeating: UInt8(0), count: rightStarts.count)
        for pair in pairs {
            let (left, right) = (Int(pair.left) - leftBase, Int(pair.right) - rightBase)
            guard lefts[left] == 0, rights[right] == 0 else { continue }
            let odds = odds(pair)
            var ofLeft = 1.0
            for place in leftStarts[left]..<leftStarts[left + 1] {
                let other = pairs[Int(byLeft[Int(place)])]
                if rights[Int(other.right) - rightBase] != 2 { ofLeft += self.odds(other) }
            }
            var ofRight = 1.0
            for place in rightStarts[right]..<rightStarts[right + 1] {
                let other = pairs[Int(byRight[Int(place)])]
                if lefts[Int(other.left) - leftBase] != 2 { ofRight += self.odds(other) }
            }
            let probability = odds / max(ofLeft, ofRight)
            // Rivals make a link unsure; whether it is worth a look says its own weight.
            var outcome = model.outcome(probability: probability, doubted: pair.isDoubted)
            if outcome == .none, odds / (1 + odds) >= model.review { outcome = .review }
            let firm: UInt8 = outcome == .automatic ? 2 : 1
            lefts[left] = firm
            rights[right] = firm
            if outcome == .none { continue }
            links.append(
                ProposedLink(
                    left: Int(pair.left), right: Int(pair.right), weight: Double(pair.weight), probability: probability,
                    outcome: outcome))
        }
        return links
    }

    private func odds(_ pair: ScoredPair) -> Double { Logarithm.exp2(min(900, Double(pair.weight) + prior)) }
}
