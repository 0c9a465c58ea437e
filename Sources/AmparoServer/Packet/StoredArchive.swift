/// A ZIP archive whose members are kept as they are (APPNOTE 6.3.9, method 0), with fixed times: the same members give the same bytes.
struct StoredArchive {
    private var body: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    /// Adds a member. `name` is a path of ASCII letters, digits, dots, hyphens and slashes, made by the program.
    mutating func add(_ name: String, _ content: [UInt8]) {
        let path = Array(name.utf8)
        let crc = Self.crc(content)
        let common =
            Self.two(20) + Self.two(0) + Self.two(0) + Self.two(0) + Self.two(0x21) + Self.four(crc)
            + Self.four(UInt32(content.count)) + Self.four(UInt32(content.count)) + Self.two(UInt16(path.count))
            + Self.two(0)
        directory += [0x50, 0x4B, 1, 2] + Self.two(20) + common
        directory += Self.two(0) + Self.two(0) + Self.two(0) + Self.four(0) + Self.four(UInt32(body.count)) + path
        body += [0x50, 0x4B, 3, 4] + common + path + content
        count += 1
    }

    /// The whole archive.
    var bytes: [UInt8] {
        body + directory + [0x50, 0x4B, 5, 6] + Self.two(0) + Self.two(0) + Self.two(UInt16(count))
            + Self.two(UInt16(count))
            + Self.four(UInt32(directory.count)) + Self.four(UInt32(body.count)) + Self.two(0)
    }

    private static func two(_ value: UInt16) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8)] }
    private static func four(_ value: UInt32) -> [UInt8] {
        [UInt8(value & 255), UInt8(value >> 8 & 255), UInt8(value >> 16 & 255), UInt8(value >> 24)]
    }

    /// CRC-32 of ISO 3309.
    static func crc(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(0xFFFF_FFFF) { (crc: UInt32, byte) in
            (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
    }
}
