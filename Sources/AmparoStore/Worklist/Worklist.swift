public import AmparoModel

/// The open work of the record on a day, most urgent first, a page at a time.
///
/// A page reads the front of a few dozen ordered lists (`DayBlock`), so it costs the same with ten children and with half
/// a million. It shows what the tables hold: `WorklistUpkeep` keeps them current.
public struct Worklist: Sendable {
    /// A page.
    public struct Page: Hashable, Sendable {
        /// The work, most urgent first.
        public var items: [WorkItem]
        /// Where the next page begins; nil when this is the last.
        public var next: Cursor?
    }

    /// A place between two pieces of work. Written as text, it can be given again at any later time and to any day.
    public struct Cursor: Hashable, Sendable, LosslessStringConvertible {
        let place: WorkPlace

        init(_ place: WorkPlace) { self.place = place }

        /// Reads a cursor; nil for anything that none was written as.
        public init?(_ description: String) {
            let numbers = description.split(separator: ".", omittingEmptySubsequences: false).map { Int64($0) }
            guard numbers.count == 4, let deadline = numbers[0], let kind = numbers[1], let child = numbers[2],
                let subject = numbers[3]
            else { return nil }
            place = WorkPlace(deadline: deadline, kind: kind, child: child, subject: subject)
        }

        /// The cursor as text.
        public var description: String { "\(place.deadline).\(place.kind).\(place.child).\(place.subject)" }
    }

    /// Work that never closes opens at most so many days before its deadline: 15 business days of verification are not
    /// more than 25 days, and nothing else has longer. So the list of endless work needs to be looked at no further.
    static let longestLead: Int32 = 60

    private let database: any Database

    /// The worklist of a store.
    public init(_ database: any Database) { self.database = database }

    /// A page of what is open on a day.
    ///
    /// - Parameters:
    ///   - asOf: the day in the world.
    ///   - holders: whose work; each holder once.
    ///   - limit: how many at most.
    ///   - cursor: the end of the page before.
    public func page(
        asOf: Day, holders: [WorkHolder] = WorkHolder.allCases, limit: Int, after cursor: Cursor? = nil
    ) throws -> Page {
        let limit = max(1, limit)
        return try database.read { connection in
            var found: [(place: WorkPlace, opens: Int64)] = []
            for holder in holders {
                for block in [DayBlock.endless] + DayBlock.containing(asOf.number) {
                    try Self.read(block, holder, asOf, limit + 1, cursor?.place, connection, into: &found)
                }
            }
            found.sort { $0.place == $1.place ? $0.opens < $1.opens : $0.place < $1.place }
            let shown = found.prefix(limit)
            var items: [WorkItem] = []
            // While blocks wait, one may be there whose work is gone, or the old beside the new.
            for (index, one) in shown.enumerated() where index == 0 || shown[index - 1] != one {
                if let item = try Self.item(one.place, opens: one.opens, connection) { items.append(item) }
            }
            return Page(items: items, next: found.count > limit ? shown.last.map { Cursor($0.place) } : nil)
        }
    }

    /// The statement that reads one list of a page. Its plan is a search of the table's own key, without a sort.
    static let listStatement = """
        SELECT deadline, kind, child, subject, opens FROM work_block
        WHERE block = ? AND holder = ? AND (deadline, kind, child, subject) > (?, ?, ?, ?) AND deadline <= ?
        AND opens <= ? ORDER BY deadline, kind, child, subject LIMIT ?
        """

    /// The statement that reads one piece of work.
    static let itemStatement = """
        SELECT case_number, about, reason FROM work_item WHERE child = ? AND kind = ? AND subject = ? AND opens = ?
        """

    private static func read(
        _ block: Int64, _ holder: WorkHolder, _ asOf: Day, _ limit: Int, _ after: WorkPlace?,
        _ connection: any DatabaseConnection, into found: inout [(place: WorkPlace, opens: Int64)]
    ) throws {
        let statement = try connection.statement(listStatement)
        defer { statement.reset() }
        let start = after ?? WorkPlace(deadline: .min, kind: 0, child: 0, subject: 0)
        statement.bind(block, at: 1)
        statement.bind(holder.rawValue, at: 2)
        statement.bind(start.deadline, at: 3)
        statement.bind(start.kind, at: 4)
        statement.bind(start.child, at: 5)
        statement.bind(start.subject, at: 6)
        let lead = block == DayBlock.endless ? Int64(asOf.number) + Int64(longestLead) : .max
        statement.bind(lead, at: 7)
        statement.bind(Int64(asOf.number), at: 8)
        statement.bind(Int64(limit), at: 9)
        while try statement.step() {
            found.append(
                (
                    WorkPlace(
                        deadline: statement.int64(0), kind: statement.int64(1), child: statement.int64(2),
                        subject: statement.int64(3)), statement.int64(4)
                ))
        }
    }

    private static func item(
        _ place: WorkPlace, opens: Int64, _ connection: any DatabaseConnection
    ) throws -> WorkItem? {
        let statement = try connection.statement(itemStatement)
        defer { statement.reset() }
        statement.bind(place.child, at: 1)
        statement.bind(place.kind, at: 2)
        statement.bind(place.subject, at: 3)
        statement.bind(opens, at: 4)
        guard let kind = WorkKind(rawValue: place.kind) else { throw StoreError(.damaged, "work_item") }
        guard try statement.step() else { return nil }
        return WorkItem(
            kind: kind, child: place.child, subject: place.subject, deadline: WorkTable.day(place.deadline),
            caseNumber: statement.isNull(0) ? nil : statement.int64(0),
            about: statement.isNull(1) ? nil : WorkTable.day(statement.int64(1)), reason: statement.text(2))
    }
}
