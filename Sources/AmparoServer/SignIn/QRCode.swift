/// A QR code (ISO/IEC 18004) of a short text, for the camera of an authenticator app: byte mode, error correction level L,
/// versions 1 to 9, mask 0. Written by hand because it is small, and the secret in it must be drawn by nobody else.
struct QRCode {
    /// The number of modules of a side.
    let side: Int
    /// The modules row by row; true is dark.
    private(set) var isDark: [Bool]
    private var isFixed: [Bool]

    /// Codewords of data in a block, of error correction in a block, and blocks, by version (table 9, level L).
    private static let blocks: [(data: Int, correction: Int, count: Int)] = [
        (19, 7, 1), (34, 10, 1), (55, 15, 1), (80, 20, 1), (108, 26, 1), (68, 18, 2), (78, 20, 2), (97, 24, 2),
        (116, 30, 2),
    ]
    /// Centres of alignment patterns by version (annex E).
    private static let centres = [
        [], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46],
    ]
    /// Version information of versions 7 to 9 (annex D), and format information of level L with mask 0 (annex C).
    private static let versionBits = [7: 0x07C94, 8: 0x085BC, 9: 0x09A99]
    private static let formatBits = 0x77C4

    /// Nil for a text of more than 230 bytes.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let index = Self.blocks.firstIndex(where: { $0.data * $0.count >= bytes.count + 2 }) else { return nil }
        let version = index + 1
        side = 17 + 4 * version
        isDark = [Bool](repeating: false, count: side * side)
        isFixed = isDark
        drawPatterns(version)
        place(Self.codewords(bytes, Self.blocks[index]))
    }

    private mutating func set(_ x: Int, _ y: Int, _ dark: Bool) {
        guard (0..<side).contains(x), (0..<side).contains(y) else { return }
        isDark[y * side + x] = dark
        isFixed[y * side + x] = true
    }

    private mutating func drawPatterns(_ version: Int) {
        for place in 0..<side {
            set(6, place, place.isMultiple(of: 2))
            set(place, 6, place.isMultiple(of: 2))
        }
        for (x, y) in [(3, 3), (side - 4, 3), (3, side - 4)] {
            for dx in -4...4 {
                for dy in -4...4 {
                    let ring = max(abs(dx), abs(dy))
                    set(x + dx, y + dy, ring != 2 && ring != 4)
                }
            }
        }
        let centres = Self.centres[version - 1]
        for x in centres {
            for y in centres where ![(6, 6), (6, side - 7), (side - 7, 6)].contains(where: { $0 == (x, y) }) {
                for dx in -2...2 {
                    for dy in -2...2 { set(x + dx, y + dy, max(abs(dx), abs(dy)) != 1) }
                }
            }
        }
        drawFormat()
        guard let bits = Self.versionBits[version] else { return }
        for place in 0..<18 {
            let (a, b, dark) = (side - 11 + place % 3, place / 3, bits >> place & 1 == 1)
            set(a, b, dark)
            set(b, a, dark)
        }
    }

    private mutating func drawFormat() {
        func bit(_ place: Int) -> Bool { Self.formatBits >> place & 1 == 1 }
        for place in 0..<6 { set(8, place, bit(place)) }
        set(8, 7, bit(6))
        set(8, 8, bit(7))
        set(7, 8, bit(8))
        for place in 9..<15 { set(14 - place, 8, bit(place)) }
        for place in 0..<8 { set(side - 1 - place, 8, bit(place)) }
        for place in 8..<15 { set(8, side - 15 + place, bit(place)) }
        set(8, side - 8, true)
    }

    /// Fills two columns at a time, upwards and downwards in turn, from the right; mask 0 turns every second module.
    private mutating func place(_ codewords: [UInt8]) {
        var next = 0
        var right = side - 1
        while right >= 1 {
            if right == 6 { right = 5 }
            for step in 0..<side {
                let isUpwards = (right + 1) & 2 == 0
                let y = isUpwards ? side - 1 - step : step
                for x in [right, right - 1] where !isFixed[y * side + x] {
                    let bit = next < codewords.count * 8 && codewords[next / 8] >> (7 - next % 8) & 1 == 1
                    isDark[y * side + x] = bit != (x + y).isMultiple(of: 2)
                    next += 1
                }
            }
            right -= 2
        }
    }

    private static func codewords(_ bytes: [UInt8], _ block: (data: Int, correction: Int, count: Int)) -> [UInt8] {
        // Mode 4, the length, the bytes and four zero bits, so everything is moved by half a byte.
        let whole =
            [4 << 4 | UInt8(bytes.count >> 4)]
            + zip([UInt8(bytes.count & 15)] + bytes, bytes + [0]).map {
                $0 << 4 | $1 >> 4
            }
        let room = block.data * block.count
        let padded = whole + (0..<(room - whole.count)).map { $0.isMultiple(of: 2) ? 0xEC : 0x11 }
        let parts = (0..<block.count).map { Array(padded[($0 * block.data)..<(($0 + 1) * block.data)]) }
        let corrections = parts.map { correction($0, block.correction) }
        return (0..<block.data).flatMap { place in parts.map { $0[place] } }
            + (0..<block.correction).flatMap { place in corrections.map { $0[place] } }
    }

    /// The remainder of the data by the generator polynomial of that degree, over GF(256) with 0x11D (Reed and Solomon).
    private static func correction(_ data: [UInt8], _ degree: Int) -> [UInt8] {
        var generator = [UInt8](repeating: 0, count: degree - 1) + [1]
        var root: UInt8 = 1
        for _ in 0..<degree {
            for place in 0..<degree {
                generator[place] = product(generator[place], root)
                if place + 1 < degree { generator[place] ^= generator[place + 1] }
            }
            root = product(root, 2)
        }
        var rest = [UInt8](repeating: 0, count: degree)
        for byte in data {
            let factor = byte ^ rest.removeFirst()
            rest.append(0)
            for place in 0..<degree { rest[place] ^= product(generator[place], factor) }
        }
        return rest
    }

    private static func product(_ a: UInt8, _ b: UInt8) -> UInt8 {
        var (product, a) = (0, Int(a))
        for place in 0..<8 {
            if b >> place & 1 == 1 { product ^= a }
            a <<= 1
            if a > 255 { a ^= 0x11D }
        }
        return UInt8(product)
    }

    /// The drawing: dark on white in every colour scheme, with the four light modules around that readers need.
    func markup(label: String) -> Markup {
        var path = ""
        for y in 0..<side {
            for x in 0..<side where isDark[y * side + x] { path += "M\(x + 4) \(y + 4)h1v1h-1z" }
        }
        let whole = String(side + 8)
        return element(
            "svg", ["class": "qr", "viewBox": "0 0 \(whole) \(whole)", "role": "img", "aria-label": label]
        ) {
            shape("rect", ["width": whole, "height": whole, "fill": "#ffffff"])
            shape("path", ["d": path, "fill": "#000000", "shape-rendering": "crispEdges"])
        }
    }
}
