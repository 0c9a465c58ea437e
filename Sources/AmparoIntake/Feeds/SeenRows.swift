/// Which rows of a file were there before: 16 bytes per row in a table of twice as many places at most, whatever the
/// rows hold.
///
/// A row is known by 80 bits of its key's hash and 48 bits of its content's. Both hashes depend on the seed, so nobody
/// without the store's secret can make two rows meet. By chance, one false meeting of keys is to be expected in 30 000
/// files of ten million rows; it would put a good row into quarantine, where it is seen and can be retried. Two
/// different rows of one key pass for equal once in 2⁴⁸ such pairs.
struct SeenRows: ~Copyable {
    /// How a row stands to the earlier rows of its file.
    enum Meeting { case first, equal, different }

    private struct Place {
        /// 64 bits of the key's hash, never 0 where a row stands.
        var key: UInt64
        /// 16 more bits of the key's hash above 48 bits of the content's.
        var rest: UInt64
    }

    private var places: UnsafeMutablePointer<Place>
    private var mask: Int
    private(set) var count = 0
    private static let keyMask: UInt64 = 0xFFFF_0000_0000_0000

    init() {
        mask = 1023
        places = .allocate(capacity: 1024)
        places.initialize(repeating: Place(key: 0, rest: 0), count: 1024)
    }

    deinit { places.deallocate() }

    /// Notes a row and says whether its key was there before, with the same content or another. Another content is
    /// compared with the first row of the key and is not noted itself.
    mutating func meet(key: RowHash.Wide, content: UInt64) -> Meeting {
        let tail = key.low & Self.keyMask
        let body = content & ~Self.keyMask
        let place = find(key.high, tail)
        if places[place].key == 0 {
            put(Place(key: key.high | (key.high == 0 ? 1 : 0), rest: tail | body), at: place)
            return .first
        }
        return places[place].rest == tail | body ? .equal : .different
    }

    /// Counts one more row of this key and says how many there are now.
    mutating func tally(key: RowHash.Wide) -> Int {
        let tail = key.low & Self.keyMask
        let place = find(key.high, tail)
        if places[place].key == 0 {
            put(Place(key: key.high | (key.high == 0 ? 1 : 0), rest: tail | 1), at: place)
            return 1
        }
        places[place].rest += 1
        return Int(places[place].rest & ~Self.keyMask)
    }

    /// The place of this key, or the empty one where it belongs.
    private func find(_ high: UInt64, _ tail: UInt64) -> Int {
        let key = high | (high == 0 ? 1 : 0)
        var place = Int(truncatingIfNeeded: key) & mask
        while places[place].key != 0 {
            if places[place].key == key, places[place].rest & Self.keyMask == tail { break }
            place = (place + 1) & mask
        }
        return place
    }

    private mutating func put(_ new: Place, at place: Int) {
        places[place] = new
        count += 1
        // At most three places of four are taken, so that runs stay short.
        if count * 4 > (mask + 1) * 3 { grow() }
    }

    private mutating func grow() {
        let old = places
        let oldCount = mask + 1
        mask = oldCount * 2 - 1
        places = .allocate(capacity: oldCount * 2)
        places.initialize(repeating: Place(key: 0, rest: 0), count: oldCount * 2)
        for index in 0..<oldCount where old[index].key != 0 {
            places[find(old[index].key, old[index].rest & Self.keyMask)] = old[index]
        }
        old.deallocate()
    }
}

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

    /// 128 bits of a row's key: the subject's number and text and the key's text; `salt` keeps two uses apart.
    func key(_ bytes: UnsafeRawBufferPointer, subjectCount: Int, number: Int64, salt: UInt64 = 0) -> Wide {
        let start = UInt64(bitPattern: number) ^ UInt64(subjectCount) << 48 ^ salt
        return Wide(high: hash(bytes, start), low: hash(bytes, start ^ 0x9E37_79B9_7F4A_7C15))
    }

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
        var a: UInt64 = 0
        var b: UInt64 = 0
        var shift: UInt64 = 0
        for offset in index..<bytes.count {
            if shift < 64 { a |= UInt64(bytes[offset]) << shift } else { b |= UInt64(bytes[offset]) << (shift - 64) }
            shift += 8
        }
        state = Self.fold(a ^ third, b ^ state)
        return Self.fold(state ^ UInt64(bytes.count), first)
    }

    @inline(__always)
    private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }
}
