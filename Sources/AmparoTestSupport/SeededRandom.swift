public import AmparoStore

/// A generator for tests: the same seed gives the same numbers on every machine (SplitMix64).
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The generator of that seed.
    public init(seed: UInt64) { state = seed }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

extension RandomSource {
    /// A source for tests whose bytes are the same for the same seed. Never for real keys.
    public static func seeded(_ seed: UInt64) -> RandomSource {
        let generator = SeededChunks(seed: seed)
        return RandomSource { generator.fill($0) }
    }
}
