internal import AmparoModel
internal import AmparoStore

/// What preparing rows asks of the store, asked for some hundred dossiers together.
extension EntryPreparation {
    /// Reads the dossiers to which the rows go.
    mutating func readStored(
        _ dossiers: ArraySlice<ArraySlice<Sheaf.Place>>, _ connection: any DatabaseConnection
    ) throws {
        var found: [Int64: [UInt8]] = [:]
        // Of an anchor that was given just now there is no dossier to look for.
        let places = dossiers.compactMap(\.first).filter { $0.anchor < recorder.firstUnrecorded }
        func isSponsor(_ place: Sheaf.Place) -> Bool { recorder.sheaf.row(at: place).kind.subject == .sponsor }
        let sponsors = places.filter(isSponsor)
        let others = places.filter { !isSponsor($0) }
        try connection.ask("SELECT facts FROM sponsor_dossier WHERE sponsor = ?", count: sponsors.count) {
            $1.bind(sponsors[$0].anchor, at: 1)
        } each: { index, row in
            found[sponsors[index].anchor] = [UInt8](row.bytes(0))
        }
        try connection.ask("SELECT facts FROM dossier WHERE child = ? AND anchor = ?", count: others.count) {
            $1.bind(others[$0].child, at: 1)
            $1.bind(others[$0].anchor, at: 2)
        } each: { index, row in
            found[others[index].anchor] = [UInt8](row.bytes(0))
        }
        stored = found
    }

    /// Works out what is kept of the rows' addresses.
    mutating func readAddresses(_ places: some Sequence<Sheaf.Place>, _ connection: any DatabaseConnection) throws {
        var parts: [AddressParts] = []
        for place in places {
            let row = recorder.sheaf.row(at: place)
            guard mayHaveEntry(row, place.anchor), !row.sealed.isEmpty || row.sponsor != 0 else { continue }
            let told = SealedParts(row.kind, sealed: row.sealed, plain: row.plain)
            if told.hasAddress { parts.append(told.address) }
        }
        addresses = try recorder.surrogates.facts(parts, on: connection)[...]
    }
}
