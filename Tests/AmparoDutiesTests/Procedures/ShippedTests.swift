import AmparoDuties
import AmparoModel
import Testing

@Suite("The shipped procedures")
struct ShippedTests {
    @Test("They can be read, make a book, and have no fault")
    func clean() throws {
        let procedures = try ProcedureBook.shippedProcedures()
        for fault in ProcedureLint.check(procedures) { Issue.record("\(fault)") }
        _ = try ProcedureBook(procedures)
    }
}
