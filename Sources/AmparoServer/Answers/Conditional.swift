internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// How long an answer may be kept without asking again.
enum Keeping: String {
    /// Asked for each time; answered with 304 when nothing changed.
    case revalidate = "no-cache"
    /// For ever: the address changes when the content does.
    case forEver = "public, max-age=31536000, immutable"
    /// Not at all.
    case never = "no-store"
}

/// An answer with a tag of its version, or 304 when the reader has that version (RFC 9110 13.1.2, 15.4.5).
func answer(
    _ bytes: some Collection<UInt8>, mediaType: String, keeping: Keeping, language: Language? = nil, to request: Request
) -> Response {
    var headers: HTTPFields = [.contentType: mediaType, .cacheControl: keeping.rawValue]
    if let language {
        headers[.contentLanguage] = language.rawValue
        headers[.vary] = "Accept-Language"
    }
    guard keeping != .never else {
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
    let tag = "\"\(fingerprint(bytes))\""
    headers[.eTag] = tag
    if let held = request.headers[.ifNoneMatch], matches(held, tag) {
        headers[.contentType] = nil
        // The length of what is not sent, as RFC 9110 8.6 asks of a 304.
        headers[.contentLength] = String(bytes.count)
        return Response(status: .notModified, headers: headers)
    }
    return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
}

/// Whether a list of tags names one, by weak comparison (RFC 9110 8.8.3.2).
private func matches(_ list: String, _ tag: String) -> Bool {
    list.split(separator: ",").contains { part in
        var part = part.drop { $0 == " " || $0 == "\t" }
        while part.last == " " || part.last == "\t" { part.removeLast() }
        if part.hasPrefix("W/") { part = part.dropFirst(2) }
        return part == "*" || part == tag[...]
    }
}
