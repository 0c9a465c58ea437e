internal import AmparoModel
internal import AmparoStore
internal import Crypto

/// The headers of Standard Webhooks 1.0: what is signed is id, timestamp and body, joined by full stops.
struct WebhookSignature: Hashable, Sendable {
    /// `webhook-id`, `webhook-timestamp`, `webhook-signature`.
    var headers: [(name: String, value: String)] {
        [("webhook-id", id), ("webhook-timestamp", timestamp), ("webhook-signature", signatures)]
    }

    private var id: String
    private var timestamp: String
    private var signatures: String

    /// Signs with the receiver's key and, while a rotation lasts, with the one before, too.
    init(_ id: String, _ body: [UInt8], for receiver: ReceiverRecord, at now: Instant, _ keys: MessageKeys) throws {
        self.id = id
        // Seconds, rounded down before 1970, too.
        timestamp = String((now.microseconds - (now.microseconds % 1_000_000 + 1_000_000) % 1_000_000) / 1_000_000)
        let signed = Array("\(id).\(timestamp).".utf8) + body
        var generations = [receiver.generation]
        if let ends = receiver.overlapEnds, now < ends, receiver.generation > 1 {
            generations.append(receiver.generation - 1)
        }
        signatures = try generations.map { generation in
            switch receiver.signing {
            case .ed25519:
                let key = try keys.signing(receiver.number, generation)
                return "v1a," + Base64.text([UInt8](try key.signature(for: signed)))
            case .hmac:
                let code = HMAC<SHA256>.authenticationCode(
                    for: signed, using: keys.secret(receiver.number, generation))
                return "v1," + Base64.text(Array(code))
            }
        }.joined(separator: " ")
    }
}
