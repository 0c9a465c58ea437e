public import AmparoCourt
internal import AmparoModel

/// The findings that a perfect reader of simulated feeds gives (`truth-findings.csv`), compared with ours one by one, in
/// any order.
public struct FindingTruth: Sendable {
    private static let columns = ["case", "proceeding", "hearing", "time", "finding", "status", "notice"]

    /// How many findings there are in the truth.
    public let count: Int
    /// How many of ours were there.
    public private(set) var found = 0
    /// How many of ours were not.
    public private(set) var surplus = 0
    private var open: [String: Int] = [:]

    /// Reads the table: a header line and a line for each finding.
    ///
    /// - Throws: `.badDefinition` when the header names other columns than COMMANDS.md does.
    public init(_ text: String) throws(OversightError) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: true).map { line in
            line.last == "\r" ? line.dropLast() : line
        }
        guard let header = lines.first, header.split(separator: ",").map(String.init) == Self.columns else {
            throw OversightError(
                .badDefinition, "a table of findings has the columns \(Self.columns.joined(separator: ", "))")
        }
        lines.removeFirst()
        for line in lines { open[String(line), default: 0] += 1 }
        count = lines.count
    }

    /// Looks one of our findings up.
    public mutating func compare(_ finding: HearingFinding) {
        let line = [
            String(finding.caseID), finding.proceedingID.map { String($0) } ?? "", finding.hearing.description,
            finding.time.isNone ? "" : finding.time.description, finding.kind.rawValue, finding.status?.rawValue ?? "",
            finding.notice?.rawValue ?? "",
        ].joined(separator: ",")
        guard let left = open[line], left > 0 else {
            surplus += 1
            return
        }
        open[line] = left - 1
        found += 1
    }

    /// Whether ours, all compared, are exactly those of the truth.
    public var isEqual: Bool { found == count && surplus == 0 }
}
