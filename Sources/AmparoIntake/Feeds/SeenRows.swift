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

    /// Brings the place of a key near, so that many keys asked for one after the other wait together and not each alone.
    /// Gives what is written there, to be used somewhere, so that the look is not left out.
    @inline(__always)
    func touch(key: RowHash.Wide) -> UInt64 { places[Int(truncatingIfNeeded: key.high) & mask].key }

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
