/// What the first pass learns: which cases and proceedings the release has, and which cases are a child's. Written by the
/// calling thread between chunks, read by all threads only when nobody writes.
final class CaseIndex: @unchecked Sendable {
    /// Cases with a row in A_TblCase.
    var cases = NumberSet()
    /// Proceedings with a row in B_TblProceeding.
    var proceedings = NumberSet()
    /// Cases that are a child's by any signal, or that the record holds.
    var children = NumberSet()
    /// Birth months, until the first pass has ended.
    var births: BirthMonths? = BirthMonths()

    /// Adds a number to one of the sets.
    static func insert(_ number: Int64, into set: inout NumberSet, of file: String) throws(CourtReleaseError) {
        if set.insert(number) == nil { throw implausible(file) }
    }

    static func implausible(_ file: String) -> CourtReleaseError {
        CourtReleaseError(
            .implausibleKeys, file: file,
            "Its numbers are scattered as in no court release. Check that this is the file its name says.")
    }
}
