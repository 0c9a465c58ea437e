import AmparoSharing
import Foundation
import Testing

/// Corpus/sharing: what the documents say is the right answer, decided by the engine.
@Suite("The corpus of sharing decisions")
struct SharedCorpusTests {
    /// The cases as they lie in the repository, read once.
    static let read = Result { try corpus() }

    private static func corpus() throws -> Corpus {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Corpus/sharing", directoryHint: .isDirectory).standardizedFileURL
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".json") }.sorted()
        return try Corpus(
            files: names.map {
                (file: $0, text: try String(contentsOf: folder.appending(path: $0), encoding: .utf8))
            })
    }

    @Test("Every case is decided as the documents say")
    func engine() throws {
        let report = try Self.read.get().run()
        for failure in report.failures {
            Issue.record("\(failure.id): \(failure.differences.joined(separator: "; "))")
        }
        #expect(report.summary == "\(report.count) cases, \(report.count) as expected")
    }

    @Test("The slow interpreter, which shares no table with the engine, decides every case as the documents say")
    func reference() throws {
        let report = try Self.read.get().run(decide: ReferenceInterpreter.decide)
        #expect(report.failures == [])
    }

    @Test("At least 300 cases name every requirement, each with its reason and its citation")
    func coverage() throws {
        let cases = try Self.read.get().cases
        #expect(cases.count >= 300)
        let named = Set(cases.flatMap(\.requirement))
        #expect(named == Set((1...40).map { "F\($0)" }))
        #expect(cases.filter { $0.requirement.isEmpty }.map(\.id) == [])
        #expect(cases.filter { $0.citation.isEmpty || !$0.why.hasSuffix(".") }.map(\.id) == [])
    }

    @Test("Every case says what is expected of every field that it asks for")
    func complete() throws {
        for one in try Self.read.get().cases {
            let expected = try #require(one.expectation, "\(one.id)")
            #expect(Set(expected.fields.keys) == Set(one.fieldNames), "\(one.id)")
        }
    }
}
