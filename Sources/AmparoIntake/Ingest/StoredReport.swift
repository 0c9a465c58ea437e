internal import AmparoOversight

/// A report as it was recorded with a snapshot, read back.
public struct StoredReport: Sendable {
    /// Rows by file.
    public private(set) var rows: [String: Int] = [:]

    /// Reads a report's JSON; what cannot be read is empty.
    public init(_ text: String) {
        guard let json = try? JSON(text), case .object(let members) = json,
            let files = members.first(where: { $0.name == "files" }), case .array(let entries) = files.value
        else { return }
        for case .object(let file) in entries {
            guard case .string(let name)? = file.first(where: { $0.name == "file" })?.value,
                case .number(let count)? = file.first(where: { $0.name == "rows" })?.value, let number = Int(count)
            else { continue }
            rows[name] = number
        }
    }
}
