/// Logarithms and powers of two, computed here so that a score is the same to the last bit on every machine.
enum Logarithm {
    /// log2 of a positive number; of anything else that of the smallest positive one.
    static func log2(_ value: Double) -> Double {
        guard value > 0, value.isFinite else { return value > 0 ? 1024 : -1074 }
        var significand = value.significand
        var exponent = Double(value.exponent)
        if significand > 1.414_213_562_373_095_1 {
            significand /= 2
            exponent += 1
        }
        // ln(s) = 2 artanh((s - 1) / (s + 1)), of which 11 terms are exact to a double here.
        let z = (significand - 1) / (significand + 1)
        let square = z * z
        var sum = 0.0
        var odd = 23.0
        while odd >= 1 {
            sum = sum * square + 1 / odd
            odd -= 2
        }
        return exponent + 2 * z * sum * 1.442_695_040_888_963_4
    }

    /// Two to the power of `power`; infinite above 1,023, nothing below -1,022.
    static func exp2(_ power: Double) -> Double {
        if power > 1023 { return .infinity }
        if power < -1022 { return 0 }
        let whole = power.rounded(.toNearestOrEven)
        let rest = (power - whole) * 0.693_147_180_559_945_3
        var sum = 1.0
        var term = 1.0
        for n in 1...18 {
            term *= rest / Double(n)
            sum += term
        }
        return Double(sign: .plus, exponent: Int(whole), significand: sum)
    }
}
