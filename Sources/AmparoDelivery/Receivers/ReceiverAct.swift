internal import AmparoModel
internal import AmparoStore

/// What somebody does with a receiver, as it is signed: the act, the receiver's name, and everything that is decided with it in
/// bytes that are the same whenever it is asked for, so that it can be signed on another machine.
public struct ReceiverAct: Hashable, Sendable {
    /// `receiver-added`, `receiver-removed`, `receiver-rotated`.
    public var act: String
    /// The receiver's name.
    public var name: String
    /// What is decided: the receiver without its number, and its address; the length of the overlap of two keys.
    public var content: [UInt8]

    /// Who signed: the number of the account, and the signature.
    public typealias Signed = (actor: Int64, signature: [UInt8])

    /// Asks whoever acts to sign; throws when nobody does who may.
    public typealias Signing = @Sendable (ReceiverAct) throws -> Signed

    static func adding(_ receiver: ReceiverRecord, at address: ReceiverAddress) -> ReceiverAct {
        var named = receiver
        named.number = 0
        named.signature = []
        let words = [
            named.posts, "\(named.channel.rawValue)", named.account, "\(named.signing.rawValue)",
            Base64.text(named.recipientKey), "\(named.language.rawValue)", "\(named.hourlyCap)",
            "\(named.windowMinutes)", "\(named.heartbeatHours)", address.reached,
        ]
        return ReceiverAct(act: "receiver-added", name: named.name, content: Array(words.joined(separator: "\n").utf8))
    }

    static func removing(_ name: String) -> ReceiverAct {
        ReceiverAct(act: "receiver-removed", name: name, content: Array(name.utf8))
    }

    static func rotating(_ receiver: ReceiverRecord, overlap: Duration) -> ReceiverAct {
        let words = ["\(receiver.generation + 1)", "\(overlap.microseconds)"]
        return ReceiverAct(
            act: "receiver-rotated", name: receiver.name, content: Array(words.joined(separator: "\n").utf8))
    }
}
