public import AmparoModel
internal import AmparoOversight

/// A report as it was recorded with a snapshot, read back.
public struct StoredReport: Sendable {
    /// File by file, without columns, codes and notes.
    public private(set) var files: [FileReport] = []
    private var counts: [String: Int] = [:]

    /// Rows by file.
    public var rows: [String: Int] {
        Dictionary(files.map { ($0.file, $0.rows) }, uniquingKeysWith: { first, _ in first })
    }

    /// A count of the whole report by its JSON name, 0 when it has none.
    public func count(_ name: String) -> Int { counts[name] ?? 0 }

    /// Reads a report's JSON; what cannot be read is empty.
    public init(_ text: String) {
        guard let json = try? JSON(text), case .object(let members) = json else { return }
        for member in members {
            if case .number(let number) = member.value { counts[member.name] = Int(number) }
        }
        guard case .array(let entries)? = members.first(where: { $0.name == "files" })?.value else { return }
        for case .object(let file) in entries {
            func value(_ name: String) -> JSON? { file.first { $0.name == name }?.value }
            guard case .string(let name)? = value("file") else { continue }
            var report = FileReport(file: name)
            report.rows = Self.number(value("rows"))
            report.taken = Self.number(value("taken"))
            report.past = Self.counts(value("past"))
            report.quarantined = Self.counts(value("quarantined"))
            report.repaired = Self.counts(value("repaired"))
            files.append(report)
        }
    }

    private static func number(_ value: JSON?) -> Int {
        guard case .number(let text)? = value else { return 0 }
        return Int(text) ?? 0
    }

    private static func counts(_ value: JSON?) -> [String: Int] {
        guard case .object(let members)? = value else { return [:] }
        return Dictionary(members.map { ($0.name, number($0.value)) }, uniquingKeysWith: { first, _ in first })
    }
}
