public import AmparoModel
public import AmparoSharing

/// What somebody asks of the gate. Everything that decides, except what the request itself must bring, the gate finds out
/// on its own: who the account is, what the record says, which rules hold, what time it is.
public struct GateRequest: Sendable {
    /// Which fields are asked for.
    public enum Selection: Hashable, Sendable {
        /// Every field that the record can have of the child.
        case everything
        /// Fields by their names in the catalogue. A name that is in no catalogue is withheld.
        case named([String])
    }

    /// The account's name.
    public var account: String
    /// The purpose's code, one that the account's role holds.
    public var purpose: String
    /// What is done with the answer.
    public var operation: AmparoSharing.Operation
    /// The request's own id, by which the requester finds its receipt: at most 64 letters, digits, `-`, `_`, `.` and `:`. Any
    /// other is left out of the receipt, because it could name somebody.
    public var id: String
    /// When the requester says it asked; nil for now. It decides nothing: a request of another time is refused.
    public var at: Instant?
    /// Which fields are asked for.
    public var fields: Selection

    /// A request.
    public init(
        account: String, purpose: String, operation: AmparoSharing.Operation, id: String, at: Instant? = nil,
        fields: Selection = .everything
    ) {
        self.account = account
        self.purpose = purpose
        self.operation = operation
        self.id = id
        self.at = at
        self.fields = fields
    }

    /// The id as it may stand in a receipt.
    var recordedID: String {
        let isFit =
            id.utf8.count <= 64
            && id.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x3A, 0x5F: true
                default: false
                }
            }
        return isFit ? id : ""
    }
}
