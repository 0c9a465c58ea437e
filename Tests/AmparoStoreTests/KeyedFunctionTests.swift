import AmparoStore
import AmparoTestSupport
import Testing

@Suite("Keyed functions")
struct KeyedFunctionTests {
    @Test("SipHash-2-4 gives the vectors of its authors")
    func sipHashVectors() throws {
        // The first 16 of `vectors_sip64` of the reference implementation: key 00…0f, input 00…(n-1).
        let vectors: [UInt64] = [
            0x726f_db47_dd0e_0e31, 0x74f8_39c5_93dc_67fd, 0x0d6c_8009_d9a9_4f5a, 0x8567_6696_d7fb_7e2d,
            0xcf27_94e0_2771_87b7, 0x1876_5564_cd99_a68d, 0xcbc9_466e_58fe_e3ce, 0xab02_00f5_8b01_d137,
            0x93f5_f579_9a93_2462, 0x9e00_82df_0ba9_e4b0, 0x7a5d_bbc5_94dd_b9f3, 0xf4b3_2f46_226b_ada7,
            0x751e_8fbc_860e_e5fb, 0x14ea_5627_c084_3d90, 0xf723_ca90_8e7a_f2ee, 0xa129_ca61_49be_45e5,
        ]
        let key = Array(0..<16 as Range<UInt8>)
        let function = try #require(key.withUnsafeBytes { SipHash24(key: $0) })
        for (length, expected) in vectors.enumerated() {
            let input = (0..<length).map { UInt8($0) }
            #expect(input.withUnsafeBytes { function.hash($0) } == expected, "\(length) bytes")
        }
        #expect([UInt8](repeating: 0, count: 15).withUnsafeBytes { SipHash24(key: $0) } == nil)
    }

    @Test("Random bytes of a source are never handed out twice, across chunks")
    func randomSource() throws {
        let source = RandomSource.seeded(1)
        let one = try source.bytes(10_000)
        let two = try source.bytes(100_000)
        let whole = try RandomSource.seeded(1).bytes(110_000)
        #expect(one + two == whole)
        #expect(try RandomSource.system().bytes(1000) != RandomSource.system().bytes(1000))
    }

    @Test("A source that fails is an error, not silence")
    func failingSource() {
        let source = RandomSource { _ in throw StoreError(.noRandomness) }
        #expect(throws: StoreError(.noRandomness)) { try source.bytes(1) }
    }

    @Test("A sensitive value prints as sealed everywhere")
    func sensitive() {
        let name = Sensitive("María")
        var dumped = ""
        dump(name, to: &dumped)
        dump([name], to: &dumped)
        for text in ["\(name)", String(reflecting: name), "\([name])", "\(Optional(name) as Any)", dumped] {
            #expect(text.contains("‹sealed›"))
            #expect(!text.contains("María"))
        }
        #expect(name.exposed == "María")
    }

    @Test("Persons of different classes never share a number", arguments: PersonClass.allCases)
    func persons(personClass: PersonClass) {
        for number in [1, 2, 17, 1 << 40, (1 << 59) - 1] as [Int64] {
            let person = Person(personClass, number)
            #expect(person.personClass == personClass)
            #expect(person.number == number)
            #expect(person.rawValue > 0)
            for other in PersonClass.allCases where other != personClass { #expect(Person(other, number) != person) }
        }
    }
}
