/// The site that passkeys are for: browsers hand a passkey to no other, so it cannot be given to somebody who only looks like it.
public struct PasskeySite: Hashable, Sendable {
    /// The origin, such as `https://amparo.example:8443`.
    public let origin: String
    /// The name that passkeys are bound to (WebAuthn, "relying party id").
    public let name: String

    /// A site; nil unless it is an origin by https with a name that is no number, or `http://localhost`, which crosses no network.
    public init?(origin: String) {
        guard let colon = origin.firstRange(of: "://") else { return nil }
        let (scheme, rest) = (origin[..<colon.lowerBound], origin[colon.upperBound...])
        let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
        guard let name = parts.first, (1...2).contains(parts.count), !name.isEmpty, name.utf8.count <= 253,
            name.utf8.allSatisfy({
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E
            }),
            name.contains(where: \.isLetter), name == "localhost" || scheme == "https",
            scheme == "https" || scheme == "http"
        else { return nil }
        if parts.count == 2 {
            guard let port = Int(parts[1]), (1...65_535).contains(port), String(port) == parts[1] else { return nil }
        }
        self.origin = origin
        self.name = String(name)
    }
}
