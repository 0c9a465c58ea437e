/// A standardised address, without the address.
///
/// Two keys are equal exactly when number, street, unit value and the five ZIP digits are equal after standardising; city and
/// state are not compared (MISSED-HEARING.md, rule 5.2). An address of which nothing is given has no key.
public struct AddressKey: RawRepresentable, Hashable, Sendable {
    /// An opaque surrogate; says nothing of the address.
    public let rawValue: Int64

    /// The key with this surrogate.
    @inlinable
    public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// A row of `mail.csv`: a hearing notice mailed, or, without `mailedOn`, given orally in court.
public struct Mailing: Hashable, Sendable {
    /// To whom the letter went.
    public enum Addressee: UInt8, Hashable, Sendable, CaseIterable {
        /// The child; also when the row names nobody.
        case respondent
        /// The child's custodian.
        case custodian
        /// Counsel of record.
        case counsel
    }

    /// `idncase`
    public var caseID: Int64
    /// `hearing_date`
    public var hearingDate: Day
    /// `mailed_on`; nil in a row that records oral notice.
    public var mailedOn: Day?
    /// `addressee`; the respondent when the row names nobody.
    public var addressee: Addressee
    /// The address written on the letter; nil when none is given.
    public var address: AddressKey?
    /// `returned_on`; nil while no return is known.
    public var returnedOn: Day?
    /// `oral_notice_language`; none when blank.
    public var oralLanguage: CourtCode
    /// Where the row was read.
    public var source: RowSource

    /// A mail row.
    public init(
        caseID: Int64, hearingDate: Day, mailedOn: Day? = nil, addressee: Addressee = .respondent,
        address: AddressKey? = nil, returnedOn: Day? = nil, oralLanguage: CourtCode = .none, source: RowSource
    ) {
        self.caseID = caseID
        self.hearingDate = hearingDate
        self.mailedOn = mailedOn
        self.addressee = addressee
        self.address = address
        self.returnedOn = returnedOn
        self.oralLanguage = oralLanguage
        self.source = source
    }
}

/// A row of the notices feed: one notice to appear. Its key in the feed is the A-number, the document and the day of issue.
public struct NoticeToAppear: Hashable, Sendable {
    /// Why a notice is not served yet (`not_served_reason`).
    public enum NotServedReason: UInt8, Hashable, Sendable, CaseIterable {
        /// `awaiting-counsel`
        case awaitingCounsel
        /// `uscis-relief`
        case uscisRelief
        /// `backlog`
        case backlog
        /// `address-unknown`
        case addressUnknown
        /// `other`
        case other

        /// The value as the feed writes it.
        public var text: String {
            switch self {
            case .awaitingCounsel: "awaiting-counsel"
            case .uscisRelief: "uscis-relief"
            case .backlog: "backlog"
            case .addressUnknown: "address-unknown"
            case .other: "other"
            }
        }
    }

    /// A number given by whoever keeps the record, to name the notice in a finding's evidence.
    public var id: Int64
    /// `issued_on`
    public var issuedOn: Day?
    /// `served_on`
    public var servedOn: Day?
    /// `filed_on`
    public var filedOn: Day?
    /// `not_served_reason`
    public var notServedReason: NotServedReason?
    /// The address on the notice; nil when none is given.
    public var address: AddressKey?
    /// Where the row was read.
    public var source: RowSource

    /// A notice to appear.
    public init(
        id: Int64, issuedOn: Day? = nil, servedOn: Day? = nil, filedOn: Day? = nil,
        notServedReason: NotServedReason? = nil, address: AddressKey? = nil, source: RowSource
    ) {
        self.id = id
        self.issuedOn = issuedOn
        self.servedOn = servedOn
        self.filedOn = filedOn
        self.notServedReason = notServedReason
        self.address = address
        self.source = source
    }
}

/// An address that somebody reported for a child: a row of `addresses.csv`, or a release's own address.
public struct CourtAddress: Hashable, Sendable {
    /// Who was told, as the feed's `source` column says.
    public enum Source: UInt8, Hashable, Sendable, CaseIterable {
        /// `court`
        case court
        /// `eoir-33`
        case eoir33
        /// `release`
        case release
        /// `ar-11`
        case ar11
        /// `safety-call`
        case safetyCall
        /// `post-release`
        case postRelease
        /// `school`
        case school

        /// The value as the feed writes it.
        public var text: String {
            switch self {
            case .court: "court"
            case .eoir33: "eoir-33"
            case .release: "release"
            case .ar11: "ar-11"
            case .safetyCall: "safety-call"
            case .postRelease: "post-release"
            case .school: "school"
            }
        }

        /// Whether the address was given to the court (MISSED-HEARING.md, rule 5.2); all others are known only to ORR.
        public var isGivenToCourt: Bool { self == .court || self == .eoir33 }
    }

    /// A number given by whoever keeps the record, to name this version of the address in a finding's evidence.
    public var id: Int64
    /// Who was told.
    public var givenTo: Source
    /// `reported_on`
    public var reportedOn: Day
    /// The place among rows of the same child, day and source, counted from 0; the last one speaks.
    public var ordinal: Int32
    /// The address; nil when nothing is given, and then the row says nothing.
    public var address: AddressKey?
    /// Where the row was read.
    public var source: RowSource

    /// A reported address.
    public init(
        id: Int64, givenTo: Source, reportedOn: Day, ordinal: Int32 = 0, address: AddressKey?, source: RowSource
    ) {
        self.id = id
        self.givenTo = givenTo
        self.reportedOn = reportedOn
        self.ordinal = ordinal
        self.address = address
        self.source = source
    }
}
