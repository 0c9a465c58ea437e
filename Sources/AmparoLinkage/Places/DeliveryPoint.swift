/// What a service certified by the Postal Service (CASS, with delivery-point validation) says of an address.
public enum DeliveryPoint: String, CaseIterable, Sendable {
    /// The door is known.
    case confirmed
    /// The building is known, and mail needs a unit that is not given.
    case unitMissing = "unit-missing"
    /// The building is known, the unit given is not.
    case unitUnknown = "unit-unknown"
    /// No such delivery point.
    case unknown
    /// It is known, and nobody takes mail there.
    case vacant
    /// A commercial mail receiving agency: a rented box that looks like a street address.
    case mailAgency = "mail-agency"

    /// Whether mail can arrive nowhere.
    public var isUnreachable: Bool { self == .unknown || self == .vacant }

    /// From the letters that such services answer with: the delivery-point footnote (Y confirmed, D a unit is missing, S the
    /// unit is not known, N nothing is), and the flags for vacant places and receiving agencies. Nil for a letter that is
    /// none of these: then nothing is known.
    public init?(confirmation: some StringProtocol, isVacant: Bool, isAgency: Bool) {
        switch confirmation.uppercased() {
        case "N": self = .unknown
        case "Y", "D", "S":
            if isVacant {
                self = .vacant
            } else if isAgency {
                self = .mailAgency
            } else {
                self =
                    confirmation.uppercased() == "Y"
                    ? .confirmed
                    : confirmation.uppercased() == "D"
                        ? .unitMissing : .unitUnknown
            }
        default: return nil
        }
    }
}

/// The seam for a certified service, where an operator has one. The program ships none, and asks none over the network: an
/// address of a child leaves the house only by an operator's own decision. A file of answers is `DeliveryPointList`.
public protocol DeliveryPointSource: Sendable {
    /// What the service says of an address; nil when it does not know, or was not asked.
    func point(of address: StandardAddress) -> DeliveryPoint?
}

/// Answers of a certified service, from a file that an operator had processed.
public struct DeliveryPointList: DeliveryPointSource {
    private var points: [UInt64: DeliveryPoint] = [:]

    /// An empty list.
    public init() {}

    /// How many addresses it has.
    public var count: Int { points.count }

    /// Adds an answer; of two for one address the last one holds.
    public mutating func add(_ point: DeliveryPoint, for address: StandardAddress) {
        guard !address.isBlank else { return }
        points[Self.key(address)] = point
    }

    /// The answer for an address.
    public func point(of address: StandardAddress) -> DeliveryPoint? { points[Self.key(address)] }

    private static func key(_ address: StandardAddress) -> UInt64 {
        var bytes: [UInt8] = []
        address.key(into: &bytes)
        return PlaceHash.of(bytes)
    }
}
