internal import Crypto

/// A file that pages load: style sheet, script, icon. Its address carries a hash of its bytes, so that it may be kept for ever.
struct Asset: Sendable {
    /// The bytes.
    let bytes: [UInt8]
    /// The media type.
    let mediaType: String
    /// The name with the hash, such as `style.0123456789ab.css`.
    let name: String

    init(_ bytes: [UInt8], stem: String, suffix: String, mediaType: String) {
        self.bytes = bytes
        self.mediaType = mediaType
        name = "\(stem).\(fingerprint(bytes).prefix(12)).\(suffix)"
    }

    /// Where pages find it.
    var address: String { "/assets/\(name)" }
}

/// The files that pages load.
struct Assets: Sendable {
    let style = Asset(PackageResources.style_css, stem: "style", suffix: "css", mediaType: "text/css; charset=utf-8")
    let script = Asset(PackageResources.app_js, stem: "app", suffix: "js", mediaType: "text/javascript; charset=utf-8")
    let icon = Asset(PackageResources.icon_svg, stem: "icon", suffix: "svg", mediaType: "image/svg+xml")

    /// The file with a name; nil when there is none, or the hash is of another version.
    func find(_ name: String) -> Asset? { [style, script, icon].first { $0.name == name } }
}

/// The first 16 bytes of the SHA-256 of some bytes, in hexadecimal: names a version of a page or file, and proves nothing.
func fingerprint(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in SHA256.hash(data: Array(bytes)).prefix(16) {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}
