/// A fast hash of bytes (multiply and fold, 16 bytes at a time), good for telling rows of one file apart.
struct RowHash {
    /// 128 bits.
    struct Wide {
        var high: UInt64
        var low: UInt64
    }

    // Nobody who does not know the seed can choose bytes that make a product zero.
    private let first: UInt64
    private let second: UInt64
    private let third: UInt64

    init(seed: UInt64) {
        first = Self.fold(seed ^ 0xA076_1D64_78BD_642F, 0xE703_7ED1_A0B4_28DB)
        second = Self.fold(seed ^ 0x8EBC_6AF0_9C88_C6E3, 0x5899_65CC_7537_4CC3)
        third = Self.fold(seed ^ 0x1D8E_4E27_C47D_124F, 0x2D35_8DCC_AA6C_78A5)
    }

    /// 128 bits of a row's key: the subject's number and text and the key's text.
    func key(_ bytes: UnsafeRawBufferPointer, subjectCount: Int, number: Int64) -> Wide {
        let start = UInt64(bitPattern: number) ^ UInt64(subjectCount) << 48
        return Wide(high: hash(bytes, start), low: hash(bytes, start ^ 0x9E37_79B9_7F4A_7C15))
    }

    /// The same key for another use.
    func other(_ key: Wide) -> Wide {
        Wide(high: Self.fold(key.high ^ second, key.low ^ third), low: Self.fold(key.low ^ second, key.high ^ first))
    }

    /// Goes on with `digest` over more bytes.
    func digest(_ bytes: UnsafeRawBufferPointer, _ digest: UInt64) -> UInt64 { hash(bytes, digest) }

    /// 64 bits of a row's content in its two parts.
    func content(_ plain: UnsafeRawBufferPointer, _ sealed: UnsafeRawBufferPointer) -> UInt64 {
        hash(sealed, hash(plain, UInt64(plain.count)))
    }

    private func hash(_ bytes: UnsafeRawBufferPointer, _ start: UInt64) -> UInt64 {
        var state = Self.fold(first, start ^ second)
        var index = 0
        if let base = bytes.baseAddress {
            while index + 16 <= bytes.count {
                let a = base.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                let b = base.loadUnaligned(fromByteOffset: index + 8, as: UInt64.self)
                state = Self.fold(a ^ second, b ^ state)
                index += 16
            }
        }
        let (a, b) = Self.tail(bytes, index)
        state = Self.fold(a ^ third, b ^ state)
        return Self.fold(state ^ UInt64(bytes.count), first)
    }

    /// The last bytes, fewer than 16 of them, as two numbers.
    @inline(__always)
    private static func tail(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> (UInt64, UInt64) {
        let rest = bytes.count - index
        guard rest > 0, let base = bytes.baseAddress else { return (0, 0) }
        if rest >= 8 {
            return (
                base.loadUnaligned(fromByteOffset: index, as: UInt64.self),
                base.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)
            )
        }
        if rest >= 4 {
            return (
                UInt64(base.loadUnaligned(fromByteOffset: index, as: UInt32.self)),
                UInt64(base.loadUnaligned(fromByteOffset: bytes.count - 4, as: UInt32.self))
            )
        }
        return (UInt64(bytes[index]) | UInt64(bytes[index + rest / 2]) << 8, UInt64(bytes[bytes.count - 1]))
    }

    @inline(__always)
    private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }
}
