internal import AmparoDuties
internal import AmparoModel
internal import AmparoStore

/// A message as a CloudEvent 1.0 in structured JSON mode: a reference, a reason code, moments. Everything else is pulled through
/// the gate by somebody entitled to it.
struct CloudEvent: Sendable {
    /// The form of a message's number in `sequence`: twenty digits, so that texts order as numbers do.
    static func sequence(_ number: Int64) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 20 - digits.utf8.count)) + digits
    }

    var id: String
    var body: [UInt8]

    /// The event of a message.
    init(_ item: Parcel.Item, to receiver: Int64, from sender: Sender, _ keys: MessageKeys) {
        let message = item.message
        id = message.id(for: receiver)
        let reference = message.handoff.description
        var data = JSONObject()
        data.text("handoff", reference)
        if message.key.kind == .offered {
            data.text("duty", keys.name(of: message.content.duty, message.key.subject))
            data.text("content", message.content.content.word)
            // Who is only told not to rely on what it was told is told nothing new.
            if message.content.content != .doNotRely { data.text("reason", message.content.reason) }
            data.text("answerBy", message.content.acceptBy.description)
            if let deadline = item.deadline { data.text("deadline", deadline.description) }
        }
        var event = CloudEvent.envelope(id, sender, type: message.key.kind.type, at: message.since)
        event.text("sequence", CloudEvent.sequence(message.number))
        if !sender.link.isEmpty { event.text("dataref", sender.link + reference) }
        event.object("data", data)
        body = event.bytes
    }

    /// The event of a heartbeat.
    init(_ heartbeat: HeartbeatRecord, from sender: Sender, at now: Instant) {
        id = "beat_\(heartbeat.receiver)_\(now.microseconds / 1_000_000)"
        var data = JSONObject()
        data.number("sent", heartbeat.sent)
        data.number("since", heartbeat.since)
        data.number("last", heartbeat.last)
        data.number("waiting", heartbeat.waiting)
        var event = CloudEvent.envelope(id, sender, type: "org.amparo.heartbeat.v1", at: now)
        event.object("data", data)
        body = event.bytes
    }

    /// Several events as one text: a JSON array, in order.
    static func batch(_ events: [CloudEvent]) -> [UInt8] {
        [UInt8(ascii: "[")] + Array(events.map(\.body).joined(separator: [UInt8(ascii: ",")])) + [
            UInt8(ascii: "]"), 0x0A,
        ]
    }

    private static func envelope(_ id: String, _ sender: Sender, type: String, at: Instant) -> JSONObject {
        var event = JSONObject()
        event.text("specversion", "1.0")
        event.text("id", id)
        event.text("source", sender.source)
        event.text("type", type)
        event.text("time", at.description)
        event.text("datacontenttype", "application/json")
        return event
    }
}

/// Who sends, as receivers see it.
public struct Sender: Hashable, Sendable {
    /// A URI that names the store; the `source` of its events.
    public var source: String
    /// The beginning of the address at which a handoff can be seen, its reference follows; empty for none.
    public var link: String

    /// A sender.
    public init(source: String = "urn:amparo", link: String = "") {
        self.source = source
        self.link = link
    }
}

extension MessageKey.Kind {
    fileprivate var type: String {
        switch self {
        case .offered: "org.amparo.handoff.offered.v1"
        case .withdrawn: "org.amparo.handoff.withdrawn.v1"
        }
    }
}

extension HandoffContent {
    fileprivate var word: String {
        switch self {
        case .fact: "fact"
        case .correction: "correction"
        case .doNotRely: "do-not-rely"
        }
    }
}

/// A JSON object, member by member.
struct JSONObject: Sendable {
    private(set) var members: [UInt8] = []

    /// The object's text.
    var bytes: [UInt8] { [UInt8(ascii: "{")] + members + [UInt8(ascii: "}")] }

    mutating func text(_ name: String, _ value: String) {
        begin(name)
        JSONObject.quote(value, into: &members)
    }

    mutating func number(_ name: String, _ value: Int64) {
        begin(name)
        members += Array(String(value).utf8)
    }

    mutating func object(_ name: String, _ value: JSONObject) {
        begin(name)
        members += value.bytes
    }

    private mutating func begin(_ name: String) {
        if !members.isEmpty { members.append(UInt8(ascii: ",")) }
        JSONObject.quote(name, into: &members)
        members.append(UInt8(ascii: ":"))
    }

    private static func quote(_ text: String, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20: bytes += Array(("\\u00" + Base64.hexadecimal([byte])).utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
