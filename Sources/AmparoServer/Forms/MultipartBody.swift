internal import Foundation
internal import HTTPTypes
package import Hummingbird
internal import NIOCore

/// What a form with a file sent (RFC 7578): its fields, and the file.
package struct MultipartBody: Sendable {
    /// The most bytes of a body that are read.
    package static let longest = 10 << 20
    /// The most parts of a body, and the most bytes of a part's header.
    static let mostParts = 64
    static let longestHeader = 2048

    /// A file as it was sent.
    package struct File: Sendable, Equatable {
        /// The last part of the name that the browser gave, at most 120 characters; it proves nothing.
        package var name: String
        /// The bytes.
        package var bytes: [UInt8]

        /// A file.
        package init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    /// The fields that are no files, without the token.
    package private(set) var fields: [(name: String, value: String)] = []
    /// The first file; nil when none was chosen.
    package private(set) var file: File?

    /// The first field of a name; nil when there is none.
    package subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    /// Reads the form of a request that must carry `token`. Throws `FormFault`.
    package init(_ request: Request, token: String) async throws {
        guard let boundary = Self.boundary(request.headers[.contentType] ?? "") else { throw FormFault(.badRequest) }
        let bytes: ByteBuffer
        do {
            bytes = try await collected(request.body, upTo: Self.longest)
        } catch is NIOTooManyBytesError {
            throw FormFault(.contentTooLarge)
        }
        guard let form = MultipartBody(Array(bytes.readableBytesView), boundary: boundary) else {
            throw FormFault(.badRequest)
        }
        guard FormBody.isOfThisSite(request), let given = form[FormBody.tokenField], isSame(given, token) else {
            throw FormFault(.forbidden)
        }
        self = form
        fields.removeAll { $0.name == FormBody.tokenField }
    }

    /// Whether a request says that its body is a form with a file.
    static func isMultipart(_ request: Request) -> Bool { boundary(request.headers[.contentType] ?? "") != nil }

    /// The boundary that a content type names; nil when it is no form with files.
    static func boundary(_ type: String) -> String? {
        let parts = type.split(separator: ";").map { $0.trimmingBlanks() }
        guard parts.first?.lowercased() == "multipart/form-data" else { return nil }
        for part in parts.dropFirst() where part.lowercased().hasPrefix("boundary=") {
            var text = part.dropFirst(9)
            if text.count > 1, text.first == "\"", text.last == "\"" { text = text.dropFirst().dropLast() }
            let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 }
            return (1...70).contains(text.utf8.count) && isPlain ? String(text) : nil
        }
        return nil
    }

    /// Reads a body; nil when it is not well formed or has too many parts.
    init?(_ bytes: [UInt8], boundary: String) {
        let mark = Array("--\(boundary)".utf8)
        let inner: [UInt8] = [0x0D, 0x0A] + mark
        guard bytes.starts(with: mark) else { return nil }
        var place = mark.count
        var count = 0
        while true {
            if bytes[place...].starts(with: [0x2D, 0x2D]) { return }
            guard bytes[place...].starts(with: [0x0D, 0x0A]), count < Self.mostParts else { return nil }
            let start = place + 2
            let empty: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
            guard let headerEnd = find(empty, in: bytes, from: start, to: min(bytes.count, start + Self.longestHeader)),
                let end = find(inner, in: bytes, from: headerEnd + 2, to: bytes.count),
                take(bytes[start..<headerEnd], bytes[min(headerEnd + 4, end)..<end])
            else { return nil }
            place = end + inner.count
            count += 1
        }
    }

    private mutating func take(_ header: ArraySlice<UInt8>, _ content: ArraySlice<UInt8>) -> Bool {
        guard let text = String(validating: header, as: UTF8.self) else { return false }
        let line = text.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-disposition:") }
        guard let line, let name = Self.parameter("name", of: line) else { return false }
        if let given = Self.parameter("filename", of: line) {
            let last = given.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
            // A file that was not chosen has no name and no bytes.
            if file == nil, !last.isEmpty || !content.isEmpty {
                file = File(name: String(last.prefix(120)), bytes: Array(content))
            }
            return true
        }
        guard content.count <= FormBody.longest, let value = String(validating: content, as: UTF8.self),
            value.unicodeScalars.allSatisfy({
                $0.value >= 0x20 && $0.value != 0x7F || [0x09, 0x0A, 0x0D].contains($0.value)
            })
        else { return false }
        fields.append((name, value))
        return true
    }

    /// A quoted parameter of a disposition, as browsers write it: `"` as `%22`.
    private static func parameter(_ name: String, of line: Substring) -> String? {
        guard let range = line.range(of: "; \(name)=\"", options: .caseInsensitive) else { return nil }
        let rest = line[range.upperBound...]
        guard let end = rest.firstIndex(of: "\"") else { return nil }
        return String(rest[..<end]).replacing("%22", with: "\"")
    }
}

/// The place of `pattern` in `bytes[start..<limit]`; nil when it is not there.
private func find(_ pattern: [UInt8], in bytes: [UInt8], from start: Int, to limit: Int) -> Int? {
    bytes.withUnsafeBufferPointer { bytes in
        var place = start
        while place + pattern.count <= limit {
            if bytes[place] == pattern[0] {
                var length = 1
                while length < pattern.count, bytes[place + length] == pattern[length] { length += 1 }
                if length == pattern.count { return place }
            }
            place += 1
        }
        return nil
    }
}

extension Substring {
    /// The text without blanks at its ends.
    fileprivate func trimmingBlanks() -> Substring {
        var text = self
        while text.first == " " { text = text.dropFirst() }
        while text.last == " " { text = text.dropLast() }
        return text
    }
}
