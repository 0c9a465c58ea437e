import AmparoGate
import AmparoServer
import AmparoStore
import Logging

/// Keeps the duties up to date while the server runs: every minute deadlines pass, what nobody answered goes up, what others
/// have written is drawn conclusions from, and whoever asks in an unusual way is an alarm. Nothing changed, nothing written.
struct DutyKeeping: Sendable {
    let store: OpenStore
    let desk: DutyDesk
    let watch: AccessWatch
    let clock: ServerClock
    let logger: Logger

    init(_ store: OpenStore, clock: ServerClock, logger: Logger) throws {
        self.store = store
        // One desk for all rounds: it keeps procedures and rules until an entry changes them.
        desk = try store.dutyDesk()
        watch = try store.accessWatch()
        self.clock = clock
        self.logger = logger
    }

    /// Runs until its task is cancelled. A fault is said once in the log and tried again a minute later.
    func run() async {
        var lastFault = ""
        while !Task.isCancelled {
            do {
                let report = try await advance()
                if report.events > 0 {
                    logger.notice(
                        "duties: \(report.events) events, \(report.offered) handoffs, \(report.breached) late, \(report.escalated) escalated"
                    )
                }
                lastFault = ""
            } catch {
                // A fault of the store says what to do next and holds nothing about a person.
                let text = (error as? StoreError)?.description ?? "the duties could not be brought up to date"
                if text != lastFault { logger.error("\(text)") }
                lastFault = text
            }
            guard (try? await clock.wait(.seconds(60))) != nil else { return }
        }
    }

    /// One round. While an ingest is under way nothing is done: it brings the duties up to date at its end.
    private func advance() async throws -> DutyDesk.Report {
        let (store, desk, watch) = (store, desk, watch)
        return try await apart {
            var report = DutyDesk.Report()
            try store.unlessIngesting { report = try desk.bringUpToDate() }
            try watch.bringUpToDate()
            return report
        }
    }
}
