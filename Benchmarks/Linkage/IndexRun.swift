import AmparoLinkage
import AmparoModel

/// One new child against many that are known.
enum IndexRun {
    static func measure(_ count: Int, seed: UInt64) {
        let feeds = InventedFeeds(left: count, right: max(2000, count / 100), mix: ErrorMix.all[0], seed: seed)
        var index = LinkIndex<Int>(model: .shipped)
        let clock = ContinuousClock()
        let filling = clock.measure {
            for (row, known) in feeds.left.enumerated() { index.insert(known.person, id: row) }
        }
        var times: [Duration] = []
        var found = 0
        for (left, right) in feeds.truth.prefix(2000) {
            var best: Int?
            times.append(clock.measure { best = index.candidates(for: feeds.right[right].person).first?.id })
            found += best == left ? 1 : 0
        }
        times.sort()
        func milliseconds(_ time: Duration) -> String {
            "\(Double(time.components.attoseconds / 1_000_000_000) / 1_000_000)"
        }
        print(
            "{\"what\": \"index\", \"known\": \(count), \"asked\": \(times.count), \"foundFirst\": \(found), "
                + "\"fillingSeconds\": \(filling.components.seconds), "
                + "\"medianMs\": \(milliseconds(times[times.count / 2])), "
                + "\"p99Ms\": \(milliseconds(times[times.count * 99 / 100])), "
                + "\"mostMs\": \(milliseconds(times[times.count - 1])), \"peakMiB\": \(Memory.peak() >> 20)}")
    }
}

extension FeedRow {
    /// What the row says of a person.
    var person: PersonDescription {
        var person = PersonDescription(given: given, surnames: surnames)
        person.birth = birth.map { BirthRange($0) }
        person.sex = sex
        person.country = country
        person.language = language
        person.origin = origin
        person.entered = entered
        person.aNumber = aNumber
        return person
    }
}
