public import AmparoStore

extension Gate {
    /// The children of whom a care record, a notice or a court case has this A-number, as far as this account may see them:
    /// hits of a search are disclosures (ARCHITECTURE law 4). A number that nobody has, and one of a child of whom nothing
    /// may be shown, are answered alike, with a receipt of the denial.
    ///
    /// - Parameter digits: the nine digits of the A-number.
    /// - Throws: `GateError` when the account itself is refused, or nothing could be read or written.
    public func search(
        _ request: GateRequest, aNumber digits: Sensitive<String>
    ) throws(GateError) -> [Disclosed<ChildRecord>] {
        let children: [Int64]
        do {
            children = try holders(of: digits)
        } catch {
            throw GateError(.fault)
        }
        // The number 0 is nobody's: so a search without a hit takes the same way and leaves a receipt too.
        return try discloseList(request, children: children.isEmpty ? [0] : children)
    }

    /// The child whose court case has this number (IDNCASE); nil when nobody's has. A number, nothing about the person: whoever
    /// asks for the child's record by it is answered like anybody else.
    public func child(ofCourtCase number: Int64) throws(GateError) -> Int64? {
        do {
            return try journal.database.read { connection in
                let row = try connection.statement(
                    "SELECT a.child FROM court_case c JOIN anchor a ON a.anchor = c.anchor WHERE c.idncase = ?")
                defer { row.reset() }
                row.bind(number, at: 1)
                return try row.step() ? row.int64(0) : nil
            }
        } catch {
            throw GateError(.fault)
        }
    }

    /// The children that anchors with this A-number belong to, by the record's numbers, in order.
    private func holders(of digits: Sensitive<String>) throws -> [Int64] {
        let blind = record.secrets.blindIndex(IdentifierType(rawValue: "a-number"))
        let value = Array(digits.exposed.utf8).withUnsafeBytes { blind.value(of: $0).bytes }
        return try journal.database.read { connection in
            let row = try connection.statement(
                """
                SELECT DISTINCT a.child FROM identifier i JOIN anchor a ON a.anchor = i.anchor
                WHERE i.blind = ? AND i.kind IN (3, 4, 5) ORDER BY a.child
                """)
            defer { row.reset() }
            value.withUnsafeBytes { row.bind(borrowing: $0, at: 1) }
            var children: [Int64] = []
            while try row.step() { children.append(row.int64(0)) }
            return children.filter { $0 != 0 }
        }
    }
}
