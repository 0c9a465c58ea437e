import AmparoModel
import AmparoSharing
import Testing

@Suite("Broken texts")
struct BrokenTextTests {
    @Test("A text with bytes changed, dropped or doubled is read or refused, never more")
    func mutated() throws {
        let seed: UInt64 = 17
        print("broken texts, seed \(seed)")
        var numbers = SeededNumbers(seed: seed)
        let texts = try ShippedAgreements.sets.flatMap { try #require(ShippedAgreements.texts($0)).map(\.text) }
        var refused = 0
        for _ in 0..<400 {
            var bytes = Array(numbers.pick(texts).utf8)
            for _ in 0..<Int.random(in: 1...4, using: &numbers) {
                let place = Int.random(in: 0..<bytes.count, using: &numbers)
                switch numbers.pick([0, 1, 2]) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &numbers)
                case 1: bytes.remove(at: place)
                default: bytes.insert(contentsOf: bytes[place..<min(place + 20, bytes.count)], at: place)
                }
            }
            do {
                _ = try Agreement.parse(yaml: String(decoding: bytes, as: UTF8.self), file: "broken")
            } catch {
                refused += 1
            }
        }
        #expect(refused > 100)
    }

    @Test("A text that would unfold without end, or is deep beyond reason, is refused")
    func unfolding() {
        let anchors = "a: &a [x,x]\nb: &b [*a,*a]\n? *b\n: 1\n"
        #expect(throws: SharingError(.notReadable, "")) { try Agreement.parse(yaml: anchors, file: "x") }
        let deep = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
        #expect(throws: SharingError(.notReadable, "")) { try Agreement.parse(yaml: deep, file: "x") }
        let long = "title: " + String(repeating: "x", count: 1 << 20)
        #expect(throws: SharingError(.notReadable, "")) { try Agreement.parse(yaml: long, file: "x") }
    }
}
