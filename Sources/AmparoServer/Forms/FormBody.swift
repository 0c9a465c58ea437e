internal import HTTPTypes
package import Hummingbird
internal import NIOCore

/// What a form sent: its fields in order.
///
/// A body is read only when this site's own page can have sent it: the browser says so (`Sec-Fetch-Site`, `Origin`), and the form
/// carries the token of the session it was made for.
///
/// ```swift
/// let form = try await FormBody(request, token: viewer.formToken)
/// let reason = form["reason"] ?? ""
/// ```
package struct FormBody: Sendable {
    /// The most bytes of a body that are read.
    package static let longest = 65_536
    /// The most fields of a form.
    static let mostFields = 1000
    /// The name of the hidden field with the token.
    package static let tokenField = "form"

    /// The fields as they were sent, without the token.
    package let fields: [(name: String, value: String)]

    /// The first field of a name; nil when there is none.
    package subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    /// All fields of a name, in order.
    package func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// Reads the form of a request that must carry `token`.
    ///
    /// - Throws: `FormFault`; one that is `.forbidden` has the fields, so that the form can be shown again with what was typed.
    package init(_ request: Request, token: String) async throws {
        let sent = try await Self.read(request)
        let given = sent.first { $0.name == Self.tokenField }?.value
        let fields = sent.filter { $0.name != Self.tokenField }
        guard Self.isOfThisSite(request), let given, isSame(given, token) else {
            throw FormFault(.forbidden, typed: fields)
        }
        self.fields = fields
    }

    /// The fields of a request's body, whoever sent it: only to be shown again to whom they came from.
    static func read(_ request: Request) async throws -> [(name: String, value: String)] {
        let type = request.headers[.contentType]?.lowercased() ?? ""
        guard type.prefix(while: { $0 != ";" }) == "application/x-www-form-urlencoded" else {
            throw FormFault(.badRequest)
        }
        let bytes: ByteBuffer
        do {
            bytes = try await collected(request.body, upTo: longest)
        } catch is NIOTooManyBytesError {
            throw FormFault(.contentTooLarge)
        }
        guard let fields = decode(bytes.readableBytesView) else { throw FormFault(.badRequest) }
        return fields
    }

    /// Whether the browser says that a page of this site sent the request, or is one that says nothing.
    static func isOfThisSite(_ request: Request) -> Bool {
        let site = request.headers.first { $0.name.canonicalName == "sec-fetch-site" }
        if let site, site.value != "same-origin" { return false }
        guard let origin = request.headers[.origin] else { return true }
        guard let authority = request.head.authority else { return false }
        return ["http://", "https://"].contains { origin == $0 + authority }
    }

    /// Whether the browser says so: saying nothing is not enough to show what was sent to whoever reads the answer.
    static func isSurelyOfThisSite(_ request: Request) -> Bool {
        let isTold = request.headers[.origin] != nil
        return isOfThisSite(request)
            && (isTold || request.headers.contains { $0.name.canonicalName == "sec-fetch-site" })
    }

    /// What may be shown again: neither the token nor what proves who somebody is.
    static func kept(_ fields: [(name: String, value: String)]) -> [(name: String, value: String)] {
        fields.filter {
            ![tokenField, "password", "present", "again", "code", "proof", "secret", "signature"].contains($0.name)
        }
    }

    /// Fields as one text that `decode` reads.
    static func encode(_ fields: [(name: String, value: String)]) -> String {
        func escaped(_ text: String) -> String {
            text.utf8.map { byte in
                let isPlain =
                    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || byte == 0x2D || byte == 0x2E || byte == 0x5F
                let digits = String(byte, radix: 16, uppercase: true)
                return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + digits
            }.joined()
        }
        return fields.map { escaped($0.name) + "=" + escaped($0.value) }.joined(separator: "&")
    }

    /// Fields of the WHATWG's `application/x-www-form-urlencoded`; nil for a broken escape, text that is no UTF-8, a control
    /// character other than a line end or tab, or too many fields.
    static func decode(_ bytes: some Collection<UInt8>) -> [(name: String, value: String)]? {
        var fields: [(name: String, value: String)] = []
        for part in bytes.split(separator: UInt8(ascii: "&")) {
            guard fields.count < mostFields else { return nil }
            let pair = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = text(pair[0]), let value = pair.count > 1 ? text(pair[1]) : "" else { return nil }
            fields.append((name, value))
        }
        return fields
    }

    private static func text(_ bytes: some Sequence<UInt8>) -> String? {
        var plain: [UInt8] = []
        var rest = bytes.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "+"): plain.append(0x20)
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else { return nil }
                plain.append(high << 4 | low)
            default: plain.append(byte)
            }
        }
        guard let text = String(validating: plain, as: UTF8.self) else { return nil }
        let isPlain = text.unicodeScalars.allSatisfy {
            $0.value >= 0x20 && $0.value != 0x7F || [0x09, 0x0A, 0x0D].contains($0.value)
        }
        return isPlain ? text : nil
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}

/// Why a form was not taken. It is answered with its status.
package struct FormFault: Error, HTTPResponseError {
    /// 400, 403 or 413.
    package var status: HTTPResponse.Status
    /// What was typed, where it could be read.
    package var typed: [(name: String, value: String)]

    init(_ status: HTTPResponse.Status, typed: [(name: String, value: String)] = []) {
        self.status = status
        self.typed = typed
    }

    /// The answer without a page; `Faults` makes one.
    package func response(from request: Request, context: some RequestContext) throws -> Response {
        Response(status: status)
    }
}

/// Whether two texts are the same, in a time that depends on their lengths only.
func isSame(_ a: String, _ b: String) -> Bool { isSame(Array(a.utf8), Array(b.utf8)) }

/// Whether bytes are the same, in a time that depends on their numbers only.
func isSame(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard a.count == b.count else { return false }
    return zip(a, b).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
}

/// The hidden field with the token that a form of this viewer carries.
func formToken(_ token: String) -> Markup {
    void("input", ["type": "hidden", "name": "form", "value": token])
}
