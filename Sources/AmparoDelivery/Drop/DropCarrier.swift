internal import AmparoGate
internal import AmparoModel
internal import AmparoStore

/// Puts messages as encrypted, signed files into a folder, one for all that are new. A file is whole or not there.
public struct DropCarrier: Carrier {
    /// Everything that is new goes into one file.
    public let isGathering = true

    private let keys: MessageKeys
    private let sender: Sender

    /// A carrier.
    public init(keys: MessageKeys, sender: Sender) {
        self.keys = keys
        self.sender = sender
    }

    /// Writes one file; it is durable when this returns.
    public func carry(_ parcel: Parcel, to destination: Destination) async -> CarryResult {
        let receiver = destination.receiver
        var events: [CloudEvent] = []
        var name = "beat-\(parcel.at.microseconds / 1_000_000)"
        switch parcel.content {
        case .messages(let items):
            events = items.map { CloudEvent($0, to: receiver.number, from: sender, keys) }
            // The same messages have the same name whenever they are written.
            name = "\(items.first?.message.number ?? 0)-\(items.last?.message.number ?? 0)-\(items.count)"
        case .heartbeat(let record): events = [CloudEvent(record, from: sender, at: parcel.at)]
        }
        let path = destination.address.reached + "/amparo-\(receiver.number)-\(name).drop"
        do {
            let file = try DropFile.sealed(
                CloudEvent.batch(events), to: receiver.recipientKey,
                by: keys.signing(receiver.number, receiver.generation))
            try await apart { try DurableFile.write(file, to: path, mode: 0o640, syncing: true) }
            return .arrived
        } catch let error as StoreError {
            return .trouble(error.code.rawValue, retryAfter: nil)
        } catch {
            return .trouble("not-encrypted", retryAfter: nil)
        }
    }
}
