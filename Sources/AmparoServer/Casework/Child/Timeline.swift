internal import AmparoGate
internal import AmparoModel

/// A child's rows by the day on which they were so, the last first, each with what it said before.
struct Timeline {
    /// One row of the record with its earlier versions, the last first.
    struct Item {
        var row: RecordRow
        var earlier: [RecordRow]
        /// The day on which it was so in the world; nil of a row that tells of no day.
        var occurred: Day?

        /// The instant at which the record learned of the row as it stands.
        var recorded: Instant? { row.recorded }
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

    private(set) var items: [Item]

    init(_ record: ChildRecord, only part: Part?, order: Order) {
        var items: [Item] = []
        for row in record.rows where row.table != "record" && row.table != "forms" {
            if row.isReplaced {
                if let last = items.indices.last, items[last].row.table == row.table,
                    items[last].row.number == row.number
                {
                    items[last].earlier.append(row)
                } else {
                    // Of the row as it stands nothing may be shown: what it said before stands alone.
                    items.append(Item(row: row, earlier: [], occurred: Self.day(of: row)))
                }
            } else {
                items.append(Item(row: row, earlier: [], occurred: Self.day(of: row)))
            }
        }
        if let part { items.removeAll { Part.of($0.row.table) != part } }
        func place(_ item: Item) -> (Int64, Int64) {
            switch order {
            case .occurred: (item.occurred.map { Int64($0.number) } ?? .min, item.row.entry)
            case .recorded: (item.recorded?.microseconds ?? .min, item.row.entry)
            }
        }
        self.items = items.sorted { place($0) > place($1) }
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

    private static func day(of row: RecordRow) -> Day? {
        var best: (place: Int, day: Day)?
        for field in row.fields {
            let name = String(field.name.split(separator: ".").last ?? "")
            guard !silent.contains(name), let day = day(field.value) else { continue }
            let place = telling.firstIndex(of: name) ?? telling.count
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
