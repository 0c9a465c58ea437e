/// Groups rows that are one person, without chains of weak links: two groups become one only if most of their members fit
/// each other, and no two contradict each other.
struct Clusters {
    /// How many members of a group are looked at before it grows.
    static let witnesses = 12

    private(set) var members: [Int: [Int]] = [:]
    private var group: [Int: Int] = [:]

    /// Joins what a pair connects, if the groups fit.
    ///
    /// - Parameters:
    ///   - fits: whether two rows may be one person by themselves; nil if they contradict each other, which forbids it.
    mutating func join(_ a: Int, _ b: Int, fits: (Int, Int) -> Bool?) {
        let (left, right) = (group[a] ?? a, group[b] ?? b)
        guard left != right else { return }
        let (ofLeft, ofRight) = (members[left] ?? [left], members[right] ?? [right])
        var fitting = 0
        var compared = 0
        for x in ofLeft.prefix(Clusters.witnesses) {
            for y in ofRight.prefix(Clusters.witnesses) {
                guard let fit = fits(x, y) else { return }
                compared += 1
                fitting += fit ? 1 : 0
            }
        }
        guard fitting * 2 >= compared else { return }
        let (kept, taken) = ofLeft.count >= ofRight.count ? (left, right) : (right, left)
        let all = ofLeft.count >= ofRight.count ? ofLeft + ofRight : ofRight + ofLeft
        members[kept] = all
        members[taken] = nil
        for row in all { group[row] = kept }
    }

    /// Whether two rows are in one group.
    func holdTogether(_ a: Int, _ b: Int) -> Bool { group[a] != nil && group[a] == group[b] }

    /// The groups of two or more, each in order, in order of their first row.
    var all: [[Int]] { members.values.map { $0.sorted() }.sorted { $0[0] < $1[0] } }
}
