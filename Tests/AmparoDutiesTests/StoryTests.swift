import AmparoCourt
import AmparoDuties
import Foundation
import Testing

@Suite("The missed-hearing procedure, told as stories")
struct StoryTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Stories")

    static let files: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0.hasSuffix(".txt") }
        .sorted()

    private static func text(_ file: String) throws -> String {
        try String(contentsOf: folder.appending(path: file), encoding: .utf8)
    }

    /// Runs the story above the line. With `AMPARO_WRITE_STORIES` set the files are written instead of compared.
    @Test("Each story goes as it is written", arguments: files)
    func story(file: String) throws {
        let text = try StoryTests.text(file)
        let refusal = text.split(separator: "\n").first { $0.hasPrefix("Sharing refuses: ") }?.dropFirst(17)
        let refused = refusal.map(String.init)
        var story = try Story(name: file, text: text) { question in
            guard let refused, question.to.role == refused else { return nil }
            return "no clause permits it"
        }
        let found = try story.run()
        if ProcessInfo.processInfo.environment["AMPARO_WRITE_STORIES"] != nil {
            try found.write(to: StoryTests.folder.appending(path: file), atomically: true, encoding: .utf8)
        } else if found != text {
            let differing = zip(found.split(separator: "\n"), text.split(separator: "\n")).first { $0 != $1 }
            Issue.record("\(file): \(differing?.0 ?? "") instead of \(differing?.1 ?? "the end")")
        }
    }

    @Test("There are at least 32, and they hold every finding, every status, every age, with and without counsel")
    func coverage() throws {
        #expect(StoryTests.files.count >= 32)
        let all = try StoryTests.files.map(StoryTests.text).joined()
        for kind in FindingKind.allCases { #expect(all.contains("finding=\(kind.rawValue)"), "\(kind)") }
        for status in OrderStatus.allCases { #expect(all.contains("status=\(status.rawValue)"), "\(status)") }
        for notice in NoticeStanding.allCases { #expect(all.contains("notice=\(notice.rawValue)"), "\(notice)") }
        for age in AgeAtHearing.Band.allCases {
            for counsel in ["yes", "no"] {
                let words = "age=\(age.rawValue) counsel=\(counsel)"
                #expect(all.contains(words), "\(words)")
            }
        }
    }
}
