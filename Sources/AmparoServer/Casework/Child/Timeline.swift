internal import AmparoGate
internal import AmparoModel
internal import AmparoSharing

/// A child's rows by the day on which they were so, the last first, each with what it said before.
struct Timeline {
    /// One row of the record with its earlier versions, by their places among the rows.
    struct Item {
        var row: Int
        /// The earlier versions, the last first.
        var earlier: Range<Int>
        /// The day on which it was so in the world; nil of a row that tells of no day.
        var occurred: Day?
    }

    /// What a timeline can be narrowed to, by the tables that each part holds.
    enum Part: String, CaseIterable {
        case court, notices, care, calls, sponsor, other

        static func of(_ table: String) -> Part {
            switch table {
            case "findings", "tbl_schedule", "B_TblProceeding", "A_TblCase", "tbl_Court_Motions", "tbl_RepsAssigned",
                "hearing-events", "tbl_CustodyHistory", "results":
                .court
            case "notices", "mail", "addresses": .notices
            case "referrals", "placements", "releases", "services", "family", "concerns": .care
            case "calls": .calls
            case "sponsors", "household", "checks", "applications": .sponsor
            default: .other
            }
        }
    }

    /// The order of a page.
    enum Order: String { case occurred, recorded }

    /// The rows of the record, of which items name places.
    let rows: [RecordRow]
    private(set) var items: [Item]

    init(_ record: ChildRecord, only part: Part?, order: Order) {
        rows = record.rows
        var items: [Item] = []
        items.reserveCapacity(rows.count)
        for (place, row) in rows.enumerated() where row.table != "record" && row.table != "forms" {
            // Versions of a row stand one behind the other. Where nothing may be shown of the row as it stands, what it said
            // before stands alone.
            if row.isReplaced, let last = items.last, last.earlier.upperBound == place,
                rows[last.row].number == row.number, rows[last.row].table == row.table
            {
                items[items.count - 1].earlier = last.earlier.lowerBound..<(place + 1)
            } else if part == nil || part == Part.of(row.table) {
                items.append(Item(row: place, earlier: (place + 1)..<(place + 1), occurred: Self.day(of: row)))
            }
        }
        let rows = rows
        let keys = items.map { item in
            let row = rows[item.row]
            return switch order {
            case .occurred: (item.occurred.map { Int64($0.number) } ?? .min, row.entry)
            case .recorded: (row.recorded?.microseconds ?? .min, row.entry)
            }
        }
        self.items = items.indices.sorted { keys[$0] > keys[$1] }.map { items[$0] }
    }

    /// Fields that tell on which day a row was so, the most telling first, without their class.
    private static let telling = [
        "hearingDate", "releasedOn", "apprehendedAt", "from", "attemptedAt", "dueOn", "mailedOn", "servedOn",
        "issuedOn",
        "addressEffectiveOn", "addressReportedOn", "serviceStartedOn", "serviceAcceptedOn", "serviceOfferedOn",
        "concernRaisedOn", "separatedOn", "applicationDecidedOn", "applicationOpenedOn", "resultedOn", "orderedOn",
        "agencyResultHearingDate", "motionMotionRecdDate", "representationE28Date", "hearingEventReportedAt",
    ]
    /// Days that tell of somebody's birth or of a day to come, and not of the row.
    private static let silent: Set<String> = ["dateOfBirth", "expiresOn", "courtBirthMonth", "noticeANumber"]

    /// How telling each field of the catalogue is, the least number first; nil of one that tells nothing.
    private static let places: [Int?] = FieldCatalogue.shipped.fields.map { field in
        let name = String(field.name.split(separator: ".").last ?? "")
        return silent.contains(name) ? nil : telling.firstIndex(of: name) ?? telling.count
    }

    private static func day(of row: RecordRow) -> Day? {
        var best: (place: Int, day: Day)?
        for field in row.fields {
            let number = Int(field.number.rawValue)
            guard let day = day(field.value), number < places.count, let place = places[number] else { continue }
            if best.map({ place < $0.place }) ?? true { best = (place, day) }
        }
        return best?.day
    }

    private static func day(_ value: FieldValue) -> Day? {
        switch value {
        case .day(let day): day
        case .instant(let instant): instant.day
        default: nil
        }
    }
}
