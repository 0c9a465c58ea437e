import AmparoModel

/// A generator for tests: the same seed gives the same numbers on every machine (SplitMix64).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.upperBound - range.lowerBound + 1))
    }

    mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

    mutating func pick<T>(_ items: [T]) -> T { items[number(0...(items.count - 1))] }
}

/// A day written in a test.
func day(_ text: String) -> Day { Day(text) ?? Day(number: 0) }

/// A moment written in a test.
func at(_ text: String) -> Instant { Instant(text) ?? Instant(microseconds: 0) }
