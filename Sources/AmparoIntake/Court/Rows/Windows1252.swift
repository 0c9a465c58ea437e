/// Windows code page 1252, in which the court's files are read (court-data-format 2). ASCII is itself; 0xA0 to 0xFF are
/// Latin-1; the five bytes the page leaves undefined become U+FFFD.
enum Windows1252 {
    /// The scalars of 0x80 to 0x9F.
    private static let upper: [UInt16] = [
        0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD,
        0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0xFFFD, 0x017E, 0x0178,
    ]

    /// Appends bytes of the code page as UTF-8. Returns whether every byte was defined.
    @inline(__always)
    static func append(_ bytes: UnsafePointer<Byte>, _ count: Int, to text: inout [Byte]) -> Bool {
        var isDefined = true
        for index in 0..<count {
            let byte = bytes[index]
            guard byte >= 0x80 else {
                text.append(byte)
                continue
            }
            let scalar = byte < 0xA0 ? upper[Int(byte - 0x80)] : UInt16(byte)
            if scalar == 0xFFFD { isDefined = false }
            if scalar < 0x800 {
                text.append(0xC0 | Byte(truncatingIfNeeded: scalar >> 6))
            } else {
                text.append(0xE0 | Byte(truncatingIfNeeded: scalar >> 12))
                text.append(0x80 | Byte(truncatingIfNeeded: scalar >> 6) & 0x3F)
            }
            text.append(0x80 | Byte(truncatingIfNeeded: scalar) & 0x3F)
        }
        return isDefined
    }

    /// Whether a run has bytes outside ASCII.
    @inline(__always)
    static func isASCII(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Bool {
        var index = 0
        while index &+ 8 <= count {
            if loadWord(bytes + index) & 0x8080_8080_8080_8080 != 0 { return false }
            index &+= 8
        }
        while index < count {
            if bytes[index] >= 0x80 { return false }
            index &+= 1
        }
        return true
    }

    /// Bytes of the code page as a string.
    static func text(_ bytes: some Collection<Byte>) -> String {
        var utf8: [Byte] = []
        let run = Array(bytes)
        run.withUnsafeBufferPointer { buffer in
            if let base = buffer.baseAddress { _ = append(base, buffer.count, to: &utf8) }
        }
        return String(decoding: utf8, as: UTF8.self)
    }
}
