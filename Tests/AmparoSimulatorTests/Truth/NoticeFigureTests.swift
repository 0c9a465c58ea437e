import struct AmparoModel.Day
import struct AmparoModel.Instant
import Testing

@testable import AmparoSimulator

@Suite("Truth: figures of notices and addresses")
struct NoticeFigureTests {
    private func notice(
        issued: String? = nil, served: String? = nil, filed: String? = nil, _ reason: NotServedReason? = nil
    ) -> Notice {
        Notice(
            aNumber: "200000001", issuedOn: issued.map(day), servedOn: served.map(day), filedOn: filed.map(day),
            notServedReason: reason)
    }

    private func courtCase(osc: String?, entered: String?) -> ReadCase {
        var invented = InventedCase()
        invented.proceedings[0].oscDate = osc.map(day)
        invented.proceedings[0].inputDate = entered.map(day)
        return invented.read
    }

    @Test("notice.none-yet: released, with an A-number, not served and without a case that was entered")
    func noneYet() {
        let released = care { $0.release("2025-01-01") }
        let unnumbered = care {
            $0.release("2025-01-01")
            $0.aNumber = ""
        }
        let inCare = care { $0.refer("A", transferred: "2025-01-01") }
        let found = figures([
            ReadChild(care: released),
            ReadChild(
                care: released,
                notices: [
                    notice(issued: "2025-02-01", .backlog), notice(issued: "2025-01-01", .other),
                    notice(issued: "2025-03-01"),
                ]),
            ReadChild(care: released, notices: [notice(served: "2026-06-01")]),
            ReadChild(care: released, notices: [notice(issued: "2026-05-01", served: "2026-06-02")]),
            ReadChild(care: released, cases: [courtCase(osc: "2025-01-01", entered: "2025-02-01")]),
            ReadChild(care: released, cases: [courtCase(osc: nil, entered: "2025-02-01")]),
            ReadChild(care: unnumbered), ReadChild(care: inCare),
        ])["notice.none-yet"]
        #expect(numbers(found) == "4/6/1")
        #expect(
            found?.by == [
                "reason": ["none-given": 3, "backlog": 1], "of": ["released": 4, "transferred": 1],
            ])
    }

    @Test("notice.not-filed: served, but neither filed nor in court")
    func notFiled() {
        let found = figures([
            ReadChild(care: care(), notices: [notice(served: "2025-01-01")]),
            ReadChild(care: care(), notices: [notice(served: "2025-01-01", filed: "2026-06-02")]),
            ReadChild(care: care(), notices: [notice(served: "2025-01-01", filed: "2025-02-01")]),
            ReadChild(
                care: care(), notices: [notice(served: "2025-01-01")],
                cases: [courtCase(osc: "2025-01-01", entered: "2025-02-01")]),
            ReadChild(care: care(), notices: [notice(filed: "2025-02-01")]),
        ])["notice.not-filed"]
        #expect(numbers(found) == "2/4/0")
    }

    @Test("address.defective: one defect each, the first that applies; only three of them are in the value")
    func defective() {
        var withUnit = elm
        withUnit.unit = "2"
        let neighbour = care { $0.report("2025-01-01", .school, withUnit) }
        let box = Place(number: "44", street: "PO BOX", unit: "", zip5: "77003")
        let found = figures([
            ReadChild(care: care { $0.release("2025-01-01", at: nil, defect: .blank) }),
            ReadChild(care: care { $0.release("2025-01-01", at: nil, defect: .undeliverable) }),
            ReadChild(care: care { $0.release("2025-01-01", at: oak, defect: .missingUnit) }),
            ReadChild(care: care { $0.release("2025-01-01", at: elm) }),
            ReadChild(care: care { $0.release("2025-01-01", at: box, defect: .notAResidence) }),
            ReadChild(care: care { $0.release("2025-01-01", at: oak) }), ReadChild(care: neighbour),
        ])["address.defective"]
        #expect(numbers(found) == "3/6/0")
        #expect(
            found?.by == [
                "defect": [
                    "blank": 1, "undeliverable": 1, "missing-unit": 1, "missing-unit-inferred": 1,
                    "not-a-residence": 1,
                ]
            ])
    }

    @Test("A unit known only from the child's own rows infers nothing, whatever order the children come in")
    func ownUnit() {
        var withUnit = elm
        withUnit.unit = "2"
        let child = care {
            $0.release("2025-01-01", at: elm)
            $0.report("2025-01-02", .school, withUnit)
        }
        let neighbour = care { $0.report("2025-01-01", .school, withUnit) }
        let late = care { $0.report("2026-06-02", .school, withUnit) }
        func inferred(_ records: [CareRecord]) -> Int? {
            figures(records.map { ReadChild(care: $0) })["address.defective"]?.by["defect"]?["missing-unit-inferred"]
        }
        #expect(inferred([child]) == nil)
        #expect(inferred([child, late]) == nil)
        #expect(inferred([child, neighbour]) == 1)
        #expect(inferred([neighbour, child]) == 1)
    }

    @Test("A court letter returned from this address makes it undeliverable, before a missing unit")
    func returnedMail() {
        var invented = InventedCase()
        invented.letter(for: "2025-09-01", mailed: "2025-08-01", at: oak, returned: "2025-08-20")
        let children = [
            ReadChild(
                care: care { $0.release("2025-01-01", at: oak, defect: .missingUnit) }, cases: [invented.read]),
            ReadChild(care: care { $0.release("2025-01-01", at: elm) }, cases: [invented.read]),
        ]
        #expect(figures(children)["address.defective"]?.by == ["defect": ["undeliverable": 1]])
    }
}
