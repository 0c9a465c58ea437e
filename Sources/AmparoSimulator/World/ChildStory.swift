internal import AmparoModel

/// One child of the world, as it is told: what happened, and beside it what was entered.
struct ChildStory: Sendable {
    let index: Int
    var person: Person
    /// The child's own A-number.
    let aNumber: String
    /// What the care feed says for it: the same, another child's (a dispute), or empty.
    var enteredNumber: String
    /// The sender's number under which the current episode is entered.
    var childID: String
    var world: CareRecord
    /// What was entered and can be read, one record per `child_id`.
    var entered: [CareRecord]
    var worldNotices: [Notice] = []
    var enteredNotices: [Notice] = []
    var worldResults: [AgencyResult] = []
    var enteredResults: [AgencyResult] = []
    var worldCases: [ReadCase] = []
    /// The cases as a reader finds them, and the number that ALIEN_NUMBER holds.
    var readCases: [(readCase: ReadCase, number: String)] = []
    var hearings: [WorldHearing] = []
    /// Where the child really lives, oldest first.
    var homes: [(from: Day, home: Dwelling)] = []
    /// Addresses given to the court, oldest first.
    var courtHomes: [(day: Day, home: Dwelling)] = []
    /// Sponsor of the current episode.
    var sponsor: Int?
    var familyGroup = ""
    var firstTransfer: Day
    /// Days of release, oldest first.
    var releasedOn: [Day] = []
    var rowCount = 0
    /// The court holds a birth year that no clerk would take for this child's.
    var courtBirthConflicts = false

    /// Where the child lives on a day, if it has left care by then.
    func home(on day: Day) -> Dwelling? { homes.last { $0.from <= day }?.home }

    /// The address last given to the court by a day.
    func courtHome(on day: Day) -> Dwelling? { courtHomes.last { $0.day <= day }?.home }

    mutating func nextID(_ prefix: String) -> String {
        rowCount += 1
        return "\(prefix)\(index)-\(rowCount)"
    }
}
