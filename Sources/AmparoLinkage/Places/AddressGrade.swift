/// How far mail to an address can be expected to arrive, by its own fields, the ZIP table and whatever else is known.
///
/// A grade is no delivery-point validation: only a service certified for that can say that a door exists
/// (`DeliveryPointSource`).
public enum AddressGrade: String, CaseIterable, Sendable {
    /// Nothing speaks against it.
    case deliverable
    /// Mail may arrive, but nobody lives there: a box or general delivery.
    case mailOnly = "mail-only"
    /// Mail may reach the wrong door or none: a unit is missing, or the city is not the ZIP's.
    case doubtful
    /// Mail cannot arrive, or came back.
    case undeliverable
    /// There is no address.
    case blank
}

/// What speaks for a grade, each decided by itself; an address may have several.
public enum AddressReason: String, CaseIterable, Sendable {
    /// The first line has no letter and no digit.
    case lineOneEmpty = "line-one-empty"
    /// City and ZIP are both empty.
    case placeEmpty = "place-empty"
    /// A line says that there is no address: UNKNOWN, N/A, HOMELESS...
    case placeholder
    /// The state is FA, MX or CN.
    case stateForeign = "state-foreign"
    /// The ZIP is not 5 or 9 digits.
    case zipMalformed = "zip-malformed"
    /// There is no such ZIP.
    case zipUnknown = "zip-unknown"
    /// The ZIP lies in another state than the one given.
    case stateContradictsZIP = "state-contradicts-zip"
    /// The first line has no number and is no route, box or general delivery.
    case numberMissing = "number-missing"
    /// A court mailing for this child to this address came back.
    case mailReturned = "mail-returned"
    /// A certified service knows no such delivery point.
    case noDeliveryPoint = "no-delivery-point"
    /// A certified service says that nobody takes mail there.
    case vacant
    /// APT, UNIT, # or the like stands without a value.
    case unitValueMissing = "unit-value-missing"
    /// No unit is given where another child's address in the same building has one.
    case unitInferred = "unit-inferred"
    /// A certified service asks for a unit, or does not know the one given.
    case unitUnconfirmed = "unit-unconfirmed"
    /// The city is none of the names of its ZIP.
    case cityNotOfZIP = "city-not-of-zip"
    /// A post office box or general delivery, and no street.
    case boxOrGeneral = "box-or-general-delivery"
    /// A certified service says that it is a mail receiving agency.
    case mailAgency = "mail-agency"

    /// The worst grade that it allows.
    var grade: AddressGrade {
        switch self {
        case .lineOneEmpty, .placeEmpty: .blank
        case .placeholder, .stateForeign, .zipMalformed, .zipUnknown, .stateContradictsZIP, .numberMissing,
            .mailReturned, .noDeliveryPoint, .vacant:
            .undeliverable
        case .unitValueMissing, .unitInferred, .unitUnconfirmed, .cityNotOfZIP: .doubtful
        case .boxOrGeneral, .mailAgency: .mailOnly
        }
    }
}

/// What the check of one address found.
public struct AddressCheck: Sendable {
    /// The address in one spelling.
    public let address: StandardAddress
    /// The defect by which `address.defective` counts it; nil for none.
    public let defect: AddressDefect?
    /// Every reason, in the order of their declaration.
    public let reasons: [AddressReason]
    /// The city the Postal Service names the ZIP by first; nil where there is no such ZIP.
    public let postalCity: String?
    /// The state the ZIP lies in; nil where there is no such ZIP.
    public let postalState: String?

    /// The worst grade that any reason allows.
    public var grade: AddressGrade {
        AddressGrade.allCases.last { grade in reasons.contains { $0.grade == grade } } ?? .deliverable
    }

    init(_ address: StandardAddress, _ known: KnownOfAddress, zips: ZIPTable) {
        self.address = address
        let point = known.point
        let isInferred = known.hasUnitOfOthers && address.noUnitGiven
        // A certified service's word that no door is there, or nobody behind it, is as good as a letter that came back.
        defect = AddressDefect.final(
            own: address.defect, returned: known.isReturned || point?.isUnreachable == true,
            inferred: isInferred || point == .unitMissing)
        var reasons: [AddressReason] = []
        func note(_ reason: AddressReason, _ isSo: Bool) { if isSo { reasons.append(reason) } }
        let facts = address.facts
        note(.lineOneEmpty, facts.contains(.lineOneEmpty))
        note(.placeEmpty, facts.contains(.placeEmpty))
        note(.placeholder, facts.contains(.placeholder))
        note(.stateForeign, facts.contains(.stateForeign))
        note(.zipMalformed, facts.contains(.zipMalformed))
        note(.zipUnknown, facts.contains(.zipUnknown))
        note(.stateContradictsZIP, facts.contains(.stateContradicts))
        note(.numberMissing, facts.contains(.lineOneWithoutNumber) && !facts.contains(.lineOneEmpty))
        note(.mailReturned, known.isReturned)
        note(.noDeliveryPoint, point == .unknown)
        note(.vacant, point == .vacant)
        note(.unitValueMissing, facts.contains(.designatorAlone))
        note(.unitInferred, isInferred)
        note(.unitUnconfirmed, point == .unitMissing || point == .unitUnknown)
        note(.cityNotOfZIP, facts.contains(.cityNotOfZIP))
        note(.boxOrGeneral, facts.contains(.boxOrGeneral))
        note(.mailAgency, point == .mailAgency)
        self.reasons = reasons
        let zip = address.zipCode
        postalState = zip.flatMap { zips.state(of: $0) }?.description
        postalCity = zip.flatMap { zips.firstCityName(of: $0) }
    }
}

/// What is known of an address beyond its own fields.
public struct KnownOfAddress: Sendable {
    /// A court mailing for this child to this address was returned.
    public var isReturned = false
    /// The building is known with a unit from another child's address.
    public var hasUnitOfOthers = false
    /// What a certified service says of it; nil when none was asked, or it did not answer.
    public var point: DeliveryPoint?

    /// Nothing is known.
    public init() {}
}

/// Checks addresses. Keeps the standardiser's buffers; a copy may be used in every task.
public struct AddressChecker: Sendable {
    private var standardiser: AddressStandardiser
    private let zips: ZIPTable

    /// - Parameter zips: the ZIPs that exist.
    public init(zips: ZIPTable = .bundled) {
        self.zips = zips
        standardiser = AddressStandardiser(zips: zips)
    }

    /// Reads an address; its spelling is what others are asked about it with.
    public mutating func standardise(_ text: AddressText) -> StandardAddress {
        standardiser.standardise(
            line1: text.line1, line2: text.line2, city: text.city, state: text.state, zip: text.zip)
    }

    /// Grades an address.
    public func check(_ address: StandardAddress, known: KnownOfAddress = KnownOfAddress()) -> AddressCheck {
        AddressCheck(address, known, zips: zips)
    }
}

/// The sender's texts of one address, as bytes. Prints as `‹sealed›`.
public struct AddressText: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The first line.
    public var line1: [UInt8] = []
    /// The second line.
    public var line2: [UInt8] = []
    /// The city.
    public var city: [UInt8] = []
    /// The state.
    public var state: [UInt8] = []
    /// The ZIP.
    public var zip: [UInt8] = []

    /// No text.
    public init() {}

    /// `‹sealed›`.
    public var description: String { "‹sealed›" }
    /// `‹sealed›`.
    public var debugDescription: String { description }
    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension ZIPTable {
    /// The name the Postal Service uses first, nil where there is no such ZIP.
    func firstCityName(of zip: ZIPCode) -> String? {
        var first: String?
        _ = anyCityName(of: zip) { name in
            first = String(decoding: name, as: UTF8.self)
            return true
        }
        return first
    }
}
