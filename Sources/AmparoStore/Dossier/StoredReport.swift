public import AmparoModel
internal import AmparoOversight

/// The report that was recorded with a snapshot, read back.
public struct StoredReport: Sendable {
    /// File by file, without columns, codes and notes.
    public let files: [FileReport]
    /// The agency systems whose results were in the file.
    public let systems: Set<AgencySystem>
    private let members: [String: JSON]

    /// Rows by file.
    public var rows: [String: Int] {
        Dictionary(files.map { ($0.file, $0.rows) }, uniquingKeysWith: { first, _ in first })
    }

    /// The mapping with which a spreadsheet was read; nil for every other feed.
    public var mapping: String? {
        guard case .string(let name)? = members["mapping"] else { return nil }
        return name
    }

    /// A count of the whole report by its JSON name, 0 when it has none.
    public func count(_ name: String) -> Int { Self.number(members[name]) }

    /// Reads a report's JSON; what cannot be read is empty.
    public init(_ text: String) {
        members = Self.members(try? JSON(text))
        files = Self.elements(members["files"]).compactMap(Self.file)
        systems = Set(
            Self.elements(members["systems"]).flatMap { name in
                AgencySystem.allCases.filter { name == .string($0.word) }
            })
    }

    /// The report of a snapshot, empty while it is not completed; nil for a snapshot that the record does not know.
    public init?(of snapshot: Snapshot, on connection: any DatabaseConnection) throws {
        let statement = try connection.statement("SELECT report FROM snapshot WHERE snapshot = ?")
        defer { statement.reset() }
        statement.bind(Int64(snapshot.id), at: 1)
        guard try statement.step() else { return nil }
        self.init(statement.text(0))
    }

    private static func file(_ json: JSON) -> FileReport? {
        let members = members(json)
        guard case .string(let name)? = members["file"] else { return nil }
        var report = FileReport(file: name)
        report.rows = number(members["rows"])
        report.taken = number(members["taken"])
        report.past = counts(members["past"])
        report.quarantined = counts(members["quarantined"])
        report.repaired = counts(members["repaired"])
        return report
    }

    private static func members(_ json: JSON?) -> [String: JSON] {
        guard case .object(let members)? = json else { return [:] }
        return Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    private static func elements(_ json: JSON?) -> [JSON] {
        guard case .array(let elements)? = json else { return [] }
        return elements
    }

    private static func number(_ json: JSON?) -> Int {
        guard case .number(let text)? = json else { return 0 }
        return Int(text) ?? 0
    }

    private static func counts(_ json: JSON?) -> [String: Int] { members(json).mapValues(number) }
}
