internal import AmparoModel
internal import AmparoOversight
internal import AmparoSharing
internal import Crypto
internal import Foundation
internal import Hummingbird
internal import HummingbirdTesting
internal import Testing

/// Pages of several users, byte for byte as they were: whoever makes pages faster must not change them. What a page says is
/// tested elsewhere; here only that it says the same.
@Suite("Pages stay as they were")
struct PageGoldenTests {
    private static let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "pages.golden.json")

    /// Who looks, each for every purpose that the role holds: together they see whole, narrowed and withheld fields.
    private static let roles = [
        "federal-field-specialist", "case-manager", "juvenile-coordinator", "court-staff", "orr-privacy-officer",
        "ero-headquarters",
    ]

    @Test("A page of a child, a hearing, a day's work and a list has the bytes that it had")
    func bytes() async throws {
        let world = try CaseworkWorld(children: 12, seed: 5)
        var found: [JSON.Member] = []
        for role in Self.roles {
            let held = try #require(world.terms.parties.role(role), "there is no role `\(role)`")
            for purpose in world.terms.purposes.leaves.map(\.code) where world.terms.holds(held, purpose) {
                let paths = try Self.paths(world)
                found += try await world.run(as: role, for: purpose) { client in
                    var members: [JSON.Member] = []
                    for path in paths {
                        let response = try await client.get(path)
                        let text = Self.steady(String(buffer: response.body))
                        let digest = SHA256.hash(data: Array(text.utf8)).prefix(8)
                            .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
                        members.append(
                            JSON.Member(
                                "\(role) \(purpose) \(path)",
                                .string("\(response.status.code) \(text.utf8.count) \(digest)")))
                    }
                    return members
                }
            }
        }
        if ProcessInfo.processInfo.environment["AMPARO_WRITE_GOLDEN"] != nil {
            let lines = found.map { JSON.object([$0]).description.dropFirst().dropLast() }
            try Data("{\n\(lines.joined(separator: ",\n"))\n}\n".utf8).write(to: Self.golden)
        }
        let before = try JSON(utf8: Array(try Data(contentsOf: Self.golden))).members
        let changed = zip(before, found).filter { $0 != $1 }.map { "\($1.name): was \($0.value), is \($1.value)" }
        #expect(
            before.count == found.count && changed.isEmpty,
            """
            \(changed.count) pages have changed. When that is meant: AMPARO_WRITE_GOLDEN=1 swift test --filter PageGolden
            \(changed.prefix(5).joined(separator: "\n"))
            """)
    }

    private static func paths(_ world: CaseworkWorld) throws -> [String] {
        let children = try world.children()
        let hearing = try world.missedHearing()
        var paths = [
            "/today", "/handoffs", "/court-week", "/search", "/hearing/\(hearing.court)/\(hearing.row)?lang=es",
        ]
        for (place, child) in children.prefix(3).enumerated() {
            let page = "/child/\(child)"
            paths += [page, "\(page)?lang=es"]
            if place == 0 {
                paths += [
                    "\(page)?only=court&order=recorded", "\(page)?page=2", "\(page)?known=seq:200",
                    "\(page)?on=2026-01-15&lang=es", "\(page)/sponsors", "\(page)/disclosures",
                    "/preview?child=\(child)",
                ]
            }
        }
        return paths + ["/child/99999999"]
    }

    /// A page without what is of the run: the addresses of style and script change with every word in them; duties are worked out
    /// on several threads, so that the order of their entries, and with it the log's root and a page's live mark, are other each time.
    private static func steady(_ text: String) -> String {
        text.replacing(#/"/assets/[^"]*"/#) { _ in "\"asset\"" }
            .replacing(#/data-live="[^"]*"/#) { _ in "data-live" }
            .replacing(#/[0-9a-f]{64}/#) { _ in "root" }
    }
}
