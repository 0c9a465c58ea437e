import AmparoGate
import AmparoServer
import AmparoStore
import Logging

/// Keeps the names in memory up to date while the server runs: reads everybody once, beside what is served, then every two seconds
/// what was written since.
struct NameKeeping: Sendable {
    let index: NameIndex
    let clock: ServerClock
    let logger: Logger

    /// Runs until its task is cancelled. A fault is said once in the log and tried again.
    func run() async {
        var lastFault = ""
        while !Task.isCancelled {
            do {
                let isFirst = !index.isReady
                try await apart { [index] in try index.bringUpToDate() }
                if isFirst { logger.notice("search by name: \(index.count) records are in memory") }
                lastFault = ""
            } catch {
                // A fault of the store says what to do next and holds nothing about a person.
                let text = (error as? StoreError)?.description ?? "the names could not be read"
                if text != lastFault { logger.error("\(text)") }
                lastFault = text
            }
            guard (try? await clock.wait(.seconds(2))) != nil else { return }
        }
    }
}
