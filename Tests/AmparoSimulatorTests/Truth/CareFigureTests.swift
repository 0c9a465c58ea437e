import struct AmparoModel.Day
import struct AmparoModel.Instant
import Testing

@testable import AmparoSimulator

@Suite("Truth: figures of care, release and family")
struct CareFigureTests {
    private func figure(_ id: String, _ records: CareRecord...) -> Figure? {
        figures(records.map { ReadChild(care: $0) })[id]
    }

    @Test("children.transferred: a child of two years is one child, in both; a later transfer is not looked at")
    func transferred() {
        let found = figure(
            "children.transferred",
            care {
                $0.refer("A", transferred: "2023-09-30")
                $0.refer("B", transferred: "2023-10-01")
                $0.refer("C", transferred: "2023-11-01")
            }, care { $0.refer("D", transferred: "2026-06-02") }, care { $0.refer("E", transferred: nil) },
            care { $0.refer("F", transferred: "2026-06-01") })
        #expect(numbers(found) == "2/-/0")
        #expect(found?.by == ["fiscalYear": ["2023": 1, "2024": 1, "2026": 1]])
    }

    @Test("The day of a transfer is that of its own offset")
    func ownOffset() throws {
        var record = care()
        record.referrals = [
            Referral(childID: "C1", referralID: "A", transferredAt: Instant("2023-09-30T23:30:00-05:00"))
        ]
        #expect(figure("children.transferred", record)?.by == ["fiscalYear": ["2023": 1]])
    }

    @Test("children.in-care: from the first placement of the episode to as-of, without an end by then")
    func inCare() {
        // 61 and 31 days: the mean is 46.0. The third child's placement ended on as-of and is out.
        let found = figure(
            "children.in-care",
            care {
                $0.refer("A", transferred: "2026-04-01")
                $0.place("A", "2026-04-01", to: "2026-05-01")
                $0.place("A", "2026-05-01", to: nil)
                $0.refer("B", transferred: "2020-01-01")
                $0.place("B", "2020-01-01", to: "2020-02-01")
            }, care { $0.place("", "2026-05-01", to: "2026-06-02") },
            care { $0.place("", "2026-03-01", to: "2026-06-01") })
        #expect(numbers(found) == "2/-/0")
        // Discharged in the year up to as-of: the third child's 92 days only.
        #expect(found?.measures == ["averageDays": 460, "averageDaysDischarged": 920])
    }

    @Test("A placement without a referral belongs to the latest referral transferred by its start")
    func episodes() {
        let found = figure(
            "children.in-care",
            care {
                $0.refer("A", transferred: "2026-01-01")
                $0.refer("B", transferred: "2026-05-02")
                $0.place("A", "2026-01-01", to: "2026-01-11")
                $0.place("", "2026-02-01", to: "2026-02-11")
                $0.place("", "2026-05-02", to: nil)
            })
        // Episode A: 2026-01-01 to 2026-02-11 is 41 days; episode B: 30 days to as-of.
        #expect(found?.measures == ["averageDays": 300, "averageDaysDischarged": 410])
    }

    @Test("The year of discharges reaches from as-of minus 364 days to as-of")
    func dischargeWindow() {
        func discharged(_ to: String) -> Int? {
            figure("children.in-care", care { $0.place("", "2025-05-01", to: to) })?.measures["averageDaysDischarged"]
        }
        #expect(discharged("2025-06-01") == nil)
        #expect(discharged("2025-06-02") == 320)
        #expect(discharged("2026-06-01") == 3960)
    }

    @Test("children.released: children once, cells by release; no state, no cell in by.state")
    func released() {
        let found = figure(
            "children.released",
            care {
                $0.refer("A", transferred: "2024-01-01")
                $0.place("A", "2024-01-01", to: "2024-02-01")
                $0.release("2024-02-01", category: "2A", referral: "A")
                $0.release("2024-10-01", category: "1")
            }, care { $0.release("2024-03-01", category: "", at: nil) }, care { $0.release("2026-06-02") })
        #expect(numbers(found) == "2/-/0")
        #expect(
            found?.by == [
                "fiscalYear": ["2024": 2, "2025": 1], "state": ["TX": 2], "category": ["1": 1, "2A": 1],
            ])
        // 31 days, and 274 for the second release, which belongs to the same referral; the third has no placement.
        #expect(found?.measures == ["medianDaysToRelease": 1525])
    }

    @Test("application.withdrawn: of applications opened by as-of, by reason and month")
    func withdrawn() {
        func application(_ opened: String, _ withdrawn: String?, _ reason: String = "") -> Application {
            Application(
                applicationID: opened, childID: "C1", sponsorID: "S", openedOn: day(opened),
                withdrawnOn: withdrawn.map(day), withdrawnReason: reason)
        }
        let found = figure(
            "application.withdrawn",
            care {
                $0.applications = [
                    application("2025-01-01", "2025-02-03", "documents"), application("2025-01-02", "2025-02-28"),
                    application("2025-01-03", nil), application("2025-01-04", "2026-06-02", "other"),
                    application("2026-06-02", nil),
                ]
            })
        #expect(numbers(found) == "2/4/0")
        #expect(found?.by == ["reason": ["documents": 1], "month": ["2025-02": 2]])
    }

    @Test("family.separated-open: an open separated row, or a separated referral without any family row")
    func separated() {
        func row(_ relation: String, _ separated: String?, _ reunited: String?) -> Family {
            Family(
                childID: "C1", familyRowID: relation, relation: relation, separatedOn: separated.map(day),
                reunitedOn: reunited.map(day))
        }
        func separatedReferral(_ record: inout CareRecord) {
            record.refer("A", transferred: "2025-01-01")
            record.referrals[0].separatedFromFamily = "Y"
        }
        let found = figure(
            "family.separated-open",
            care { $0.family = [row("mother", "2025-01-01", nil), row("sibling", "2025-01-01", "2026-06-02")] },
            care { $0.family = [row("mother", "2025-01-01", "2025-02-01")] },
            care { $0.family = [row("father", nil, nil)] }, care(separatedReferral),
            care {
                separatedReferral(&$0)
                $0.family = [row("mother", "2025-01-01", "2025-02-01")]
            })
        #expect(numbers(found) == "2/-/0")
        #expect(found?.by == ["relation": ["mother": 1, "sibling": 1, "unknown": 1]])
    }
}
