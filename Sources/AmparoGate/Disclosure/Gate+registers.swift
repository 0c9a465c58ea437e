internal import AmparoLinkage
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

extension Gate {
    /// What is shown of each child of `divergentAddresses`.
    private static let registerFields = [
        "general.recordId", "court.nextHearingDate", "address.service.register", "address.service.registerSource",
        "address.service.registerSince", "address.service.registerGroup", "address.service.venueMove",
        "address.residence.register", "address.residence.registerSource", "address.residence.registerSince",
        "address.residence.registerGroup",
    ]

    /// Children with a hearing ahead whose address is not the same in all registers that have one, the next hearing first: found
    /// before a notice goes out to any of them. As far as this account may see them; each is a disclosure.
    ///
    /// - Parameter limit: how many children at most are looked up.
    /// - Throws: `GateError` as for a list.
    public func divergentAddresses(
        _ request: GateRequest, limit: Int = 100
    ) throws(GateError) -> [Disclosed<ChildRecord>] {
        var asked = request
        asked.fields = .named(Self.registerFields)
        let children: [Int64]
        do {
            children = try divergent(limit)
        } catch {
            throw GateError(.fault)
        }
        // Without a child to ask for, the account is asked about the number that is nobody's, as in a search.
        return try discloseList(asked, children: children.isEmpty ? [0] : children)
    }

    private func divergent(_ limit: Int) throws -> [Int64] {
        try journal.database.read { connection in
            let day = WashingtonTime.day(of: now())
            let knowledge = try record.present(asOf: day, RecordMark(on: connection), on: connection)
            let row = try connection.statement("SELECT DISTINCT child FROM dossier WHERE kind = 4 ORDER BY child")
            var children: [Int64] = []
            while try row.step() { children.append(row.int64(0)) }
            row.reset()
            var found: [(days: Int, child: Int64)] = []
            for child in children {
                let gathered = try record.gather(child, at: knowledge, on: connection)
                guard AddressRegisters(gathered, asOf: day).diverges else { continue }
                let reader = gathered.evaluated(at: knowledge, secrets: record.secrets)
                guard case .inDays(let days) = RecordFacts(reader, gathered: gathered, on: day).hearing, days >= 0
                else {
                    continue
                }
                found.append((days, child))
            }
            return found.sorted { $0 < $1 }.prefix(max(0, limit)).map(\.child)
        }
    }
}
