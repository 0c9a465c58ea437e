internal import AmparoStore

extension GovernanceMoment {
    /// Whose key seals what is said of a record: that of the anchor the record is named by. Throws `notFound` when the
    /// store holds no such record, or holds it under another number, or has erased it.
    func person(ofRecord record: Int64) throws -> Person {
        let erased = try connection.statement("SELECT 1 FROM erased_anchor WHERE anchor = ?")
        defer { erased.reset() }
        erased.bind(record, at: 1)
        guard try !erased.step() else {
            throw GovernanceError(.notFound, "Record \(record) was erased; nothing is added to it.")
        }
        let row = try connection.statement("SELECT kind, child FROM anchor WHERE anchor = ?")
        defer { row.reset() }
        row.bind(record, at: 1)
        guard try row.step(), let kind = AnchorKind(rawValue: row.int64(0)) else {
            throw GovernanceError(.notFound, "There is no record \(record); name one by its number in the worklist.")
        }
        guard kind == .sponsor || row.int64(1) == record else {
            throw GovernanceError(.notFound, "Record \(record) is part of record \(row.int64(1)); name that one.")
        }
        return Person(kind.personClass, record)
    }
}
