internal import AmparoModel

/// The files of the care feed, the notices and the results, as bytes of a batch of children.
struct CareSheets: Sendable {
    /// A file outside the court releases, and its header. Headers differ in case and carry a column nobody knows,
    /// because columns are bound by case-folded name.
    enum File: Int, CaseIterable, Sendable {
        case referrals, placements, sponsors, household, checks, releases, addresses, calls, services, applications
        case family, concerns, notices, results

        /// Where the file stands in the output folder.
        var path: String {
            switch self {
            case .notices: "notices.csv"
            case .results: "results.csv"
            default: "care/\(self).csv"
            }
        }

        var header: String {
            switch self {
            case .referrals:
                "child_id,referral_id,a_number,given_names,surnames,date_of_birth,sex,country_of_birth,language,"
                    + "referring_agency,apprehended_at,determined_at,notified_at,transferred_at,separated_from_family,"
                    + "separation_reason,family_group_id,intake_desk"
            case .placements:
                "child_id,placement_id,referral_id,facility_id,facility_name,facility_type,state,from,to,exit_reason"
            case .sponsors: "sponsor_id,given_names,surnames,date_of_birth,phone,email,preferred_language"
            case .household: "sponsor_id,member_id,given_names,surnames,date_of_birth,relation_to_sponsor,from,to"
            case .checks:
                "check_id,sponsor_id,member_id,type,jurisdiction,ordered_on,resulted_on,result,waived_by,expires_on"
            case .releases:
                "child_id,release_id,referral_id,released_on,sponsor_id,category,relationship,line1,line2,city,state,"
                    + "zip,phone,approved_by,dhs_notified_at"
            case .addresses:
                "Child_ID,Reported_On,Effective_On,Line1,Line2,City,State,ZIP,Source,Reported_By"
            case .calls:
                "CHILD_ID,CALL_ID,DUE_ON,ATTEMPTED_AT,OUTCOME,LIVES_WITH_SPONSOR,IN_SCHOOL,KNOWS_HEARING_DATE,SAFE,"
                    + "SPOKE_WITH,ADDRESS_MATCHES,NEW_ADDRESS_REPORTED,DOCUMENTED_ON,CALLER,CALL_CENTER_QUEUE"
            case .services:
                "child_id,service_id,kind,offered_on,accepted_on,started_on,ended_on,provider"
            case .applications:
                "application_id,child_id,sponsor_id,opened_on,decided_on,decision,withdrawn_on,withdrawn_reason,"
                    + "denied_reason"
            case .family: "child_id,family_row_id,relation,separated_on,separated_by,location,reunited_on"
            case .concerns: "child_id,concern_id,raised_on,kind,raised_by,reported_to,reported_on,closed_on"
            case .notices:
                "a_number,charging_document,issued_on,served_on,served_how,served_on_whom,line1,line2,city,state,zip,"
                    + "filed_on,court,not_served_reason"
            case .results: "system,a_number,hearing_date,result,entered_on"
            }
        }
    }

    private(set) var files: [Bytes] = File.allCases.map { _ in Bytes() }

    /// Writes one row. A damaged row is not one that a reader may take: the caller must leave it out of the read side,
    /// except for `.twice`.
    mutating func write(_ row: some CommaRow, damage: CareDamage? = nil) {
        let file = type(of: row).file.rawValue
        switch damage {
        case nil:
            row.write(to: &files[file])
            files[file].endRow()
        case .twice:
            for _ in 0..<2 {
                row.write(to: &files[file])
                files[file].endRow()
            }
        case .impossibleDate, .shortRow, .longRow:
            var scratch = Bytes()
            row.write(to: &scratch)
            files[file].raw(damage?.applied(to: scratch.storage) ?? scratch.storage)
            files[file].endRow()
        }
    }
}

/// A row of a comma-separated feed.
protocol CommaRow {
    static var file: CareSheets.File { get }
    func write(to bytes: inout Bytes)
}

/// What can be wrong with a whole row of the care feed.
enum CareDamage: CaseIterable, Sendable {
    /// A date that does not exist: the row has a bad value and is quarantined.
    case impossibleDate
    /// The row ends before its required columns.
    case shortRow
    /// The row has more fields than the header.
    case longRow
    /// The row stands there twice.
    case twice

    func applied(to row: [UInt8]) -> [UInt8] {
        switch self {
        case .twice: return row
        case .shortRow: return Array(row.prefix { $0 != 0x2C })
        case .longRow: return row + Array(",,,\"see file\",1".utf8) + Array(repeating: 0x2C, count: 12)
        case .impossibleDate:
            var row = row
            for at in row.indices.dropLast(9) where row[at + 4] == 0x2D && row[at + 7] == 0x2D {
                let digits = [0, 1, 2, 3, 5, 6, 8, 9].allSatisfy { (0x30...0x39).contains(row[at + $0]) }
                guard digits else { continue }
                row.replaceSubrange(at + 5..<at + 10, with: Array("02-30".utf8))
                return row
            }
            return Array(row.prefix { $0 != 0x2C })
        }
    }
}
