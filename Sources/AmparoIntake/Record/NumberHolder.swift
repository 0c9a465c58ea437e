internal import AmparoModel
internal import AmparoStore

/// An anchor that holds an A-number, and the child it stands under.
struct NumberHolder: Hashable {
    var anchor: Int64
    var kind: IdentifierKind
    var child: Int64
    /// Whether the record holds anything of the anchor but the number.
    var isRecorded = true

    /// Whether a care record told the number; otherwise a notice, an agency's result or a court case.
    var isCare: Bool { kind == .aNumberOfChild }

    /// Everybody who holds a number, by anchor.
    static func holders(of blind: [UInt8], on connection: any DatabaseConnection) throws -> [NumberHolder] {
        try holders(of: [blind], on: connection)[0]
    }

    /// Everybody who holds each of some numbers, by anchor; asked together.
    static func holders(of blinds: [[UInt8]], on connection: any DatabaseConnection) throws -> [[NumberHolder]] {
        var found: [[NumberHolder]] = Array(repeating: [], count: blinds.count)
        try connection.ask(
            """
            SELECT i.kind, i.anchor, a.child FROM identifier i LEFT JOIN anchor a ON a.anchor = i.anchor
            WHERE i.blind = ?
            """, count: blinds.count
        ) { index, statement in
            statement.bind(blinds[index], at: 1)
        } each: { index, row in
            guard let kind = IdentifierKind(rawValue: row.int64(0)) else { return }
            let anchor = row.int64(1)
            let isRecorded = !row.isNull(2)
            found[index].append(
                NumberHolder(
                    anchor: anchor, kind: kind, child: isRecorded ? row.int64(2) : anchor, isRecorded: isRecorded))
        }
        return found.map { $0.sorted { $0.anchor < $1.anchor } }
    }

    /// The child under whom an anchor stands now; itself when the record does not know it.
    static func child(of anchor: Int64, on connection: any DatabaseConnection) throws -> Int64 {
        let place = try connection.statement("SELECT child FROM anchor WHERE anchor = ?")
        defer { place.reset() }
        place.bind(anchor, at: 1)
        return try place.step() ? place.int64(0) : anchor
    }

    /// What follows from the adoption of a number: the cases and notices of the number go to the child adopted, whoever
    /// else told the number.
    static func links(
        of holders: [NumberHolder], toAdopted child: Int64
    ) -> [(anchor: Int64, child: Int64)] {
        holders.filter { !$0.isCare && $0.child != child }.map { ($0.anchor, child) }
    }
}
