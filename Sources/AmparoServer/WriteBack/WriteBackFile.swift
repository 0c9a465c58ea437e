package import AmparoDuties
package import AmparoGate
package import AmparoModel
package import AmparoStore

/// What was recorded since a day of the children that a post works on, in the layout of an agency's own system: nobody types again
/// what another agency has said. Each child in it is an export with its receipt.
package struct WriteBackFile {
    /// The most children of a file.
    package static let mostChildren = 2000

    /// The file.
    package let text: String
    /// How many rows it has.
    package private(set) var count = 0

    /// Asks the gate, for the account and purpose of `request`, and writes the file. `request` is used with the layout's fields.
    package init(
        _ layout: WriteBackLayout, since day: Day, of children: [Int64], gate: Gate,
        request: (_ fields: [String]) throws -> GateRequest
    ) throws {
        let needed = ["existence.record", "general.recordId", "court.hearingDate", "court.scheduleIdnschedule"]
        var csv = CSVText(layout.columns.map(\.heading))
        var shown: [Disclosed<ChildRecord>] = []
        if !children.isEmpty {
            do {
                shown = try gate.discloseList(
                    request(Set(layout.fields + needed).sorted()), children: Array(children.prefix(Self.mostChildren)),
                    withHistory: true)
            } catch let error as GateError where error.code == .nothingPermitted || error.code == .logWithoutQuorum {
                shown = []
            }
        }
        for child in shown {
            for table in layout.rows.tables {
                for row in child.value.rows(of: table) {
                    let recorded = Self.recorded(row, child.value)
                    guard Self.isNew(row, recorded, since: day) else { continue }
                    let cells = layout.columns.map { Self.cell($0, row, child, recorded) }
                    // A row of which nothing but fixed values is shown says nothing.
                    guard
                        zip(layout.columns, cells).contains(where: { column, cell in
                            !cell.isEmpty && column.field.map { !WriteBackLayout.known.contains($0) } == true
                                && row[column.field ?? ""] != nil
                        })
                    else { continue }
                    csv.append(cells)
                    count += 1
                }
            }
        }
        text = csv.text
    }

    /// When the record learned of a row; of a finding, of the hearing it is about.
    private static func recorded(_ row: RecordRow, _ record: ChildRecord) -> Instant? {
        if let recorded = row.recorded { return recorded }
        guard let number = row["court.scheduleIdnschedule"] else { return nil }
        return record.rows(of: "tbl_schedule").first { $0["court.scheduleIdnschedule"] == number }?.recorded
    }

    private static func isNew(_ row: RecordRow, _ recorded: Instant?, since day: Day) -> Bool {
        if let recorded { return recorded.day >= day }
        if case .day(let hearing)? = row["court.hearingDate"] { return hearing >= day }
        return false
    }

    private static func cell(
        _ column: WriteBackLayout.Column, _ row: RecordRow, _ child: Disclosed<ChildRecord>, _ recorded: Instant?
    ) -> String {
        guard let field = column.field else { return column.value }
        switch field {
        case "child": return String(child.value.child)
        case "receipt": return String(child.receipt)
        case "recorded": return recorded?.description ?? ""
        default: break
        }
        // What is said of the child as a whole stands in another row, the last of which speaks.
        guard let value = row[field] ?? child.value.rows.last(where: { !$0.isReplaced && $0[field] != nil })?[field]
        else {
            return ""
        }
        if case .day(let day) = value, !column.dates.isEmpty { return date(day, column.dates) }
        return column.words[value.text] ?? value.text
    }

    private static func date(_ day: Day, _ order: String) -> String {
        let parts = day.description.split(separator: "-")
        guard parts.count == 3 else { return day.description }
        return switch order {
        case "m/d/y": "\(parts[1])/\(parts[2])/\(parts[0])"
        case "d/m/y": "\(parts[2])/\(parts[1])/\(parts[0])"
        default: parts.joined()
        }
    }

    /// The children that some posts work on: with a duty that they hold, or a handoff from or to them.
    package static func children(
        of contains: @escaping (Post) -> Bool, at now: Instant, on connection: any DatabaseConnection
    ) throws -> [Int64] {
        var children = Set(
            try DutyList(connection).page(knownBy: now, limit: mostChildren, where: contains).map(\.subject.child))
        let handoffs = HandoffList(connection)
        for isSender in [false, true] {
            var question = HandoffList.Question(limit: mostChildren)
            question.newestFirst = true
            if isSender { question.isSender = contains } else { question.isReceiver = contains }
            children.formUnion(try handoffs.list(question).filter { $0.state != .withheld }.map(\.subject.child))
        }
        return children.subtracting([0]).sorted()
    }
}
