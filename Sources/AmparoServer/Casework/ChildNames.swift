internal import AmparoGate
internal import AmparoModel
internal import AmparoSharing

/// How a child is named on a page: by as much of the names as was disclosed, always with the record's number.
struct ChildNames {
    /// What a row of a list is asked with: who it is, and what the work is about.
    static let fields = [
        "existence.record", "general.recordId", "general.worklistItem", "general.worklistReason", "identity.givenNames",
        "identity.surnames", "court.case", "court.nextHearingDate",
    ]

    private let record: ChildRecord

    init(_ disclosed: Disclosed<ChildRecord>) { record = disclosed.value }

    /// The names in a record that was disclosed with something else.
    init(_ record: ChildRecord) { self.record = record }

    /// The names of the last referral, as far as they were disclosed; empty when none was.
    var names: String {
        let row = record.rows(of: "referrals").last
        return ["identity.givenNames", "identity.surnames"].compactMap { row?[$0]?.text }.joined(separator: " ")
    }

    /// Number, given names and surnames, as the columns of a file.
    var cells: [String] {
        let row = record.rows(of: "referrals").last
        return [
            String(record.child), row?["identity.givenNames"]?.text ?? "",
            row?["identity.surnames"]?.text ?? "",
        ]
    }
    /// The names of these columns.
    static let columns = ["child", "given_names", "surnames"]

    /// A link to the child's page.
    func link(_ reader: Reader) -> Markup {
        let number = String(record.child)
        return element("a", ["href": reader.address("/child/\(number)")]) {
            if names.isEmpty {
                reader.phrases.say("case.child", ["number": number])
            } else {
                foreign(names)
                element("span", ["class": "of"], " " + reader.phrases.say("case.child.number", ["number": number]))
            }
        }
    }
}

extension CaseVisit {
    /// What may be shown of children in a list, by number: a disclosure each, with its receipt.
    func disclosed(
        _ children: some Sequence<Int64>, fields: [String] = ChildNames.fields, withHistory: Bool = false
    ) throws -> [Int64: Disclosed<ChildRecord>] {
        let wanted = Set(children).subtracting([0]).sorted()
        guard !wanted.isEmpty else { return [:] }
        let shown: [Disclosed<ChildRecord>]
        do {
            shown = try casework.gate.discloseList(
                request(file == nil ? .list : .export, fields: fields), children: wanted, withHistory: withHistory)
        } catch let error as GateError where error.code == .nothingPermitted || error.code == .logWithoutQuorum {
            shown = []
        }
        return Dictionary(shown.map { ($0.value.child, $0) }) { first, _ in first }
    }
}
