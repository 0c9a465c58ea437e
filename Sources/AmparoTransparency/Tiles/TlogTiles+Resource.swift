/// The resources of a tiled log: C2SP `tlog-tiles` (<https://c2sp.org/tlog-tiles>).
///
/// The checkpoint changes; tiles and entry bundles never do.
public enum TlogResource: Hashable, Sendable, CustomStringConvertible {
    /// The signed checkpoint.
    case checkpoint
    /// `width` hashes of a level (0 to 63), from 256 × `index` on; 256 of them are a full tile.
    case tile(level: Int, index: UInt64, width: Int)
    /// `width` entries from 256 × `index` on.
    case entries(index: UInt64, width: Int)

    /// The largest index of a tile: beyond it there are no leaves.
    static let largestIndex = Lines.largest >> 8

    /// The path below the log's prefix, without a slash in front: `tile/0/x001/x234/067.p/112`.
    public var description: String {
        switch self {
        case .checkpoint: "checkpoint"
        case .tile(let level, let index, let width): "tile/\(level)/" + Self.path(index, width)
        case .entries(let index, let width): "tile/entries/" + Self.path(index, width)
        }
    }

    /// Whether it never changes.
    public var isImmutable: Bool { self != .checkpoint }

    /// Reads a path; nil for anything that `description` would not have written.
    public init?(path: some StringProtocol) {
        if path == "checkpoint" {
            self = .checkpoint
            return
        }
        let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { Array($0) }
        guard parts.count >= 3, parts[0] == Array("tile".utf8), let place = Self.place(parts[2...]) else { return nil }
        if parts[1] == Array("entries".utf8) {
            self = .entries(index: place.index, width: place.width)
        } else {
            guard let level = Lines.decimal(parts[1][...]), level <= 63 else { return nil }
            self = .tile(level: Int(level), index: place.index, width: place.width)
        }
        guard description.utf8.elementsEqual(path.utf8) else { return nil }
    }

    /// All resources of a log of that size but the checkpoint, lowest level first, in order; the entry bundle of a tile
    /// of level 0 stands behind it.
    public static func all(ofSize size: UInt64) -> [TlogResource] { changed(from: 0, to: size) }

    /// The resources of a log of `newer` leaves that one of `older` leaves does not have.
    public static func changed(from older: UInt64, to newer: UInt64) -> [TlogResource] {
        var resources: [TlogResource] = []
        for level in 0..<8 {
            let (before, after) = (older >> UInt64(8 * level), newer >> UInt64(8 * level))
            guard after > 0 else { break }
            guard after > before else { continue }
            for index in (before >> 8)...((after - 1) >> 8) {
                let width = Int(min(256, after - index << 8))
                resources.append(.tile(level: level, index: index, width: width))
                if level == 0 { resources.append(.entries(index: index, width: width)) }
            }
        }
        return resources
    }

    /// Whether a log of that size has it. Narrower partial tiles than the size's own count: they were those of an
    /// earlier size.
    public func exists(atSize size: UInt64) -> Bool {
        switch self {
        case .checkpoint: true
        case .entries(let index, let width): Self.entries(index << 8, width, fitIn: size)
        case .tile(let level, let index, let width):
            level < 8 && Self.entries(index << 8, width, fitIn: size >> UInt64(8 * level))
        }
    }

    /// The full tile or bundle at the same place, of which a partial one is the beginning.
    public var full: TlogResource {
        switch self {
        case .checkpoint: .checkpoint
        case .tile(let level, let index, _): .tile(level: level, index: index, width: 256)
        case .entries(let index, _): .entries(index: index, width: 256)
        }
    }

    private static func entries(_ first: UInt64, _ width: Int, fitIn count: UInt64) -> Bool {
        first < count && count - first >= UInt64(width)
    }

    private static func path(_ index: UInt64, _ width: Int) -> String {
        var groups: [String] = []
        var rest = index
        repeat {
            let digits = String(rest % 1000)
            groups.append(String(repeating: "0", count: 3 - digits.count) + digits)
            rest /= 1000
        } while rest > 0
        let path = groups.reversed().enumerated().map { $0 < groups.count - 1 ? "x" + $1 : $1 }.joined(separator: "/")
        return width == 256 ? path : path + ".p/\(width)"
    }

    /// Index and width of the path elements behind the level. Odd spellings are sorted out by writing the path again.
    private static func place(_ parts: ArraySlice<[UInt8]>) -> (index: UInt64, width: Int)? {
        var parts = parts
        var width = 256
        if parts.count >= 2,
            let stem = parts[parts.endIndex - 2].suffix(2) == Array(".p".utf8)[...]
                ? parts[parts.endIndex - 2].dropLast(2) : nil
        {
            guard let number = parts.last.flatMap({ Lines.decimal($0[...]) }), (1...255).contains(number) else {
                return nil
            }
            width = Int(number)
            parts = parts.dropLast(2) + [Array(stem)]
        }
        guard parts.count <= 6 else { return nil }
        var index: UInt64 = 0
        for part in parts {
            let digits = part.first == UInt8(ascii: "x") ? part.dropFirst() : part[...]
            guard digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            index = index * 1000 + digits.reduce(0) { $0 * 10 + UInt64($1 - 0x30) }
        }
        return index <= largestIndex ? (index, width) : nil
    }
}
