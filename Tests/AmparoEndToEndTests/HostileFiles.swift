import Foundation
import Testing

/// A way in which a file can arrive spoiled, and what must become of it.
struct HostileFile: Sendable, CustomTestStringConvertible {
    enum Fate {
        /// Exit code 1, a sentence on standard error, nothing written.
        case refused
        /// Exit code 0, a report that adds up.
        case taken
        /// One of the two: it depends on the feed.
        case either
    }

    var name: String
    var fate: Fate
    /// Makes the spoiled bytes of sound ones, whose columns are separated by this byte.
    var spoil: @Sendable (_ sound: [UInt8], _ separator: UInt8) -> [UInt8]

    var testDescription: String { name }

    init(_ name: String, _ fate: Fate, _ spoil: @escaping @Sendable ([UInt8], UInt8) -> [UInt8]) {
        self.name = name
        self.fate = fate
        self.spoil = spoil
    }

    private static func header(_ sound: [UInt8]) -> [UInt8] { Array(sound.prefix { $0 != 0x0A }) + [0x0A] }

    /// The sound bytes with others put at the beginning of the second line.
    private static func inSecondLine(_ sound: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
        let head = header(sound)
        return head + bytes + sound.dropFirst(head.count)
    }

    /// Files that are spoiled the same way whatever feed they are of.
    static let all: [HostileFile] = [
        HostileFile("nothing at all", .refused) { _, _ in [] },
        HostileFile("blank lines", .refused) { _, _ in Array("\n \r\n\t\n\n".utf8) },
        HostileFile("binary", .refused) { _, _ in
            var random = SplitMix(state: 1)
            return (0..<65_536).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        },
        HostileFile("cut off in the middle", .either) { sound, _ in Array(sound.prefix(sound.count / 2)) },
        HostileFile("cut off in its header", .either) { sound, _ in Array(sound.prefix(header(sound).count / 2)) },
        HostileFile("one endless line of 3 MB", .refused) { _, _ in [UInt8](repeating: 0x78, count: 3 << 20) },
        HostileFile("an endless line behind the header", .taken) { sound, _ in
            header(sound) + [UInt8](repeating: 0x78, count: 3 << 20)
        },
        HostileFile("an endless field behind a quotation mark", .either) { sound, _ in
            header(sound) + [0x22] + [UInt8](repeating: 0x78, count: 3 << 20)
        },
        HostileFile("a quotation mark that is never closed", .either) { sound, _ in inSecondLine(sound, [0x22]) },
        HostileFile("another separator", .refused) { sound, separator in
            sound.map { $0 == separator ? 0x3B : $0 }
        },
        HostileFile("a column twice", .refused) { sound, separator in
            let head = header(sound).dropLast().filter { $0 != 0x0D }
            return head + [separator] + head.prefix { $0 != separator } + sound.dropFirst(header(sound).count - 1)
        },
        HostileFile("without its first column's name", .refused) { sound, separator in
            Array("elsewhere".utf8) + sound.drop { $0 != separator }
        },
        HostileFile("UTF-16", .refused) { sound, _ in [0xFF, 0xFE] + sound.flatMap { [$0, 0] } },
        HostileFile("a byte of another encoding", .taken) { sound, _ in inSecondLine(sound, [0xF1]) },
        HostileFile("every byte above 127 of another encoding", .either) { sound, _ in
            sound.map { $0 > 127 ? 0xE9 : $0 }
        },
        HostileFile("a header and nothing else", .taken) { sound, _ in header(sound) },
        HostileFile("a header without a line end", .taken) { sound, _ in Array(header(sound).dropLast()) },
        HostileFile("line ends of old Macs", .either) { sound, _ in sound.map { $0 == 0x0A ? 0x0D : $0 } },
        HostileFile("a record of a hundred thousand fields", .taken) { sound, separator in
            inSecondLine(sound, [UInt8](repeating: separator, count: 100_000) + [0x0A])
        },
        HostileFile("NULs in a record", .either) { sound, _ in inSecondLine(sound, [0, 0, 0]) },
        HostileFile("ten thousand NULs at its end", .either) { sound, _ in sound + [UInt8](repeating: 0, count: 10_000)
        },
        HostileFile("its own rows twice", .taken) { sound, _ in sound + sound.dropFirst(header(sound).count) },
        HostileFile("its own header twice", .either) { sound, _ in header(sound) + sound },
        HostileFile("numbers beyond every limit", .either) { sound, _ in
            sound.map { (0x30...0x39).contains($0) ? 0x39 : $0 }
        },
    ]
}

extension HostileFile {
    /// Turns the columns round: the last becomes the first. A sound file all the same.
    static func turnedRound(_ sound: [UInt8], separator: UInt8) -> [UInt8] {
        guard separator != 0x2C else {
            var csv = CSV(String(decoding: sound, as: UTF8.self))
            csv.header.reverse()
            csv.rows = csv.rows.map { $0.reversed() }
            return Array(csv.text.utf8)
        }
        var turned: [UInt8] = []
        for line in lines(of: sound) {
            turned += line.split(separator: separator, omittingEmptySubsequences: false).reversed().joined(separator: [
                separator
            ])
            turned += [0x0D, 0x0A]
        }
        return turned
    }

    /// The records of a tab-separated file that have as many fields as its header; others mean something only in place.
    static func wholeRecords(_ sound: [UInt8], separator: UInt8) -> [UInt8] {
        guard separator != 0x2C else { return sound }
        func tabs(_ line: ArraySlice<UInt8>) -> Int { line.count { $0 == separator } }
        let lines = lines(of: sound)
        return lines.filter { tabs($0) == tabs(lines[0]) }.flatMap { $0 + [0x0D, 0x0A] }
    }

    private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.split(separator: 0x0A).map { $0.last == 0x0D ? $0.dropLast() : $0 }
    }
}
