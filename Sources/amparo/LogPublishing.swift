import AmparoGate
import AmparoServer
import AmparoStore
import AmparoTransparency
import Logging

/// Publishes the log while the server runs: every minute, when there is something new or witnesses are still owed.
struct LogPublishing: Sendable {
    let log: PublishedLog
    let clock: ServerClock
    let logger: Logger

    /// Runs until its task is cancelled. A fault is said once in the log and tried again a minute later.
    func run() async {
        var lastFault = ""
        while !Task.isCancelled {
            do {
                if try await isDue() {
                    let report = try await LogCommand.publish(log)
                    lastFault = say(
                        report.checkpoint.published == nil ? "too few witnesses have cosigned the log" : "", lastFault)
                }
            } catch {
                // A fault of the store or of the log says what to do next and holds nothing about a person.
                let text = (error as? StoreError)?.description ?? "the log could not be published"
                lastFault = say(text, lastFault)
            }
            guard (try? await clock.wait(.seconds(60))) != nil else { return }
        }
    }

    private func isDue() async throws -> Bool {
        try await apart {
            guard let newest = try log.newest(), newest.published != nil else { return true }
            let cosigners = try log.policy().cosigners(of: newest.note)
            return try newest.checkpoint.size != UInt64(log.journal.lastSeq())
                || cosigners.count < log.policy().witnesses.count
        }
    }

    private func say(_ fault: String, _ last: String) -> String {
        if !fault.isEmpty, fault != last { logger.error("\(fault)") }
        return fault
    }
}
