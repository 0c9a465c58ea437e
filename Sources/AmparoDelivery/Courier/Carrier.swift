public import AmparoModel
public import AmparoStore

/// What is carried to a receiver at once.
public struct Parcel: Hashable, Sendable {
    /// A message, with the deadline of its duty as the gate gave it.
    public struct Item: Hashable, Sendable {
        /// The message.
        public var message: OutboxMessage
        /// The deadline; nil when none stands.
        public var deadline: Instant?
        /// The gate's receipt.
        public var receipt: Int64

        /// An item.
        public init(message: OutboxMessage, deadline: Instant?, receipt: Int64) {
            self.message = message
            self.deadline = deadline
            self.receipt = receipt
        }
    }

    /// What it holds.
    public enum Content: Hashable, Sendable {
        /// Messages, in order: several only where the channel carries them together.
        case messages([Item])
        /// How many messages there were, so that silence says something.
        case heartbeat(HeartbeatRecord)
    }

    /// What it holds.
    public var content: Content
    /// The present: signatures are dated by it.
    public var at: Instant

    /// A parcel.
    public init(_ content: Content, at: Instant) {
        self.content = content
        self.at = at
    }
}

/// How it went with a parcel.
public enum CarryResult: Hashable, Sendable {
    /// The receiver has it.
    case arrived
    /// The receiver does not take this one, by that code; for good when another attempt cannot help.
    case refused(String, forGood: Bool)
    /// The receiver takes nothing now, by that code; perhaps it said after how many seconds it would.
    case trouble(String, retryAfter: Int64?)
    /// The receiver says that it is gone.
    case gone
}

/// A receiver and where it is. The address is not to be kept or printed.
public struct Destination: Sendable {
    /// The receiver.
    public var receiver: ReceiverRecord
    /// The address.
    public var address: ReceiverAddress

    /// A destination.
    public init(_ receiver: ReceiverRecord, address: ReceiverAddress) {
        self.receiver = receiver
        self.address = address
    }
}

/// Brings parcels to receivers of one channel. It decides nothing and keeps nothing.
public protocol Carrier: Sendable {
    /// Whether several messages go in one parcel.
    var isGathering: Bool { get }
    /// Carries a parcel. It ends within the carrier's own time limit, whatever the other side does, and never throws.
    func carry(_ parcel: Parcel, to destination: Destination) async -> CarryResult
}
