import AmparoGate
import AmparoModel
import AmparoSharing
import AmparoStore
import ArgumentParser
import Foundation

/// Who asks, and why: the options of every command that shows a person.
struct AskerOptions: ParsableArguments {
    @Option(name: .customLong("as"), help: "The account that asks.") var account: String?
    @Option(help: "The purpose, one that the account's role holds, such as court-appearance.") var purpose: String?

    func validate() throws {
        guard (account == nil) == (purpose == nil) else {
            throw ValidationError("--as and --purpose belong together.")
        }
    }

    /// The request of an account that must be named.
    func required(_ operation: AmparoSharing.Operation, fields: [String]? = nil) throws -> GateRequest {
        guard let request = request(operation, fields: fields) else {
            throw ValidationError("This shows a person: --as ACCOUNT --purpose PURPOSE.")
        }
        return request
    }

    /// The request of the account; nil when nobody is named.
    func request(_ operation: AmparoSharing.Operation, fields: [String]? = nil) -> GateRequest? {
        guard let account, let purpose else { return nil }
        return GateRequest(
            account: account, purpose: purpose, operation: operation, id: "cli-" + UUID().uuidString.lowercased(),
            fields: fields.map(GateRequest.Selection.named) ?? .everything)
    }
}

extension OpenStore {
    /// Writes down to whom a correction is owed by what was taken, taken back or moved since the last time.
    func oweCorrections() throws { try CorrectionDesk(gate()).bringUpToDate() }

    /// Ends the clauses whose recipients had to delete what they were given by now, and have not certified it.
    func endLapsedClauses() throws {
        try ObligationDesk(governance, terms: SharingTerms.shipped()).endLapsed()
    }

    /// The watch over how accounts ask.
    func accessWatch() throws -> AccessWatch {
        try AccessWatch(governance, duties: dutyDesk(), thresholds: .shipped())
    }

    /// The gate of this store: accounts, agreements, orders and facts come from its own entries.
    func gate() throws -> Gate {
        let random = RandomSource.system()
        let terms = try SharingTerms.shipped()
        return Gate(
            journal: journal, keys: keys, random: random,
            sources: Gate.Sources(
                accounts: AccountDirectory(governance), rules: GovernedRules(terms: terms),
                facts: GovernedFacts(terms: terms)), now: now)
    }
}

extension OpenStore {
    /// The desk of this store's duties.
    func dutyDesk() throws -> DutyDesk {
        try DutyDesk(governance, views: projections, terms: .shipped())
    }

    /// Brings the duties up to date with the journal and the time, with progress on a terminal. Nothing is done while nobody
    /// has accepted to hold what no other post has.
    @discardableResult
    func bringDutiesUpToDate() throws -> DutyDesk.Report {
        let line = ProgressLine(unit: "records")
        defer { line.end() }
        return try dutyDesk().bringUpToDate { line.show("duties", $0, $1) }
    }
}
