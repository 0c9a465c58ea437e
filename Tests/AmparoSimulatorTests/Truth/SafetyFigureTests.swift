import struct AmparoModel.Day
import struct AmparoModel.Instant
import Testing

@testable import AmparoSimulator

@Suite("Truth: figures of calls, contact and checks")
struct SafetyFigureTests {
    private func figure(_ id: String, _ records: CareRecord...) -> Figure? {
        figures(records.map { ReadChild(care: $0) })[id]
    }

    @Test("call.late: no attempt from day 1 to day 37, once day 37 is past")
    func late() {
        func released(_ on: String = "2025-01-01", _ attempts: String...) -> CareRecord {
            care { record in
                record.release(on)
                for attempt in attempts { record.call(attempt, nil) }
            }
        }
        let found = figure(
            "call.late", released("2025-01-01", "2025-02-07"),  // day 37
            released("2025-01-01", "2025-02-08"),  // day 38: late
            released("2025-01-01", "2025-01-01"),  // day 0 is none
            released("2025-01-01"), released("2026-04-25"),  // day 37 is as-of: not yet owed
            released("2026-04-24"))
        #expect(numbers(found) == "4/5/0")
        #expect(found?.by == ["attempts": ["late": 1, "none": 3]])
    }

    @Test("An attempt after the child's next release is not a late attempt of the first")
    func nextRelease() {
        let found = figure(
            "call.late",
            care {
                $0.release("2025-06-01")
                $0.release("2025-01-01")
                $0.call("2025-06-05")
            })
        #expect(numbers(found) == "1/2/0")
        #expect(found?.by == ["attempts": ["none": 1]])
    }

    @Test("call.undocumented: attempts with an outcome that were not written down by as-of")
    func undocumented() {
        let found = figure(
            "call.undocumented",
            care {
                $0.call("2025-01-01", .noAnswer, documented: "2025-01-05")
                $0.call("2025-01-02", .noAnswer, documented: "2026-06-02")
                $0.call("2025-01-03", .refused)
                $0.call("2025-01-04", nil)
                $0.call(nil, .noAnswer)
                $0.call("2026-06-02", .noAnswer)
            })
        #expect(numbers(found) == "2/3/0")
    }

    @Test("child.not-reached: the best of the reached calls speaks; other is unknown")
    func notReached() {
        func released(_ spoke: SpokeWith?..., reached: Bool = true, on: String = "2025-01-01") -> CareRecord {
            care { record in
                record.release(on)
                for one in spoke { record.call("2025-02-01", reached ? .reached : .noAnswer, with: one) }
            }
        }
        let found = figure(
            "child.not-reached", released(.sponsor, .childAlone, .child), released(.sponsor, .child),
            released(.other, .sponsor), released(.other), released(nil), released(), released(.child, reached: false),
            released(on: "2026-05-01"))
        #expect(numbers(found) == "2/7/0")
        #expect(
            found?.by == ["spokeWith": ["child-alone": 1, "child": 1, "sponsor-only": 1, "unknown": 2]])
    }

    @Test("child.last-confirmed: released children under 18 by the days since anybody confirmed contact")
    func lastConfirmed() {
        func released(_ change: (inout CareRecord) -> Void = { _ in }) -> CareRecord {
            care {
                $0.release("2024-01-01")
                change(&$0)
            }
        }
        func called(_ on: String, _ with: SpokeWith) -> CareRecord { released { $0.call(on, .reached, with: with) } }
        let found = figure(
            "child.last-confirmed", called("2026-05-02", .childAlone), called("2026-05-01", .child),
            called("2025-06-01", .child), called("2025-05-31", .child), called("2026-05-31", .sponsor),
            released {
                $0.services = [
                    Service(childID: "C1", serviceID: "1", kind: "prs-2", startedOn: day("2026-05-30")),
                    Service(childID: "C1", serviceID: "2", kind: "legal", startedOn: day("2026-06-01")),
                ]
            }, released { $0.dateOfBirth = day("2008-06-01") }, released { $0.dateOfBirth = nil }, care())
        #expect(numbers(found) == "2/6/0")
        #expect(
            found?.by == ["days": ["0-30": 2, "31-90": 1, "91-365": 1, "over-365": 1, "never": 1]])
    }

    @Test("A hearing attended confirms contact, and only contact after the latest failure accounts for a missed child")
    func missedUnaccounted() {
        func child(_ codes: (String, String)..., called: String? = nil) -> ReadChild {
            var invented = InventedCase()
            for (on, code) in codes { invented.hearing(on, code: code) }
            let record = care { record in
                record.release("2024-01-01")
                if let called { record.call(called, .reached, with: .child) }
            }
            return ReadChild(care: record, cases: [invented.read])
        }
        let children = [
            child(("2025-03-03", "11")), child(("2025-03-03", "11"), ("2025-06-03", "01")),
            child(("2025-03-03", "01"), ("2025-06-03", "11")), child(("2025-03-03", "11"), called: "2025-03-03"),
            child(("2025-03-03", "11"), called: "2025-03-04"), child(("2026-05-20", "01")),
        ]
        #expect(numbers(figures(children)["child.missed-unaccounted"]) == "3/5/0")
        let confirmed = figures(children)["child.last-confirmed"]
        #expect(confirmed?.by == ["days": ["0-30": 1, "91-365": 1, "over-365": 3, "never": 1]])
    }

    /// A sponsor whose four standing checks are clear, and the fingerprint too.
    private func sponsor(_ change: (inout SponsorRecord) -> Void = { _ in }) -> SponsorRecord {
        var record = SponsorRecord(sponsor: Sponsor(sponsorID: "S1"))
        for type in [CheckType.identity, .relationship, .publicRecords, .sexOffender, .fbiFingerprint] {
            record.check(type)
        }
        change(&record)
        return record
    }

    private func why(_ on: String = "2025-06-01", _ change: (inout SponsorRecord) -> Void = { _ in }) -> Set<String> {
        ReleaseChecks(sponsor(change), on: day(on)).reasons
    }

    @Test("check.unresolved-at-release: missing, pending, adverse, expired, each as it stood on the day")
    func checks() {
        #expect(why() == [])
        #expect(why { $0.checks.removeFirst() } == ["missing"])
        #expect(why { $0.checks[0].orderedOn = day("2025-06-02") } == ["missing"])
        #expect(why { $0.checks[0].result = nil } == ["pending"])
        #expect(why { $0.checks[0].result = .pending } == ["pending"])
        #expect(why { $0.checks[0].resultedOn = day("2025-06-02") } == ["pending"])
        #expect(why { $0.checks[0].result = .hit } == ["adverse"])
        #expect(why { $0.checks[0].result = .waived } == ["adverse"])
        #expect(
            why {
                $0.checks[0].result = .waived
                $0.checks[0].waivedBy = "J. Doe"
            } == [])
        #expect(
            why {
                $0.checks[0].result = .inconclusive
                $0.checks[0].waivedBy = "J. Doe"
            } == [])
        #expect(why { $0.checks[0].expiresOn = day("2025-06-01") } == [])
        #expect(
            why {
                $0.checks[0].expiresOn = day("2025-05-31")
                $0.checks[1].result = .hit
            } == ["expired", "adverse"])
    }

    @Test("The latest check of a person, type and jurisdiction counts, also one that no grid asks for")
    func latestCheck() {
        #expect(
            why {
                $0.checks[0].result = .hit
                $0.check(.identity, ordered: "2025-05-01")
            } == [])
        #expect(
            why {
                $0.check(.childAbuse, jurisdiction: "TX", ordered: "2025-04-01", result: .hit)
                $0.check(.childAbuse, jurisdiction: "CA", ordered: "2025-05-01")
            } == ["adverse"])
        #expect(why { $0.check(.childAbuse, member: "M1", result: .hit) } == [])
        #expect(
            why {
                $0.check(.childAbuse, member: "M1", result: .hit)
                $0.household = [HouseholdMember(sponsorID: "S1", memberID: "M1", dateOfBirth: day("2012-01-01"))]
            } == ["adverse"])
    }

    @Test("From 2025-02-14 the sponsor and every adult of the household present that day need a fingerprint check")
    func fingerprints() {
        func member(_ born: String?, from: String? = "2020-01-01", to: String? = nil) -> HouseholdMember {
            HouseholdMember(
                sponsorID: "S1", memberID: "M1", dateOfBirth: born.map(day), from: from.map(day), to: to.map(day))
        }
        #expect(why("2025-02-13") { $0.checks.removeLast() } == [])
        #expect(why("2025-02-14") { $0.checks.removeLast() } == ["missing"])
        #expect(why { $0.household = [member("2007-06-01")] } == ["missing"])
        #expect(why { $0.household = [member("2007-06-02")] } == [])
        #expect(why { $0.household = [member("1980-01-01", to: "2025-06-01")] } == [])
        #expect(why { $0.household = [member("1980-01-01", to: "2025-06-02")] } == ["missing"])
        #expect(why { $0.household = [member("1980-01-01", from: "2025-06-02")] } == [])
        #expect(ReleaseChecks(sponsor { $0.household = [member(nil)] }, on: day("2025-06-01")).hasUnknownAge)
        #expect(!ReleaseChecks(sponsor { $0.household = [member(nil)] }, on: day("2025-02-13")).hasUnknownAge)
    }

    @Test("Releases without a sponsor in the feed are unknown; an unknown age is unknown but stays in the denominator")
    func unknownChecks() {
        let ageless = sponsor { $0.household = [HouseholdMember(sponsorID: "S1", memberID: "M1")] }
        func released(_ sponsors: SponsorRecord...) -> CareRecord {
            care {
                $0.release("2025-06-01")
                $0.sponsors = sponsors
            }
        }
        let found = figure(
            "check.unresolved-at-release", released(sponsor()), released(), released(ageless),
            released(
                sponsor {
                    $0.household = ageless.household
                    $0.checks[0].result = .hit
                }))
        #expect(numbers(found) == "1/3/2")
        #expect(found?.by == ["why": ["adverse": 1]])
    }
}

extension SponsorRecord {
    mutating func check(
        _ type: CheckType, member: String = "", jurisdiction: String = "", ordered: String = "2025-01-01",
        result: CheckResult = .clear
    ) {
        checks.append(
            Check(
                checkID: "K\(checks.count)", sponsorID: sponsor.sponsorID, memberID: member, type: type,
                jurisdiction: jurisdiction, orderedOn: day(ordered), resultedOn: day(ordered), result: result))
    }
}
