internal import AmparoDuties
internal import AmparoModel

/// What a referral says of the first days: apprehended, determined, HHS notified, transferred (custody procedures).
struct CustodyOccasions {
    private(set) var occasions: [Occasion] = []

    private static let agencyColumn = RecordKind.referral.table.id("referring_agency")

    /// Reads a row of referrals.
    mutating func collect(_ row: EffectiveRow, times: KnownTimes) {
        var agency: UInt8?
        var moments: [(OccasionKind, Instant)] = []
        var reader = PayloadReader(row.fact.payload)
        while let field = reader.next() {
            switch field.id {
            case Self.agencyColumn: agency = field.term
            case CareColumn.Referral.apprehended: field.instant.map { moments.append((.apprehended, $0)) }
            case CareColumn.Referral.determined: field.instant.map { moments.append((.determined, $0)) }
            case CareColumn.Referral.notified: field.instant.map { moments.append((.notifiedHHS, $0)) }
            case CareColumn.Referral.transferred: field.instant.map { moments.append((.transferredToHHS, $0)) }
            default: break
            }
        }
        let post = Self.post(agency.map { CareVocabulary.referringAgency.word($0) } ?? "")
        for (kind, moment) in moments {
            occasions.append(
                Occasion(
                    OccasionKey(kind, row.firstSeq), occurred: .instant(moment), known: times.known(row.fact.snapshot),
                    related: row.firstSeq, party: post.party, role: post.role))
        }
    }

    /// Which desk of the referring agency has the duties. Of agencies that have no field role among the words of the sharing
    /// rules it is the one that answers for its records.
    private static func post(_ agency: String) -> (party: String, role: String) {
        switch agency {
        case "cbp-ofo": ("dhs.cbp.ofo", "cbp-officer")
        case "cbp-usbp": ("dhs.cbp.usbp", "cbp-officer")
        case "ice-ero": ("dhs.ice.ero", "juvenile-coordinator")
        case "ice-hsi": ("dhs.ice.hsi", "hsi-agent")
        case "usms": ("doj.usms", "privacy-officer")
        case "fbi": ("doj.fbi", "privacy-officer")
        case "bop": ("doj", "privacy-officer")
        case "dol": ("dol.whd", "labor-investigator")
        default: ("dhs", "privacy-officer")
        }
    }
}
