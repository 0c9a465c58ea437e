import AmparoModel
import Testing

@Suite("Feed tables and payloads")
struct RecordTests {
    @Test("Every kind of record has its table, and no id or name occurs twice in it", arguments: RecordKind.allCases)
    func tables(_ kind: RecordKind) {
        let table = kind.table
        #expect(kind.subject == table.subject && kind.feed == table.feed && kind.isSnapshot == table.isSnapshot)
        #expect(Set(table.fields.map(\.id)).count == table.fields.count)
        #expect(Set(table.fields.map(\.name)).count == table.fields.count)
        #expect(table.fields.allSatisfy { (1...49).contains($0.id) })
        #expect(table.index(ofColumn: table.subjectColumn.uppercased()) != nil)
        for key in table.keyColumns { #expect(table.index(ofColumn: key) != nil) }
        for field in table.fields where field.type == .term { #expect(field.vocabulary != nil) }
    }

    @Test("A header of the court with the ending _Remove is the column without it")
    func removeSuffix() {
        let table = RecordKind.motion.table
        #expect(table.index(ofColumn: "IJ_NAME_Remove") == table.index(ofColumn: "ij_name"))
        #expect(
            RecordKind.courtCase.table.index(ofColumn: "GENDER") == RecordKind.courtCase.table.index(ofColumn: "Sex"))
    }

    @Test("A payload is read back as it was written")
    func payload() {
        var writer = PayloadWriter()
        let day = Day("1969-12-30")!
        let instant = Instant("2024-01-02T03:04:05.000006-05:00")!
        writer.day(1, day)
        writer.number(2, -7_000_000_000)
        writer.word(3, 0xFEED_FACE_CAFE_BEEF)
        "9A".utf8.withContiguousStorageIfAvailable { writer.bytes(4, UnsafeRawBufferPointer($0)) }
        writer.instant(5, instant)
        writer.notKnown(6, refused: true)
        writer.stamp(7, day, milliseconds: 0)
        writer.stamp(8, day, milliseconds: 86_399_999)
        writer.bytes.withUnsafeBytes { bytes in
            var reader = PayloadReader(bytes)
            #expect(reader.next()?.day == day)
            #expect(reader.next()?.number == -7_000_000_000)
            #expect(reader.next()?.bits == 0xFEED_FACE_CAFE_BEEF)
            #expect(reader.next().map { String(decoding: $0.bytes, as: UTF8.self) } == "9A")
            #expect(reader.next()?.instant == instant)
            let refused = reader.next()
            #expect(refused?.form == 3 && refused?.bits == 1 && refused?.day == nil)
            #expect(reader.next()?.stampDay == day)
            #expect(reader.next()?.stampDay == day)
            #expect(reader.next() == nil)
        }
    }

    @Test("Any bytes at all end a payload reader without a crash")
    func anyBytes() {
        var state: UInt64 = 42
        for _ in 0..<20_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int(state >> 60) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes.append(UInt8(truncatingIfNeeded: state >> 33))
            }
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            bytes.withUnsafeBytes { raw in
                var payload = PayloadReader(raw)
                var fields = 0
                while payload.next() != nil { fields += 1 }
                var sealed = SealedTextReader(raw)
                while sealed.next() != nil { fields += 1 }
                #expect(fields <= 2 * bytes.count)
            }
        }
    }
}
