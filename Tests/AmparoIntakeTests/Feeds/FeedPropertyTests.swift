import AmparoModel
import Testing

@testable import AmparoIntake

/// A generator with a seed, the same everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Files of a table with random rows, quoting and defects.
struct RandomFeed {
    var generator: SeededGenerator
    let table: FeedTable

    private mutating func chance(_ oneIn: Int) -> Bool { Int.random(in: 0..<oneIn, using: &generator) == 0 }
    private mutating func pick<T>(_ values: [T]) -> T { values[Int.random(in: 0..<values.count, using: &generator)] }

    mutating func file(rows: Int) -> [UInt8] {
        var columns = table.fields.filter { $0.columnRequired || !chance(6) }.map(\.name)
        if chance(2) { columns.append("remarks") }
        columns.shuffle(using: &generator)
        let end = pick(["\n", "\r\n"])
        var bytes: [UInt8] = chance(4) ? [0xEF, 0xBB, 0xBF] : []
        bytes += Array((columns.map { chance(5) ? " \($0.uppercased())" : $0 }.joined(separator: ",") + end).utf8)
        var earlier: [[UInt8]] = []
        for index in 0..<rows {
            if chance(8), !earlier.isEmpty {
                bytes += pick(earlier) + Array(end.utf8)
                continue
            }
            var fields = columns.map { column in
                quoted(table.index(ofColumn: column).map { value(table.fields[$0]) } ?? pick(["", "old, file", "x"]))
            }
            if chance(40) { fields.removeLast() }
            if chance(40) { fields.append(Array("x".utf8)) }
            var record = Array(fields.joined(separator: [44]))
            if chance(30) { record.insert(0, at: Int.random(in: 0...record.count, using: &generator)) }
            if chance(60) { record.append(pick([0xFF, 0xC3, 0xE2])) }
            if chance(60), index < rows - 1 {
                record.insert(34, at: Int.random(in: 0...record.count, using: &generator))
            }
            if chance(60) { record = [] }
            earlier.append(record)
            bytes += record + (index == rows - 1 && chance(2) ? [] : Array(end.utf8))
        }
        return bytes
    }

    private mutating func value(_ field: Field) -> String {
        if chance(12) { return pick(["unknown", "REFUSED", "?", "2024-02-30", "Unknown "]) }
        if !field.required, chance(3) { return pick(["", "", " "]) }
        switch field.type {
        case .key, .reference: return pick(["C", "R-", "Ñ"]) + String(Int.random(in: 0..<40, using: &generator))
        case .day:
            return "2024-0\(Int.random(in: 1...9, using: &generator))-1\(Int.random(in: 0...9, using: &generator))"
        case .birthDate: return pick(["2009-05-17", "2010-02", "2011", "0000", "2010-13", "2012-2-3"])
        case .instant:
            return pick([
                "2024-05-01T13:45:00-05:00", "2024-05-01", "2024-05-01 10:00:00.123456Z", "2024-05-01T25:00:00Z",
            ])
        case .term: return pick((field.vocabulary?.words ?? []) + ["Unheard-of"]).uppercasedSometimes(chance(3))
        case .text:
            return pick(["Ana", "12 Main St, Apt 4", "say \"hi\"", "two\nlines", "José", "\"", "a\rb", " x ", "日本"])
        case .flag: return pick(["Y", "n", "Yes"])
        case .integer: return pick(["1", "17", "-4", "+9", "9223372036854775807", "9223372036854775808", "1.0"])
        case .code: return pick(["TX", "ca", "far too long to be a code"])
        case .aNumber:
            return pick(["A012345678", "012-345-678", "12345678", "a 212 345 678", "0", "A000000000", "AA12345678"])
        case .stamp, .time, .birthMonth: return ""
        }
    }

    private mutating func quoted(_ text: String) -> [UInt8] {
        let needed = text.contains { ",\"\n".contains($0) } || text.unicodeScalars.contains("\r")
        guard needed || chance(5) else { return Array(text.utf8) }
        return Array(
            ("\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"").utf8
        )
    }
}

extension String {
    fileprivate func uppercasedSometimes(_ really: Bool) -> String { really ? uppercased() : self }
}

@Suite("Any file of a feed")
struct FeedPropertyTests {
    static let kinds = CareFolder.order + [.notice, .agencyResult, .mailing]

    @Test("is read as the plain reference reads it, whatever the sizes in which it arrives", arguments: kinds)
    func sameAsReference(_ kind: RecordKind) throws {
        for seed in UInt64(1)...60 {
            var random = RandomFeed(
                generator: SeededGenerator(seed: seed &* 1000 &+ UInt64(kind.rawValue)), table: kind.table)
            let bytes = random.file(rows: Int(seed))
            let limit = seed % 3 == 0 ? (bytes.firstIndex(of: 10) ?? 0) + 20 : 1 << 20
            var expected: ReadFeed?
            var code: String?
            do {
                expected = try ReferenceReader(kind: kind, recordLimit: limit).read(bytes)
            } catch let error as ReferenceReader.Refused {
                code = error.code
            }
            for (chunk, buffer) in [(1, 4), (7, 97), (64, 4096), (1 << 20, 11), (1 << 20, 256 << 10)] {
                let sizes = FeedFile.Sizes(buffer: buffer, record: limit)
                do {
                    let read = try ReadFeed.read(kind, bytes, chunk: chunk, sizes: sizes, refusing: false)
                    #expect(read == expected, "seed \(seed), chunks of \(chunk), buffer \(buffer)")
                    #expect(read.report.addsUp)
                } catch let error as IntakeError {
                    #expect(error.code.rawValue == code, "seed \(seed), chunks of \(chunk)")
                }
            }
        }
    }

    @Test("of random bytes is read or refused, and adds up", arguments: [UInt64(1), 2, 3])
    func anyBytes(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let alphabet: [UInt8] = Array("S1,,\"\"\n\r\n \t0ñ;".utf8) + [0, 0xFF]
        for round in 0..<600 {
            var bytes = round % 5 == 0 ? [] : Array("sponsor_id,given_names,phone\n".utf8)
            for _ in 0..<Int.random(in: 0...200, using: &generator) {
                bytes.append(
                    round % 3 == 0
                        ? .random(in: 0...255, using: &generator) : alphabet.randomElement(using: &generator) ?? 0)
            }
            do {
                let read = try ReadFeed.read(
                    .sponsor, bytes, chunk: 13, sizes: .init(buffer: 32, record: 100), refusing: false)
                #expect(read.report.addsUp)
                let expected = try ReferenceReader(kind: .sponsor, recordLimit: 100).read(bytes)
                #expect(read.rows == expected.rows, "seed \(seed), round \(round)")
                #expect(read.defects == expected.defects, "seed \(seed), round \(round)")
                #expect(read.report == expected.report, "seed \(seed), round \(round)")
            } catch is IntakeError {
                continue
            }
        }
    }
}
