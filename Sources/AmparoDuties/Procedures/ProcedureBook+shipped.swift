extension ProcedureBook {
    /// The procedures that ship with the program, by file name.
    public static func shippedProcedures() throws(DutiesError) -> [Procedure] { try parsed.get() }

    // Read once: a page asks for them each time.
    private static let parsed = Result<[Procedure], DutiesError> { () throws(DutiesError) -> [Procedure] in
        var procedures: [Procedure] = []
        for (name, bytes) in ShippedProcedures.files {
            try procedures.append(Procedure(yaml: String(decoding: bytes, as: UTF8.self), file: name))
        }
        return procedures
    }

    /// The shipped book under a deployment's settings.
    public static func shipped(_ settings: ProcedureSettings = ProcedureSettings()) throws(DutiesError) -> ProcedureBook
    {
        try ProcedureBook(shippedProcedures(), settings: settings)
    }
}
