/// The names of cities by state, from the ZIP table: whether a word is a city at all when no ZIP says so.
struct PlaceNames: Sendable {
    private var names: Set<UInt64> = []

    init(_ zips: ZIPTable) {
        let words = PostalWords.standard
        var name: [UInt8] = []
        for number in 0..<100_000 {
            guard let zip = ZIPCode(number), let state = zips.state(of: zip) else { continue }
            _ = zips.anyCityName(of: zip) { bytes in
                words.writeCity(Array(bytes), to: &name)
                names.insert(Self.key(name, UInt64(state.letters)))
                names.insert(Self.key(name, 0))
                return false
            }
        }
    }

    /// Whether a city in full words and without blanks (`PostalWords.writeCity`) lies in the state.
    func contains(_ city: [UInt8], in state: PostalState) -> Bool {
        names.contains(Self.key(city, UInt64(state.letters)))
    }

    /// Whether it lies in any.
    func contains(_ city: [UInt8]) -> Bool { names.contains(Self.key(city, 0)) }

    /// FNV-1a. Two cities that collide would at worst read a word of a street as a city.
    private static func key(_ city: [UInt8], _ state: UInt64) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ state
        for byte in city { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return hash
    }
}

extension ZIPTable {
    private static let bundledNames = PlaceNames(.bundled)

    /// The names of its cities by state; made once, in some ten milliseconds.
    var placeNames: PlaceNames { Self.bundledNames }

    /// Whether a city in full words and without blanks is one of the ZIP's names.
    func isCity(_ city: [UInt8], of zip: ZIPCode, _ words: PostalWords) -> Bool {
        var name: [UInt8] = []
        return anyCityName(of: zip) { bytes in
            words.writeCity(Array(bytes), to: &name)
            return name == city
        }
    }
}
