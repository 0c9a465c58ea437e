import AmparoDelivery
import AmparoGate
import AmparoModel
import AmparoServer
import AmparoStore
import Logging

/// Tells holders of accounts by mail that their credentials have changed, while the server runs. Without a mail server nobody is
/// told; a mail that could not be sent is tried again each minute for two days. After a crash one may be sent twice.
struct CredentialMails: Sendable {
    let store: OpenStore
    let clock: ServerClock
    let logger: Logger

    /// Runs until its task is cancelled. A fault is said once in the log.
    func run() async {
        var lastFault = ""
        while !Task.isCancelled {
            do {
                let waits = try await round()
                let text = waits > 0 ? "\(waits) mails about changed credentials wait for the mail server" : ""
                if text != lastFault, !text.isEmpty { logger.error("\(text)") }
                lastFault = text
            } catch {
                let text =
                    (error as? DeliveryError)?.description ?? (error as? StoreError)?.description
                    ?? "mails about changed credentials could not be sent"
                if text != lastFault { logger.error("\(text)") }
                lastFault = text
            }
            guard (try? await clock.wait(.seconds(60))) != nil else { return }
        }
    }

    /// Sends what waits; answers how many wait on.
    private func round() async throws -> Int {
        let notices = CredentialNotices(store.governance)
        let (waiting, carrier) = try await apart {
            let waiting = try notices.waiting()
            return (waiting, waiting.isEmpty ? nil : try store.mailCarrier())
        }
        guard let carrier else { return 0 }
        var waits = 0
        for notice in waiting {
            switch await carrier.carry(notice, at: clock.now()) {
            case .arrived: try await apart { try notices.settle(notice, .sent) }
            case .refused(_, forGood: true): try await apart { try notices.settle(notice, .refused) }
            default: waits += 1
            }
        }
        return waits
    }
}
