import Testing

@testable import AmparoSimulator

@Suite("A child entered under the A-number of another")
struct SharedNumberTests {
    /// MISSED-HEARING.md, "From the court's rows to a finding", 5.2: the address on the notice to appear is one given to the
    /// court. FEEDS.md: same number, same child; what is disputed is the one number.
    @Test("Its case under its own number has the notices of that number; a case of the shared number has none")
    func noticesOfACaseAlone() {
        let seed: UInt64 = 20_261_121
        let plan = Plan(Simulation(children: 20_000, seed: seed, adultsPerChild: 0))
        var story = ClusterStory(plan: plan)
        var (own, shared) = (0, 0)
        for cluster in 0..<plan.clusters {
            story.out = BatchOutput(plan: plan)
            story.tell(cluster: cluster)
            guard !story.disputed.isEmpty else { continue }
            var noticesOfCase: [Int: [Notice]] = [:]
            for case .read(let read) in story.out.truth where read.care == nil {
                for readCase in read.cases { noticesOfCase[readCase.idncase] = read.notices }
            }
            for child in story.children where story.disputed.contains(child.enteredNumber) {
                for (readCase, number) in child.readCases where !number.isEmpty {
                    if story.disputed.contains(number) {
                        shared += child.enteredNotices.isEmpty ? 0 : 1
                        #expect(noticesOfCase[readCase.idncase] == [], "seed \(seed), cluster \(cluster)")
                    } else {
                        let notices = child.enteredNotices.filter { $0.aNumber == number }
                        own += notices.isEmpty ? 0 : 1
                        #expect(noticesOfCase[readCase.idncase] == notices, "seed \(seed), cluster \(cluster)")
                    }
                }
            }
        }
        #expect(own > 0 && shared > 0)
    }
}
