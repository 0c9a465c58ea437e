/// A row of `tbl_JuvenileHistory`.
public struct JuvenileRow: Hashable, Sendable {
    /// `idnJuvenileHistory`, the key.
    public var id: Int64
    /// `idnCase`
    public var caseID: Int64
    /// `idnProceeding`; nil when the field is blank.
    public var proceedingID: Int64?
    /// `idnJuvenile`: 1 juvenile, 2 released or turned 18, 3 unaccompanied with asylum, 4 unaccompanied, 5 not applicable,
    /// 6 accompanied; 0 when blank.
    public var code: Int16
    /// `DATCREATEDON`
    public var createdOn: Day?
    /// Where the row was read.
    public var source: RowSource

    /// A juvenile row.
    public init(
        id: Int64, caseID: Int64, proceedingID: Int64? = nil, code: Int16, createdOn: Day? = nil, source: RowSource
    ) {
        self.id = id
        self.caseID = caseID
        self.proceedingID = proceedingID
        self.code = code
        self.createdOn = createdOn
        self.source = source
    }
}

/// A row of `tbl_Lead_Rider`: a case that rides on a family's lead case.
public struct RiderRow: Hashable, Sendable {
    /// `idnLeadRider`, the key.
    public var id: Int64
    /// `idnLeadCase`
    public var leadCaseID: Int64
    /// `idnRiderCase`
    public var riderCaseID: Int64
    /// `blnActive`
    public var isActive: Bool
    /// Where the row was read.
    public var source: RowSource

    /// A rider row.
    public init(id: Int64, leadCaseID: Int64, riderCaseID: Int64, isActive: Bool, source: RowSource) {
        self.id = id
        self.leadCaseID = leadCaseID
        self.riderCaseID = riderCaseID
        self.isActive = isActive
        self.source = source
    }
}

/// A row of `A_TblCaseIdentifier`.
public struct CaseIdentifierRow: Hashable, Sendable {
    /// `IDNCASEID`, the key.
    public var id: Int64
    /// `IDNCASE`
    public var caseID: Int64
    /// `CASE_ID`: `J`, `J1`, `J2`, `UJ`, `FA` and others.
    public var code: CourtCode
    /// Where the row was read.
    public var source: RowSource

    /// A case identifier's row.
    public init(id: Int64, caseID: Int64, code: CourtCode, source: RowSource) {
        self.id = id
        self.caseID = caseID
        self.code = code
        self.source = source
    }
}

/// A row of `tbl_CasePriorityHistory`.
public struct CasePriorityRow: Hashable, Sendable {
    /// `idnCasePriHistory`, the key.
    public var id: Int64
    /// `idnCase`
    public var caseID: Int64
    /// `casePriority_code`
    public var code: CourtCode
    /// Where the row was read.
    public var source: RowSource

    /// A case priority's row.
    public init(id: Int64, caseID: Int64, code: CourtCode, source: RowSource) {
        self.id = id
        self.caseID = caseID
        self.code = code
        self.source = source
    }
}
