public import AmparoModel

/// What HHS published of one day about the children in its care and in that of CBP (FEEDS.md 4). A figure that the
/// publication leaves empty is nil.
public struct CensusDay: Hashable, Sendable {
    /// The day.
    public var day: Day
    /// Children apprehended and placed in CBP custody on the day.
    public var apprehended: Int?
    /// Children in CBP custody.
    public var inCBPCustody: Int?
    /// Children transferred out of CBP custody on the day.
    public var transferredOut: Int?
    /// Children in HHS care.
    public var inHHSCare: Int?
    /// Children discharged from HHS care on the day.
    public var discharged: Int?

    /// The figures of a day.
    public init(
        day: Day, apprehended: Int? = nil, inCBPCustody: Int? = nil, transferredOut: Int? = nil,
        inHHSCare: Int? = nil, discharged: Int? = nil
    ) {
        self.day = day
        self.apprehended = apprehended
        self.inCBPCustody = inCBPCustody
        self.transferredOut = transferredOut
        self.inHHSCare = inHHSCare
        self.discharged = discharged
    }
}

/// The public daily series, in the order of its days, and what was found wrong with its file.
public struct Census: Sendable {
    /// Days without figures, between two days that have some.
    public struct Gap: Hashable, Sendable {
        /// The first day without figures.
        public var first: Day
        /// The last day without figures.
        public var last: Day
        /// How many days that is.
        public var count: Int { last.days(since: first) + 1 }
    }

    /// One row per day, earliest first.
    public var days: [CensusDay] = []
    /// What was done with the file's records. A day that comes again with the same figures is past as `duplicate`; with
    /// other figures the later record of the file is in quarantine as `bad-key` and the first one stands.
    public var report: FileReport
    /// The records that could not be taken, in file order.
    public var quarantined: [QuarantinedRecord] = []
    /// Records with nothing in them; no records in the sense of `report.rows`.
    public var blankRows = 0
    /// Days for which the file gives two different rows.
    public var conflicts = 0

    /// The runs of days that the publication leaves out, earliest first.
    public var gaps: [Gap] {
        zip(days, days.dropFirst()).compactMap { earlier, later in
            later.day.days(since: earlier.day) < 2
                ? nil : Gap(first: earlier.day.adding(days: 1), last: later.day.adding(days: -1))
        }
    }
}
