internal import AmparoModel

/// The story of one cluster of neighbouring children, told child by child into the output of its batch.
struct ClusterStory {
    let plan: Plan
    var out: BatchOutput
    var chance: Chance
    var cluster = 0
    var firstChild = 0
    var children: [ChildStory] = []
    var sponsors: [SponsorStory] = []
    var buildings: [Dwelling] = []
    /// Numbers that two children of the care feed carry.
    var disputed: Set<String> = []
    var checkCount = 0
    /// While a child in its family's case is told: the lead's case and its day.
    var accompanies: (lead: Int, entered: Day)?
    /// Court cases numbered so far in this cluster.
    var caseCount = 0
    /// Rare defects that the cluster still has to show.
    var planted: Set<CourtDefect> = []

    init(plan: Plan) {
        self.plan = plan
        out = BatchOutput(plan: plan)
        chance = Chance(seed: plan.simulation.seed, stream: 1)
    }

    /// Tells one whole cluster.
    mutating func tell(cluster: Int) {
        self.cluster = cluster
        chance = Chance(seed: plan.simulation.seed, stream: 2, index: cluster)
        firstChild = cluster * Plan.clusterSize
        children = []
        sponsors = []
        disputed = []
        checkCount = 0
        caseCount = 0
        planted = Set(CourtDefect.allCases.filter { plan.plants($0.rawValue, in: cluster) })
        buildings = (0..<3).map { _ in Dwelling(flat: false, chance: &chance) }
        let last = min(firstChild + Plan.clusterSize, plan.simulation.children)
        for index in firstChild..<last { children.append(newChild(index)) }
        disputeNumbers()
        for at in children.indices { tellCare(of: at) }
        for at in children.indices { tellCourt(of: at) }
        tellCourtOnlyChildren()
        tellAdults(children: children.count)
        tellOrphans()
        writeSponsors()
        report()
    }

    /// A flat in one of the cluster's buildings, which several children share.
    mutating func flatInSharedBuilding() -> Dwelling {
        var home = chance.pick(buildings)
        home.unit = Dwelling.unit(chance: &chance)
        return home
    }

    /// What is wrong with a row of the care feed, if anything: two rows in ten thousand.
    mutating func careDamage() -> CareDamage? {
        chance.hit(2) ? chance.pick(CareDamage.allCases) : nil
    }

    private mutating func newChild(_ index: Int) -> ChildStory {
        let transfer = Calendar.transferDay(asOf: plan.asOf, weights: plan.yearWeights, chance: &chance)
        let ages = [(0, 5), (6, 12), (13, 14), (15, 16), (17, 17)][chance.weighted([20, 140, 135, 365, 340])]
        let birth = transfer.adding(days: -(chance.among(ages.0, ages.1) * 1461 / 4 + chance.among(2, 363)))
        var child = ChildStory(
            index: index, person: Person(born: birth, chance: &chance),
            aNumber: String(200_000_000 + index * 37 % 99_999_989 + chance.below(37)), enteredNumber: "",
            childID: "C\(1_000_000 + index)", world: CareRecord(childIDs: [], aNumber: ""), entered: [],
            firstTransfer: transfer)
        if let elder = children.last, elder.familyGroup.isEmpty || chance.hit(3000), chance.hit(800) {
            // Siblings come on one day and go to one sponsor.
            child.person = Person(born: child.person.birth, like: elder.person, chance: &chance)
            child.person.surnames = elder.person.surnames
            child.firstTransfer = elder.firstTransfer
            let age = chance.among(2 * 365, 17 * 365)
            child.person.birth = elder.firstTransfer.adding(days: -age)
            let group = elder.familyGroup.isEmpty ? "FG\(elder.index)" : elder.familyGroup
            child.familyGroup = group
            children[children.count - 1].familyGroup = group
        }
        child.enteredNumber = chance.hit(300) ? "" : child.aNumber
        child.world.childIDs = [child.childID]
        child.world.aNumber = child.aNumber
        child.world.dateOfBirth = child.person.birth
        return child
    }

    /// In some clusters one child is entered under the number of another one, so different that nobody can take them
    /// for the same child: birth years more than two apart and no surname in common.
    private mutating func disputeNumbers() {
        guard chance.hit(80) || plan.plants(CourtDefect.allCases.count, in: cluster) else { return }
        for first in children.indices {
            for second in children.indices.dropFirst(first + 1) {
                let (a, b) = (children[first], children[second])
                guard abs(a.person.birth.year - b.person.birth.year) > 2, !a.enteredNumber.isEmpty,
                    Set(a.person.surnames).isDisjoint(with: b.person.surnames), a.person.country.iso != "IN"
                else { continue }
                children[second].enteredNumber = a.enteredNumber
                disputed.insert(a.enteredNumber)
                return
            }
        }
    }
}
