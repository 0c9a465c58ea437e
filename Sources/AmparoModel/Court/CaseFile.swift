/// Everything the court's releases say of one case on one day.
///
/// The caller has chosen, for every row, the version valid on the as-of day: a value is valid from the date of the release that
/// first shows it (COUNTING.md). The order of rows in an array never matters. `signals` is different: it holds what *any*
/// version of any row ever said by the as-of day. One value can be emptied and filled again for the next case.
public struct CaseFile: Sendable {
    /// `IDNCASE`
    public var id: Int64
    /// The case's own row; nil when only rows that name it are there.
    public var courtCase: CourtCase?
    /// Its proceedings.
    public var proceedings: [Proceeding] = []
    /// Its schedule rows, hearings or not.
    public var schedule: [ScheduledHearing] = []
    /// Its motions.
    public var motions: [Motion] = []
    /// Its attorneys and representatives, of both sides.
    public var representations: [Representation] = []
    /// Its juvenile rows.
    public var juvenileRows: [JuvenileRow] = []
    /// The lead and rider rows that name it.
    public var riderRows: [RiderRow] = []
    /// Its identifiers.
    public var identifiers: [CaseIdentifierRow] = []
    /// The history of its priority.
    public var priorities: [CasePriorityRow] = []
    /// The mail rows of all its hearings, over all releases.
    public var mailings: [Mailing] = []
    /// The court's live events of its hearings, in any order.
    public var events: [HearingEvent] = []
    /// What any version of any row ever said of whose case this is.
    public var signals = CaseSignals()

    /// An empty file of a case.
    public init(id: Int64, courtCase: CourtCase? = nil) {
        self.id = id
        self.courtCase = courtCase
    }

    /// Empties the file for the case `id`, keeping the room its arrays have.
    public mutating func removeAll(next id: Int64) {
        self.id = id
        courtCase = nil
        proceedings.removeAllKeepingRoom()
        schedule.removeAllKeepingRoom()
        motions.removeAllKeepingRoom()
        representations.removeAllKeepingRoom()
        juvenileRows.removeAllKeepingRoom()
        riderRows.removeAllKeepingRoom()
        identifiers.removeAllKeepingRoom()
        priorities.removeAllKeepingRoom()
        mailings.removeAllKeepingRoom()
        events.removeAllKeepingRoom()
        signals.removeAll()
    }
}
