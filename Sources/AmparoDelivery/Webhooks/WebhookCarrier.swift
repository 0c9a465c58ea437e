internal import AmparoModel
internal import AmparoStore
internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL

/// Sends messages as webhooks: Standard Webhooks 1.0 signatures over CloudEvents 1.0. Follows no redirect, connects only to an
/// address that was checked after resolution, and reads no more of an answer than it needs.
///
/// Whoever makes one ends it with `shutdown`.
public final class WebhookCarrier: Carrier {
    /// Each message by itself.
    public let isGathering = false

    private let keys: MessageKeys
    private let sender: Sender
    private let rules: EgressRules
    private let resolver: any AddressResolver
    private let timeout: TimeAmount
    private let clients: HTTPClients

    /// A carrier.
    ///
    /// - Parameters:
    ///   - trusting: a PEM file with certificates to trust beside the system's; nil for none.
    ///   - timeout: for one attempt, from the resolution of the name to the last byte that is read.
    /// - Throws: `DeliveryError` `.file` when the certificates cannot be read.
    public init(
        keys: MessageKeys, sender: Sender, rules: EgressRules = EgressRules(),
        resolver: any AddressResolver = SystemResolver(), trusting certificates: String? = nil,
        timeout: Duration = .seconds(15)
    ) throws(DeliveryError) {
        self.keys = keys
        self.sender = sender
        self.rules = rules
        self.resolver = resolver
        self.timeout = TimeAmount(timeout)
        do {
            clients = HTTPClients(trusting: try certificates.map { try NIOSSLCertificate.fromPEMFile($0) } ?? [])
        } catch {
            throw DeliveryError(.file, "the file with certificates to trust cannot be read as PEM")
        }
    }

    /// Ends the carrier.
    public func shutdown() async { await clients.shutdown() }

    /// Posts a message, or a heartbeat.
    public func carry(_ parcel: Parcel, to destination: Destination) async -> CarryResult {
        guard let address = WebhookAddress(destination.address.reached), address.isSecure || rules.allowsLoopback else {
            return .trouble("bad-address", retryAfter: nil)
        }
        let event: CloudEvent
        switch parcel.content {
        case .messages(let items):
            guard let item = items.first, items.count == 1 else { return .refused("too-many", forGood: true) }
            event = CloudEvent(item, to: destination.receiver.number, from: sender, keys)
        case .heartbeat(let record): event = CloudEvent(record, from: sender, at: parcel.at)
        }
        guard
            let signature = try? WebhookSignature(event.id, event.body, for: destination.receiver, at: parcel.at, keys)
        else { return .trouble("not-signed", retryAfter: nil) }
        switch await checked(address) {
        case .failure(let trouble): return .trouble(trouble.code, retryAfter: nil)
        case .success(let target): return await post(event.body, signature, to: address, at: target)
        }
    }

    private struct Unreachable: Error { var code: String }

    /// The address to connect to. When any address of the name is closed, none of them is taken: a name that leads to this
    /// network one time of two is no name of a receiver.
    private func checked(_ address: WebhookAddress) async -> Result<String, Unreachable> {
        let isNumeric = NumericAddress.bytes(address.host) != nil
        let found = isNumeric ? [address.host] : await resolver.addresses(of: address.host)
        guard let first = found.first else { return .failure(Unreachable(code: "no-such-host")) }
        guard found.allSatisfy(rules.allows) else { return .failure(Unreachable(code: "address-refused")) }
        let isLocal = found.allSatisfy { $0 == "::1" || $0.hasPrefix("127.") }
        guard address.isSecure || isLocal else { return .failure(Unreachable(code: "not-https")) }
        return .success(first)
    }

    private func post(
        _ body: [UInt8], _ signature: WebhookSignature, to address: WebhookAddress, at target: String
    ) async -> CarryResult {
        var request = HTTPClientRequest(url: address.text)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/cloudevents+json; charset=utf-8")
        request.headers.add(name: "user-agent", value: "amparo")
        for (name, value) in signature.headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(body)
        let prepared = request
        do {
            return try await clients.with(address.host, at: target) { client in
                let response = try await client.execute(prepared, timeout: timeout)
                // The status is the answer; the rest is read so that the connection can be used again, and not much of it.
                var left = 16_384
                do {
                    for try await part in response.body {
                        left -= part.readableBytes
                        if left < 0 { break }
                    }
                } catch {}
                return WebhookCarrier.result(response)
            }
        } catch let error as HTTPClientError {
            return .trouble(
                error == .connectTimeout || error == .deadlineExceeded ? "timeout" : "closed", retryAfter: nil)
        } catch is NIOSSLError {
            return .trouble("tls", retryAfter: nil)
        } catch {
            return .trouble("unreachable", retryAfter: nil)
        }
    }

    /// What a status means. Only what the receiver says of this very message is about the message; all else is about the
    /// receiver.
    private static func result(_ response: HTTPClientResponse) -> CarryResult {
        let status = Int(response.status.code)
        switch status {
        case 200...299: return .arrived
        case 410: return .gone
        case 400, 413, 422: return .refused("http-\(status)", forGood: false)
        default:
            return .trouble(
                "http-\(status)", retryAfter: response.headers.first(name: "retry-after").flatMap { Int64($0) })
        }
    }
}
