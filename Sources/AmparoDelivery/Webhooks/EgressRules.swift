#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Which addresses may be connected to, decided on the address itself after the name was resolved: never this machine, its
/// network, or the address at which clouds tell a machine its secrets.
public struct EgressRules: Hashable, Sendable {
    /// Whether this machine itself may be connected to, without TLS too: for tests.
    public var allowsLoopback: Bool

    /// Rules; by default without exceptions.
    public init(allowsLoopback: Bool = false) { self.allowsLoopback = allowsLoopback }

    /// Networks of IPv4 that are not the public internet (IANA special-purpose registry), as first address and length.
    private static let closed: [(network: UInt32, length: UInt32)] = [
        (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16), (0xAC10_0000, 12),
        (0xC000_0000, 24), (0xC000_0200, 24), (0xC058_6300, 24), (0xC0A8_0000, 16), (0xC612_0000, 15),
        (0xC633_6400, 24), (0xCB00_7100, 24), (0xE000_0000, 4), (0xF000_0000, 4),
    ]

    /// Whether an address, in numbers, may be connected to. What is no address may not.
    public func allows(_ address: String) -> Bool {
        guard let bytes = NumericAddress.bytes(address) else { return false }
        if bytes.count == 4 {
            let bits = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            if bytes[0] == 127 { return allowsLoopback }
            return !EgressRules.closed.contains { bits >> (32 - $0.length) == $0.network >> (32 - $0.length) }
        }
        if bytes.dropLast().allSatisfy({ $0 == 0 }), bytes.last == 1 { return allowsLoopback }
        // Only global unicast, and of that neither examples nor tunnels that carry an IPv4 address within.
        guard bytes[0] >> 5 == 1 else { return false }
        let head = bytes[0..<4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return !(head >> 9 == 0x2001_0000 >> 9 || head == 0x2001_0DB8 || head >> 16 == 0x2002 || head >> 12 == 0x3FFF0)
    }
}

/// An address in numbers.
enum NumericAddress {
    /// The 4 or 16 bytes of an address; nil of anything that is not one written in full, as `127.1` or a name.
    static func bytes(_ text: String) -> [UInt8]? {
        var v4 = [UInt8](repeating: 0, count: 4)
        if inet_pton(AF_INET, text, &v4) == 1 { return v4 }
        var v6 = [UInt8](repeating: 0, count: 16)
        return inet_pton(AF_INET6, text, &v6) == 1 ? v6 : nil
    }
}

/// An HTTPS address of a receiver, taken apart strictly, so that nothing else reads another host from it.
struct WebhookAddress: Hashable, Sendable {
    var text: String
    var isSecure: Bool
    /// The host without brackets.
    var host: String
    var port: Int

    /// Reads an address; nil when it is not `https://host[:port]/…` of plain characters, or `http://` of the same.
    init?(_ text: String) {
        guard text.utf8.count <= 2048, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x5C && $0 != 0x23 })
        else { return nil }
        if text.hasPrefix("https://") {
            isSecure = true
        } else if text.hasPrefix("http://") {
            isSecure = false
        } else {
            return nil
        }
        self.text = text
        var rest = text.dropFirst(isSecure ? 8 : 7)
        rest = rest.prefix { $0 != "/" && $0 != "?" }
        guard !rest.contains("@"), !rest.contains("%") else { return nil }
        if rest.hasPrefix("[") {
            guard let end = rest.firstIndex(of: "]") else { return nil }
            host = String(rest[rest.index(after: rest.startIndex)..<end])
            rest = rest[rest.index(after: end)...]
            guard host.utf8.allSatisfy({ $0 == 0x3A || $0 == 0x2E || Character(UnicodeScalar($0)).isHexDigit }) else {
                return nil
            }
        } else {
            host = String(rest.prefix { $0 != ":" })
            rest = rest.dropFirst(host.utf8.count)
            guard
                host.utf8.allSatisfy({
                    (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                        || $0 == 0x2D || $0 == 0x2E
                })
            else { return nil }
        }
        guard !host.isEmpty else { return nil }
        if rest.isEmpty {
            port = isSecure ? 443 : 80
        } else {
            guard rest.hasPrefix(":"), let number = UInt16(rest.dropFirst()), number > 0 else { return nil }
            port = Int(number)
        }
    }
}
