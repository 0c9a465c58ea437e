import AmparoModel
import AmparoStore
import AmparoTestSupport
import Testing

@testable import AmparoIntake

@Suite("Court cases held in memory while a release is taken")
struct SubjectDirectoryTests {
    let record: SmallRecord

    /// Three cases are in the record: 7 is a child's, 8 and 9 are nobody's yet.
    init() throws {
        record = try SmallRecord()
        try record.care("2026-04-01", [.referral: [Sample.referral("c1", "012345678")]])
        try record.court(
            "2026-06-01",
            [
                .courtCase: [
                    Sample.courtCase("7", "012345678"), Sample.courtCase("8", "012345679"),
                    Sample.courtCase("9", "012345680"),
                ]
            ])
    }

    private func directory(caseLimit: Int) throws -> SubjectDirectory {
        let random = RandomSource.seeded(5)
        let secrets = record.keys.secrets
        return try SubjectDirectory(
            database: record.database, blind: BlindIndexes(secrets, issuer: "doj.eoir"),
            keys: CacheKeys(random: random),
            secrets: secrets, caseLimit: caseLimit)
    }

    private func meet(
        _ numbers: [Int64], in directory: inout SubjectDirectory
    ) throws -> [Int64: SubjectDirectory.Subject] {
        try record.database.read { connection in
            var met: [Int64: SubjectDirectory.Subject] = [:]
            for number in numbers {
                met[number] = try directory.courtCase(number, opening: true, on: connection)
                directory.claim(case: number)
            }
            return met
        }
    }

    private func claims(_ directory: SubjectDirectory) -> [Int64: Int] {
        var claims: [Int64: Int] = [:]
        directory.forEachClaim { anchor, rows, _ in claims[anchor, default: 0] += rows }
        return claims
    }

    @Test("Too many are forgotten but those that are not recorded yet, and are read again as they were")
    func forgetting() throws {
        var directory = try directory(caseLimit: 3)
        let recorded = directory.nextAnchor
        let before = try meet([7, 8, 9, 10, 11], in: &directory)
        #expect(before.values.filter(\.isNew).count == 2)
        #expect(claims(directory).count == 5)
        directory.forgetCases(below: recorded)
        for number in [7, 8, 9] as [Int64] { #expect(!directory.hasMet(case: number)) }
        for number in [10, 11] as [Int64] { #expect(directory.hasMet(case: number)) }
        // Every row that waits is still counted, also after its case is met again.
        #expect(claims(directory) == Dictionary(uniqueKeysWithValues: before.values.map { ($0.anchor, 1) }))
        let after = try meet([7, 8, 9, 10, 11], in: &directory)
        for (number, subject) in before {
            #expect(after[number]?.anchor == subject.anchor)
            #expect(after[number]?.child == subject.child)
            #expect(after[number]?.isNew == subject.isNew)
        }
        #expect(directory.nextAnchor == recorded + 2)
        #expect(claims(directory) == Dictionary(uniqueKeysWithValues: before.values.map { ($0.anchor, 2) }))
        // Twice forgotten, the rows of both times count.
        directory.forgetCases(below: recorded)
        #expect(claims(directory) == Dictionary(uniqueKeysWithValues: before.values.map { ($0.anchor, 2) }))
    }

    @Test("As long as they are few, none is forgotten")
    func few() throws {
        var directory = try directory(caseLimit: 3)
        _ = try meet([7, 8, 9], in: &directory)
        directory.forgetCases(below: directory.nextAnchor)
        for number in [7, 8, 9] as [Int64] { #expect(directory.hasMet(case: number)) }
    }
}
