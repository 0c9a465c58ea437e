internal import AmparoModel

// How each row stands in its table. Columns that no rule reads are made up from the row's key, so that they do not
// change from release to release.

private func noise(_ key: Int, _ salt: UInt64) -> UInt64 { Chance.mixed(UInt64(key) &* 31 &+ salt) }

extension CourtCase: TabRow {
    static var table: CourtTable { .cases }
    var key: Int { idncase }

    func write(to bytes: inout Bytes, profile: Simulation.Profile) {
        let noise = noise(idncase, 1)
        bytes.number(idncase)
        bytes.tab(alienCity)
        bytes.tab(alienState)
        bytes.byte(0x09)
        writeZIP(to: &bytes, noise: noise >> 20)
        bytes.tabs(2)
        bytes.tab(nat)
        bytes.tab(language: lang, noise: noise)
        bytes.tab(custody)
        bytes.tab(siteType)
        bytes.tab(e28Date)
        bytes.tab(noise % 5 < 2 ? "" : "0")
        bytes.tab(caseType)
        bytes.tab(updateSite)
        bytes.tab(latestHearing)
        bytes.tab(time: latestTime, noise: noise >> 8)
        bytes.tab(latestCalType)
        bytes.tabs(3)
        bytes.text(noise % 5 == 0 ? "\t00\t0000\t" : "\t\t\t")
        bytes.tab(dateOfEntry)
        bytes.tab(cAsyType)
        bytes.byte(0x09)
        if let cBirthdate {
            if noise % 3 == 0 { bytes.padded(cBirthdate.month, 2) } else { bytes.number(cBirthdate.month) }
            bytes.byte(0x2F)
            bytes.number(cBirthdate.year)
        }
        bytes.tabs(2)
        bytes.tab(addressChangedon)
        bytes.tabs(1)
        bytes.tab(sex)
        bytes.tab(dateDetained)
        bytes.tab(dateReleased)
        bytes.tab(noise % 12 == 0 ? "0" : "")
        bytes.tabs(4)
        bytes.tab(casepriorityCode)
        if profile == .agency { bytes.tab(alienNumber) }
    }

    /// ZIPs are damaged in three of a thousand rows: a backtick, a lost leading zero, junk; some have four more digits.
    private func writeZIP(to bytes: inout Bytes, noise: UInt64) {
        switch noise % 1000 {
        case 0: bytes.text("`" + alienZipcode)
        case 1: bytes.text(alienZipcode.hasPrefix("0") ? String(alienZipcode.dropFirst()) : alienZipcode + "-0001")
        case 2: bytes.text(["UNK", "00000", "7", "?????"][Int(noise >> 12) % 4])
        case 3...20 where alienZipcode.hasPrefix("0"): bytes.text(String(alienZipcode.dropFirst()))
        default: bytes.text(alienZipcode)
        }
    }
}

extension Proceeding: TabRow {
    static var table: CourtTable { .proceedings }
    var key: Int { idnproceeding }

    func write(to bytes: inout Bytes, profile: Simulation.Profile) {
        let noise = noise(idnproceeding, 2)
        bytes.number(idnproceeding)
        bytes.tab(idncase)
        bytes.tab(oscDate)
        bytes.tab(inputDate)
        bytes.tab(baseCityCode)
        bytes.tab(hearingLocCode)
        bytes.tab(ijCode)
        bytes.tab(transInDate)
        bytes.tabs(3)
        bytes.tab(noise % 8 < 3 ? "1" : "")
        bytes.tab(hearingDate)
        bytes.tab(time: hearingTime, noise: noise >> 8)
        bytes.tab(decType)
        // Blank but not empty: one in six completed proceedings without a decision.
        bytes.tab(decCode.isEmpty && compDate != nil && noise % 6 == 0 ? " " : decCode)
        bytes.tab(decCode == "X" ? nat : "")
        bytes.tabs(1)
        bytes.tab(otherComp)
        bytes.tab(compDate != nil && noise % 10 == 0 ? "A" : "")
        bytes.tabs(1)
        bytes.tab(compDate)
        bytes.tab(absentia)
        bytes.tab(venueChgGranted)
        bytes.tab(transferTo)
        bytes.tab(compDate.map { $0.adding(days: 30) })
        bytes.tab(venueChgGranted == nil ? "" : "V")
        bytes.tab(custody)
        bytes.tab(caseType)
        bytes.tab(nat)
        bytes.tab(language: lang, noise: noise)
        bytes.tabs(2)
        bytes.tab("N")
        bytes.tabs(1)
        bytes.tab(noise % 4 == 0 ? "" : "0")
        bytes.tabs(2)
    }
}

extension ScheduleRow: TabRow {
    static var table: CourtTable { .schedule }
    var key: Int { idnschedule }

    func write(to bytes: inout Bytes, profile: Simulation.Profile) {
        let noise = noise(idnschedule, 3)
        bytes.number(idnschedule)
        bytes.tab(idnproceeding)
        bytes.tab(idncase)
        bytes.tab(oscDate)
        bytes.tab(Int(noise % 4))
        bytes.tabs(1)
        bytes.tab(recType)
        bytes.tab(language: lang, noise: noise)
        bytes.tab(hearingLocCode)
        bytes.tab(baseCityCode)
        bytes.tab(ijCode)
        bytes.tabs(1)
        bytes.tab(inputDate)
        bytes.byte(0x09)
        if inputDate != nil {
            bytes.padded(8 + Int(noise >> 4 % 9), 2)
            bytes.padded(Int(noise >> 8) % 60, 2)
        }
        bytes.tab(inputDate)
        bytes.tab("1130")
        bytes.tab(noise % 7 == 0 ? "A" : "")
        bytes.tab(calType)
        bytes.tab(adjDate)
        bytes.tab(time: adjTimeStart, noise: noise >> 16)
        bytes.tab(adjTimeStop)
        bytes.tab(adjRsn)
        bytes.tab(adjMedium)
        bytes.tab(noise % 7 == 1 ? "INTERPRETER \"CONFIRMED\"" : "")
        bytes.tab(noise % 2 == 0 ? "" : String(noise >> 32 % 400))
        bytes.tabs(1)
        bytes.tab(scheduleType)
        bytes.tab(noticeCode)
        bytes.tab("0")
        bytes.tab(eoirAttorneyID)
    }
}

extension JuvenileRow: TabRow {
    static var table: CourtTable { .juvenile }
    var key: Int { idnJuvenileHistory }

    func write(to bytes: inout Bytes, profile: Simulation.Profile) {
        let noise = noise(idnJuvenileHistory, 4)
        bytes.number(idnJuvenileHistory)
        bytes.tab(idnCase)
        bytes.tab(idnProceeding)
        bytes.tab(idnJuvenile)
        bytes.tab(stamp: datcreatedon, noise: noise)
        bytes.tab(stamp: datmodifiedon, noise: noise >> 3)
    }
}

extension RepRow: TabRow {
    static var table: CourtTable { .reps }
    var key: Int { idnrepsassigned }

    func write(to bytes: inout Bytes, profile: Simulation.Profile) {
        bytes.number(idnrepsassigned)
        bytes.tab(idncase)
        bytes.tab(strattylevel)
        bytes.tab(strattytype)
        bytes.tab(parentTable)
        bytes.tab(parentIdn)
        bytes.tab(baseCityCode)
        bytes.tab(strattytype == "INS" ? e28Date ?? e27Date : nil)
        bytes.tab(e27Date)
        bytes.tab(e28Date)
        bytes.tab("1")
    }
}

extension ChargeRow: TabRow {
    static var table: CourtTable { .charges }
    var key: Int { idnprcdchg }

    func write(to bytes: inout Bytes, profile: Simulation.Profile) {
        bytes.number(idnprcdchg)
        bytes.tab(idncase)
        bytes.tab(idnproceeding)
        bytes.tab(charge)
        // A fixed-width column: a quarter of its values come padded.
        if noise(idnprcdchg, 6) % 4 == 0 { for _ in charge.utf8.count..<13 { bytes.byte(0x20) } }
        bytes.tab(chgStatus)
    }
}

extension CourtApplicationRow: TabRow {
    static var table: CourtTable { .applications }
    var key: Int { idnproceedingappln }

    func write(to bytes: inout Bytes, profile: Simulation.Profile) {
        bytes.number(idnproceedingappln)
        bytes.tab(idnproceeding)
        bytes.tab(idncase)
        bytes.tab(applCode)
        bytes.tab(applRecdDate)
        bytes.tab(applDec)
    }
}

extension MotionRow: TabRow {
    static var table: CourtTable { .motions }
    var key: Int { idnmotion }

    func write(to bytes: inout Bytes, profile: Simulation.Profile) {
        bytes.number(idnmotion)
        bytes.tab(idnproceeding)
        bytes.tab(idncase)
        bytes.tab(oscDate)
        bytes.tab(recType)
        bytes.tabs(2)
        bytes.tab(inputDate)
        bytes.tab("0915")
        bytes.tab(inputDate)
        bytes.tab("0900")
        bytes.tabs(1)
        bytes.tab(baseCityCode)
        bytes.tab(baseCityCode)
        bytes.tabs(2)
        bytes.tab(dec)
        bytes.tab(compDate)
        bytes.tab(motionRecdDate)
        bytes.tabs(6)
        bytes.tab("IJ")
        bytes.tabs(6)
        bytes.tab(strfilingparty)
        bytes.tabs(8)
        // Two fields more than the header names, in every row.
        bytes.tabs(2)
    }
}

extension CustodyRow: TabRow {
    static var table: CourtTable { .custody }
    var key: Int { idncustody }

    func write(to bytes: inout Bytes, profile: Simulation.Profile) {
        bytes.number(idncustody)
        bytes.tab(idncase)
        bytes.tab(custody)
        bytes.tab(datdetained)
        bytes.tab(datreleased)
    }
}

extension RiderRow: TabRow {
    static var table: CourtTable { .riders }
    var key: Int { idnLeadRider }

    func write(to bytes: inout Bytes, profile: Simulation.Profile) {
        let noise = noise(idnLeadRider, 7)
        bytes.number(idnLeadRider)
        bytes.tab(idnLeadCase)
        bytes.tab(idnRiderCase)
        bytes.tab(stamp: datCreatedOn, noise: noise)
        bytes.tabs(1)
        bytes.tab(datSeveredOn)
        bytes.tabs(4)
        bytes.tab(blnActive ? "1" : "0")
    }
}

extension IdentifierRow: TabRow {
    static var table: CourtTable { .identifiers }
    var key: Int { idncaseid }

    func write(to bytes: inout Bytes, profile: Simulation.Profile) {
        bytes.number(idncaseid)
        bytes.tab(idncase)
        bytes.tab(caseID)
    }
}

extension PriorityRow: TabRow {
    static var table: CourtTable { .priorities }
    var key: Int { idnCasePriHistory }

    func write(to bytes: inout Bytes, profile: Simulation.Profile) {
        bytes.number(idnCasePriHistory)
        bytes.tab(casePriorityCode)
        bytes.tab(idnCase)
        bytes.tab(stamp: datcreatedon, noise: noise(idnCasePriHistory, 8))
        bytes.tabs(1)
    }
}
