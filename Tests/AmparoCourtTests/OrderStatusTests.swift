import AmparoCourt
import AmparoModel
import Testing

@Suite("How orders and closures stand")
struct OrderStatusTests {
    struct Step: Sendable {
        var motion: CourtCode
        var decision: CourtCode
        var decided: Day?
        var order: OrderStatus
        var closure: OrderStatus
        init(_ motion: CourtCode, _ decision: CourtCode, _ decided: Day?, _ order: OrderStatus, _ closure: OrderStatus)
        {
            self.motion = motion
            self.decision = decision
            self.decided = decided
            self.order = order
            self.closure = closure
        }
    }

    static let steps: [Step] = [
        Step("MA", "", nil, .stayed, .stayed), Step("RD", "", nil, .stayed, .stayed),
        Step("O", "", nil, .stayed, .stayed),
        Step("VO", "", nil, .standing, .standing), Step("C", "", nil, .standing, .standing),
        Step("CV", "", nil, .standing, .standing), Step("MA", "G", "2024-05-01", .rescinded, .rescinded),
        Step("RD", "G", "2024-05-01", .rescinded, .rescinded), Step("VO", "G", "2024-05-01", .rescinded, .rescinded),
        Step("O", "G", "2024-05-01", .reopened, .standing), Step("C", "G", "2024-05-01", .standing, .recalendared),
        Step("MA", "D", "2024-05-01", .standing, .standing), Step("O", "D", "2024-05-01", .standing, .standing),
        Step("MA", "G", "2024-06-10", .rescinded, .rescinded), Step("MA", "G", "2024-06-11", .stayed, .stayed),
        Step("MA", "G", nil, .standing, .standing), Step("VO", "G", "2024-06-11", .standing, .standing),
        Step("O", "G", "2024-06-11", .stayed, .stayed), Step("C", "G", "2024-06-11", .standing, .standing),
    ]

    @Test("One motion", arguments: steps)
    func motion(_ step: Step) {
        for (world, expected) in [(World.ordered(), step.order), (World.closed(), step.closure)] {
            var world = world
            world.addMotion(step.motion, decision: step.decision, decided: step.decided)
            #expect(world.status == expected)
            #expect(world.findings.orders.first?.status == expected)
            #expect((world.kind == .rescinded) == (expected == .rescinded))
            #expect((world.rule == .rescinded) == (expected == .rescinded))
        }
    }

    @Test("A granted motion decided before the order does not rescind it")
    func decidedBefore() {
        var world = World.ordered()
        world.addMotion("MA", received: "2024-03-11", decision: "G", decided: "2024-03-10")
        #expect(world.status == .standing)
        world.file.motions[0].decidedOn = "2024-03-11"
        #expect(world.status == .rescinded)
    }

    @Test("A motion concerns the latest order or closure completed on or before the day it was received")
    func concerned() {
        var world = World.ordered()
        world.addMotion("MA", received: "2024-03-10", decision: "G", decided: "2024-05-01")
        #expect(world.status == .standing, "received before the order")
        world.file.motions[0].receivedOn = nil
        #expect(world.status == .standing, "no day of receipt")
        world.file.motions[0].receivedOn = "2024-04-02"
        #expect(world.status == .rescinded)
        world.file.proceedings.append(
            Proceeding(
                id: 11, caseID: World.caseID, enteredOn: "2023-01-09", otherCompletion: "B", completedOn: "2024-04-02",
                source: 3))
        #expect(world.status == .standing, "it concerns the closure of its own day")
        #expect(world.findings.orders.map(\.status) == [.standing, .rescinded])
        world.file.proceedings[1].completedOn = "2024-04-03"
        #expect(world.status == .rescinded)
    }

    @Test("A motion received after the as-of day is not looked at")
    func receivedLater() {
        var world = World.ordered()
        world.addMotion("MA", received: "2024-06-10")
        #expect(world.status == .stayed)
        world.file.motions[0].receivedOn = "2024-06-11"
        #expect(world.status == .standing)
    }

    @Test("A pending motion outranks a granted reopening, a granted rescission outranks a pending motion")
    func firstThatApplies() {
        var world = World.ordered()
        world.addMotion("O", decision: "G", decided: "2024-05-01")
        world.addMotion("MA", received: "2024-05-10")
        #expect(world.status == .stayed)
        world.addMotion("RD", received: "2024-05-11", decision: "G", decided: "2024-05-12")
        #expect(world.status == .rescinded)
    }

    @Test("A later proceeding reopens an order, unless the ordered proceeding itself moved away")
    func laterProceeding() {
        func world(entered: Day?, other: CourtCode = .none) -> World {
            var world = World.ordered("11")
            world.file.proceedings[0].otherCompletion = other
            world.file.proceedings.append(
                Proceeding(id: 11, caseID: World.caseID, enteredOn: entered, source: 3))
            return world
        }
        #expect(world(entered: "2024-03-12").status == .reopened)
        #expect(world(entered: "2024-03-11").status == .standing)
        #expect(world(entered: nil).status == .standing)
        #expect(world(entered: "2024-06-10").status == .reopened)
        #expect(world(entered: "2024-06-11").status == .standing)
        #expect(world(entered: "2024-03-12", other: "C").status == .standing)
        #expect(world(entered: "2024-03-12", other: "T").status == .standing)
        #expect(world(entered: "2024-03-12", other: "B").status == .reopened)
        #expect(world(entered: "2024-03-12").kind == .missedOrdered, "the absence stands")
    }

    @Test("A later proceeding says nothing of a closure")
    func laterProceedingOfClosure() {
        var world = World.closed()
        world.file.proceedings.append(Proceeding(id: 11, caseID: World.caseID, enteredOn: "2024-04-01", source: 3))
        #expect(world.status == .standing)
    }

    @Test("Findings that rest on no order or closure have no status", arguments: ["11", "13", "", "9A", "38"])
    func noStatus(_ code: String) {
        var world = World(CourtCode(code))
        world.addMotion("MA")
        #expect(world.status == nil)
    }

    @Test("Whatever else is found of the notice, the status is told")
    func statusOfContested() {
        var world = World.ordered()
        world.mail("2024-02-20", returned: "2024-03-01")
        world.addMotion("MA")
        #expect(world.kind == .noticeContested)
        #expect(world.status == .stayed)
        world.report(.court, "2024-01-01", 2)
        #expect(world.kind == .defectiveNotice)
        #expect(world.status == .stayed)
    }

    @Test("The case's latest order is the one that counts")
    func latestOrder() {
        var world = World.ordered()
        world.file.proceedings.append(
            Proceeding(
                id: 9, caseID: World.caseID, decision: "X", completedOn: "2024-05-01", absentia: "Y", source: 3))
        world.file.proceedings.append(
            Proceeding(id: 12, caseID: World.caseID, otherCompletion: "B", completedOn: "2024-05-20", source: 3))
        #expect(world.findings.latestOrder?.proceedingID == 9)
        #expect(world.findings.latestOrder?.hasHearing == false)
        world.file.proceedings[1].completedOn = "2024-03-11"
        #expect(world.findings.latestOrder?.proceedingID == 10, "of one day the greatest proceeding")
        #expect(world.findings.latestOrder?.hasHearing == true)
    }
}
