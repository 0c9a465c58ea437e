/// A state as a sender wrote it, folded to capitals: two letters, or the ways of having none.
///
/// Two bytes, so that releases by state are counted in a flat table. A code that is not two ASCII letters is `unlisted`:
/// it is said, but cannot be a state of the USPS list.
public struct StateCode: Hashable, Comparable, Sendable {
    /// 0 when nothing is said; 1 `unknown`, 2 `refused`, 3 unlisted; else both capitals, the first one high.
    public let packed: UInt16

    @inlinable init(packed: UInt16) { self.packed = packed }

    /// Nothing is said.
    @inlinable public static var notSaid: StateCode { StateCode(packed: 0) }
    /// The sender wrote `unknown`.
    @inlinable public static var unknown: StateCode { StateCode(packed: 1) }
    /// The sender wrote `refused`.
    @inlinable public static var refused: StateCode { StateCode(packed: 2) }
    /// Something that is not two letters.
    @inlinable public static var unlisted: StateCode { StateCode(packed: 3) }

    /// The state in the bytes of a field; blanks around it are not part of it.
    @inlinable public init(utf8 bytes: UnsafeRawBufferPointer) {
        var first = 0
        var end = bytes.count
        while first < end, bytes[first] <= 0x20 { first += 1 }
        while end > first, bytes[end - 1] <= 0x20 { end -= 1 }
        guard end > first else {
            self = .notSaid
            return
        }
        guard end - first == 2 else {
            self = .unlisted
            return
        }
        let high = bytes[first] & 0xDF
        let low = bytes[first + 1] & 0xDF
        guard (0x41...0x5A).contains(high), (0x41...0x5A).contains(low) else {
            self = .unlisted
            return
        }
        packed = UInt16(high) << 8 | UInt16(low)
    }

    /// The state in a text.
    public init(_ text: some StringProtocol) {
        var text = String(text)
        self = text.withUTF8 { StateCode(utf8: UnsafeRawBufferPointer($0)) }
    }

    /// Reads a state field of a payload; a field that is not in the payload at all is `.notSaid`.
    @inlinable public init(_ field: PayloadField) {
        switch field.form {
        case 2: self.init(utf8: field.bytes)
        case 3: self = field.bits == 0 ? .unknown : .refused
        default: self = .unlisted
        }
    }

    /// Codes order as their text does, after those that are none.
    @inlinable public static func < (a: StateCode, b: StateCode) -> Bool { a.packed < b.packed }

    /// The two capitals, `unknown`, `refused`, `unlisted`, or empty.
    public var text: String {
        switch packed {
        case 0: ""
        case 1: "unknown"
        case 2: "refused"
        case 3: "unlisted"
        default: String(decoding: [UInt8(packed >> 8), UInt8(truncatingIfNeeded: packed)], as: UTF8.self)
        }
    }
}
