import AmparoDelivery
import AmparoIntake
import AmparoModel
import AmparoServer
import AmparoStore
import Foundation
import Logging

extension OpenStore {
    /// The outbox of this store.
    var outbox: Outbox { Outbox(journal: journal, keys: keys, random: record.random) }

    /// The settings of its delivery.
    func deliverySettings() throws -> DeliverySettings { try DeliverySettings(database) }

    /// The carrier of mails; nil where no mail server was named.
    func mailCarrier() throws -> MailCarrier? {
        let settings = try deliverySettings()
        return try settings.mail(password: Self.password).map { try MailCarrier($0, sender: settings.sender) }
    }

    /// Calls `body` with a courier of this store, and ends its connections afterwards.
    func withCourier<Result: Sendable>(
        logger: Logger, _ body: @Sendable (Courier) async throws -> Result
    ) async throws -> Result {
        let settings = try deliverySettings()
        let messageKeys = try MessageKeys(keys)
        let webhooks = try WebhookCarrier(
            keys: messageKeys, sender: settings.sender, rules: settings.egress, trusting: settings.values[.trust])
        var carriers: [ReceiverRecord.Channel: any Carrier] = [
            .webhook: webhooks, .drop: DropCarrier(keys: messageKeys, sender: settings.sender),
        ]
        carriers[.mail] = try mailCarrier()
        let courier = Courier(
            outbox: outbox, carriers: carriers, gate: try sendingGate(), reporting: try handoffReporting(),
            clock: DeliveryClock(now: Clock.now), logger: logger)
        do {
            let result = try await body(courier)
            await webhooks.shutdown()
            return result
        } catch {
            await webhooks.shutdown()
            throw error
        }
    }

    /// Delivers until the task is cancelled. What keeps it from beginning, as a setting that is wrong, is said once in the log and
    /// tried again every minute.
    func deliver(clock: ServerClock, logger: Logger) async {
        var lastFault = ""
        while !Task.isCancelled {
            do {
                try await withCourier(logger: logger) { await $0.run() }
            } catch {
                let text =
                    (error as? DeliveryError)?.description ?? (error as? StoreError)?.description
                    ?? "delivery could not begin; see `amparo delivery set`"
                if text != lastFault { logger.error("\(text)") }
                lastFault = text
            }
            guard (try? await clock.wait(.seconds(60))) != nil else { return }
        }
    }

    /// The first line of a password file.
    private static func password(_ path: String) throws -> String {
        guard let bytes = try DurableFile.read(path, limit: 4096) else {
            throw Refusal("The file with the mail server's password is not there; see `amparo delivery set`.")
        }
        return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    }
}
