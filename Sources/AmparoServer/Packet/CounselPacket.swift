internal import AmparoDuties
package import AmparoGate
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore
internal import AmparoTransparency

/// What counsel needs for a motion: the mailings, the versions of the address, returned mail, oral notice, the court's hearings and
/// counsel, each with both clocks and a proof from the published log, and the form of a custodian's certificate.
///
/// It is for counsel of the child only, whose appearance is verified: governance says that the account is of record for the child, and
/// the court's own data has an appearance in the case or a notice of appearance was attached (SCREENS.md; issue 5, 9).
package struct CounselPacket {
    /// What was not verified.
    package enum Fault: String, Error {
        /// Neither the court's data nor an attached paper shows an appearance.
        case appearance
    }

    /// One part with its rows, the earliest version of each first.
    struct Part {
        var key: String
        var rows: [RecordRow]
    }

    let disclosed: Disclosed<ChildRecord>
    let parts: [Part]
    /// Entries that have a proof by now, and the text of it.
    let proofs: [Int64: String]
    /// The newest published checkpoint; nil when there is none.
    let checkpoint: String?
    /// The court's own appearance, or the paper that was attached.
    let appearance: String
    private let log: PublishedLog?

    /// The fields of a packet: who the child is, court, notice, addresses and counsel.
    static let fields = FieldCatalogue.shipped.fields.map(\.name).filter { name in
        ["existence.", "court.", "notice.", "address.", "attorney."].contains { name.hasPrefix($0) }
            || ["general.recordId", "identity.givenNames", "identity.surnames", "identity.aNumber"].contains(name)
    }

    /// Asks the gate. Throws `GateError`; `Fault`; `GateError.nothingPermitted` for an account that is not counsel of record.
    package init(_ casework: Casework, _ request: GateRequest, child: Int64) throws {
        var request = request
        request.fields = .named(Self.fields)
        disclosed = try casework.gate.disclose(request, child: child, withHistory: true)
        let post = try casework.duties.actor(request.account).post
        guard Party(code: post.party).isPart(of: Party(code: "counsel")),
            try casework.duties.isOfRecord(request.account, child: child)
        else { throw GateError(.nothingPermitted, receipt: disclosed.receipt) }
        let record = disclosed.value
        // The government's own attorney stands in the same table.
        let court = record.rows(of: "tbl_RepsAssigned").filter { $0["court.representationStrattytype"] != .text("INS") }
            .compactMap { $0["court.representationE28Date"] }.last
        // Asked only where the court knows of none: an attached notice of appearance.
        let paper =
            try court == nil && casework.attachments != nil
            ? casework.gate.attachments(request, child: child).value.notes.last { $0.kind == .appearance } : nil
        guard court != nil || paper != nil else { throw Fault.appearance }
        appearance = court.map { "E-28 \($0.text)" } ?? "SHA-256 \(hexadecimal(paper?.digest ?? []))"
        parts = Self.parts(record)
        log = casework.log
        var proofs: [Int64: String] = [:]
        for entry in Set(parts.flatMap(\.rows).map(\.entry)).subtracting([0]) {
            // What is not published yet has its proof with the next checkpoint.
            if let proof = try? casework.log?.proof(seq: entry) {
                proofs[entry] = String(decoding: proof.encoded, as: UTF8.self)
            }
        }
        self.proofs = proofs
        checkpoint = try casework.log?.latest().map { String(decoding: $0.note.encoded, as: UTF8.self) }
    }

    private static func parts(_ record: ChildRecord) -> [Part] {
        func rows(_ table: String) -> [RecordRow] {
            record.rows.filter { $0.table == table }.sorted { ($0.number, $0.entry) < ($1.number, $1.entry) }
        }
        let addresses = (rows("addresses") + rows("releases") + rows("A_TblCase")).filter { row in
            row.fields.contains { $0.name.hasPrefix("address.") }
        }
        return [
            Part(key: "mailed", rows: rows("mail").filter { $0["notice.oralNoticeLanguage"] == nil }),
            Part(key: "returned", rows: rows("mail").filter { $0["notice.returnedOn"] != nil }),
            Part(key: "oral", rows: rows("mail").filter { $0["notice.oralNoticeLanguage"] != nil }),
            Part(key: "addresses", rows: addresses), Part(key: "notices", rows: rows("notices")),
            Part(key: "hearings", rows: rows("tbl_schedule")), Part(key: "findings", rows: rows("findings")),
            Part(key: "counsel", rows: rows("tbl_RepsAssigned")),
        ]
    }

    /// The archive: the page, the rows as CSV, the certificate, and a file for each proof.
    func archive(page: String, certificate: String) -> [UInt8] {
        var csv = CSVText(["part", "table", "row", "entry", "recorded", "replaced", "field", "value", "form"])
        for part in parts {
            for row in part.rows {
                for field in row.fields {
                    csv.append([
                        part.key, row.table, String(row.number), String(row.entry), row.recorded?.description ?? "",
                        row.isReplaced ? "yes" : "no", field.name, field.value.text, field.form ?? "",
                    ])
                }
            }
        }
        var archive = StoredArchive()
        archive.add("packet.html", Array(page.utf8))
        archive.add("packet.csv", Array(csv.text.utf8))
        archive.add("certificate.txt", Array(certificate.utf8))
        if let checkpoint { archive.add("checkpoint.txt", Array(checkpoint.utf8)) }
        for (entry, proof) in proofs.sorted(by: { $0.key < $1.key }) {
            archive.add("proofs/\(entry).tlog-proof", Array(proof.utf8))
        }
        return archive.bytes
    }
}
