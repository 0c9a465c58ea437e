@testable internal import AmparoServer
internal import Foundation
internal import Testing

@Suite("The style sheet")
struct StyleTests {
    let css = String(decoding: PackageResources.style_css, as: UTF8.self)

    /// The colours that a block of the style sheet names.
    private func colours(after start: String) throws -> [String: Double] {
        let from = try #require(css.range(of: start)).upperBound
        let block = css[from...].prefix { $0 != "}" }
        var colours: [String: Double] = [:]
        for line in block.split(separator: ";") {
            let parts = line.split(separator: ":").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
            guard parts.count == 2, parts[0].hasPrefix("--"), parts[1].hasPrefix("#"), parts[1].count == 7,
                let value = Int(parts[1].dropFirst(), radix: 16)
            else { continue }
            colours[parts[0]] = luminance(value)
        }
        return colours
    }

    /// Relative luminance (WCAG 2.2).
    private func luminance(_ colour: Int) -> Double {
        func linear(_ part: Int) -> Double {
            let share = Double(part & 255) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(colour >> 16) + 0.7152 * linear(colour >> 8) + 0.0722 * linear(colour)
    }

    @Test(
        "Text stands out 4.5 to 1 and drawings 3 to 1, in light and in dark",
        arguments: [":root {\n  color-scheme: light dark;", "@media (prefers-color-scheme: dark) {\n  :root {"])
    func contrast(block: String) throws {
        let colours = try colours(after: block)
        func ratio(_ a: String, _ b: String) throws -> Double {
            let pair = [try #require(colours[a], "\(a)"), try #require(colours[b], "\(b)")].sorted()
            return (pair[1] + 0.05) / (pair[0] + 0.05)
        }
        for back in ["--paper", "--raised"] {
            for text in ["--ink", "--soft", "--link"] { #expect(try ratio(text, back) >= 4.5, "\(text) on \(back)") }
            for drawing in ["--own", "--hhs", "--bar", "--marked", "--hatch", "--focus", "--strong-rule"] {
                #expect(try ratio(drawing, back) >= 3, "\(drawing) on \(back)")
            }
        }
        #expect(try ratio("--ink", "--notice") >= 4.5)
        #expect(try ratio("--notice-edge", "--paper") >= 3)
        #expect(try ratio("--own", "--track") >= 3)
    }

    @Test("Print, dark, forced colours and reduced motion are provided for, and nothing is fetched from elsewhere")
    func media() {
        for query in ["@media print", "prefers-color-scheme: dark", "forced-colors: active", "prefers-reduced-motion"] {
            #expect(css.contains(query))
        }
        let script = String(decoding: PackageResources.app_js, as: UTF8.self)
        for text in [css, script] {
            for word in ["http:", "https:", "//cdn", "@import", "url(", "innerHTML", "eval("] {
                #expect(!text.contains(word), "\(word)")
            }
        }
    }
}
