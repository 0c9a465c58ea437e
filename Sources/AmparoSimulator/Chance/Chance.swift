/// Pseudo-random numbers (SplitMix64): the same start gives the same numbers on every machine.
///
/// Every story has a stream of its own, made from seed, stream and index, so that no story depends on how many numbers
/// another one drew. Only integers and one exact multiplication are used: no library function whose last bit may differ.
struct Chance: Sendable {
    private var state: UInt64

    init(seed: UInt64, stream: UInt64, index: Int = 0) {
        state = Chance.mixed(seed &+ 0x9E37_79B9_7F4A_7C15)
        state = Chance.mixed(state ^ (stream &* 0xD134_2543_DE82_EF95))
        state = Chance.mixed(state ^ (UInt64(bitPattern: Int64(index)) &* 0xA24B_AED4_963E_E407))
    }

    static func mixed(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z &>> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z &>> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z &>> 31)
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Chance.mixed(state)
    }

    /// A number from 0 to `bound` - 1; 0 when `bound` is not positive.
    mutating func below(_ bound: Int) -> Int {
        guard bound > 0 else { return 0 }
        return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A number from `low` to `high`, both included.
    mutating func among(_ low: Int, _ high: Int) -> Int { low + below(high - low + 1) }

    /// True in `perTenThousand` of 10,000 cases.
    mutating func hit(_ perTenThousand: Int) -> Bool { below(10_000) < perTenThousand }

    /// One element of a list that is not empty.
    mutating func pick<Element>(_ list: [Element]) -> Element { list[below(list.count)] }

    /// An index drawn by weight.
    mutating func weighted(_ weights: [Int]) -> Int {
        var sum = 0
        for weight in weights { sum += weight }
        var rest = below(sum)
        for index in weights.indices {
            rest -= weights[index]
            if rest < 0 { return index }
        }
        return weights.count - 1
    }

    /// A stay in days around `mean`: log-normal (sigma 0.8) by 40 quantiles, so that no exponential is computed.
    mutating func stay(mean: Int) -> Int {
        max(1, mean * Chance.quantiles[below(Chance.quantiles.count)] / 1000)
    }

    /// exp(0.8 z - 0.32) in thousandths, at the middles of 40 equal shares of the normal distribution.
    private static let quantiles = [
        121, 175, 213, 245, 275, 303, 330, 357, 384, 410,
        437, 464, 491, 519, 548, 578, 608, 640, 673, 708,
        745, 783, 824, 867, 913, 962, 1016, 1074, 1137, 1207,
        1286, 1375, 1477, 1596, 1739, 1917, 2149, 2478, 3017, 4363,
    ]
}
