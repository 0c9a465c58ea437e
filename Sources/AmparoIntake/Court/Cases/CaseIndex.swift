/// What the first pass learns: which cases and proceedings the release has, and which cases are a child's.
struct CaseIndex: Sendable {
    /// Cases with a row in A_TblCase.
    let cases = NumberSet()
    /// Proceedings with a row in B_TblProceeding.
    let proceedings = NumberSet()
    /// Cases that are a child's by any signal, or that the record holds.
    let children = NumberSet()

    /// Adds a number to one of the sets.
    static func insert(_ number: Int64, into set: NumberSet, of file: String) throws(IntakeError) {
        if set.insert(number) == nil { throw implausible(file) }
    }

    static func implausible(_ file: String) -> IntakeError {
        IntakeError(
            .implausibleKeys, file: file,
            "Its numbers are scattered as in no court release. Check that this is the file its name says.")
    }
}
