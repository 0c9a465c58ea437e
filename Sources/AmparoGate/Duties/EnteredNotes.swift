public import AmparoDuties
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// What somebody wrote down of a child by hand, with the words. Made by the gate only.
public struct EnteredNote: Hashable, Sendable {
    /// The entry.
    public let entry: Int64
    /// What the words are about; nil for the evidence of a duty.
    public let kind: OccasionKind?
    /// The words; nil when the child's key was destroyed.
    public let words: String?
}

extension Gate {
    /// The words of what people wrote down of a child by hand, as far as this account may read them: of a kind whose field it may
    /// see whole (docs/fields.md), and only within the house that keeps the record. Nobody can tell which classes free words
    /// speak of, so to everybody else they stay sealed, as those of a statement of disagreement do to DHS.
    ///
    /// - Parameter request: the account, the purpose and the operation; its fields are not looked at.
    /// - Returns: the notes in the order of the journal, with one receipt that tells of the fields they stand for.
    /// - Throws: `GateError`; `nothingPermitted` without a receipt for somebody of another house, who is shown nothing of it.
    public func notes(_ request: GateRequest, child: Int64) throws(GateError) -> Disclosed<[EnteredNote]> {
        let found: [ReportedNote]
        do {
            guard try isOfHouse(request.account) else { throw GateError(.nothingPermitted) }
            found = try journal.database.read { try ReportedNote.all(of: child, on: $0) }
        } catch let error as GateError {
            throw error
        } catch {
            throw GateError(.fault)
        }
        let fields = Set(found.map(\.field))
        var request = request
        request.fields = .named(fields.sorted())
        let shown = try only(attempt(request, Question(records: [child], told: fields)))
        let whole = Set(shown.groups.filter { $0.outcome == "disclose" }.flatMap(\.fields))
        do {
            return shown.retold(
                try found.filter { whole.contains($0.field) }.map {
                    EnteredNote(entry: $0.entry, kind: $0.kind, words: try words(of: $0.entry))
                })
        } catch {
            throw GateError(.fault)
        }
    }

    /// Whether an account works for, and is employed by, the house that keeps the record.
    private func isOfHouse(_ account: String) throws -> Bool {
        let standing = try journal.database.read {
            try sources.accounts.standing(ofAccount: account, at: now(), on: $0)
        }
        guard let requester = standing?.requester else { return false }
        return [requester.agency, requester.homeAgency].allSatisfy { Account.department(of: $0.code) == "hhs" }
    }
}

/// Something that was entered by hand, by its entry.
private struct ReportedNote {
    var entry: Int64
    var kind: OccasionKind?

    /// Of one child, in the order of the journal.
    static func all(of child: Int64, on connection: any DatabaseConnection) throws -> [ReportedNote] {
        let row = try connection.statement("SELECT seq, payload FROM duty_reported WHERE subject = ? ORDER BY seq")
        defer { row.reset() }
        row.bind(DutySubject(.child, child).rawValue, at: 1)
        var notes: [ReportedNote] = []
        while try row.step() {
            guard let said = ReportedOccasion(row.bytes(1)) else { continue }
            notes.append(ReportedNote(entry: row.int64(0), kind: said.kind))
        }
        return notes
    }

    /// The field of docs/fields.md for which the words stand: who may see it whole may read them.
    var field: String {
        switch kind {
        case .callMade, .familyTold, .welfareChecked: "safety-call.outcome"
        case .addressChanged: "address.residence.street"
        case .mailReturned: "notice.returnedMail"
        case .concernRaised: "trafficking.concernKind"
        case .findingConfirmed, .findingDisputed: "court.finding"
        // Evidence may speak of anything that a duty is about.
        default: "incident.report"
        }
    }
}
