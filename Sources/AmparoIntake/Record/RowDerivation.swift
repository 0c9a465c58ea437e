internal import AmparoLinkage
internal import AmparoModel
internal import AmparoStore

/// The sealed texts of a row that something is derived from.
struct SealedParts {
    var birth: UnsafeRawBufferPointer?
    var aNumber: UnsafeRawBufferPointer?
    var surnames: UnsafeRawBufferPointer?
    var givenNames: UnsafeRawBufferPointer?
    var waivedBy: UnsafeRawBufferPointer?
    var separatedBy: UnsafeRawBufferPointer?
    var service: UnsafeRawBufferPointer?
    var sponsor: UnsafeRawBufferPointer?
    var subject: UnsafeRawBufferPointer?
    var address = AddressParts()
    var hasAddress = false

    /// Finds the texts in a row's sealed text, and the state, which is plain, in its payload.
    init(_ kind: RecordKind, sealed: UnsafeRawBufferPointer, plain: UnsafeRawBufferPointer) {
        var reader = SealedTextReader(sealed)
        while let field = reader.next() {
            guard field.id != 0 else { continue }
            take(kind, field.id, field.text)
        }
        hasAddress = [.release, .address, .notice, .mailing].contains(kind)
        guard hasAddress else { return }
        let state = Self.stateColumn(kind)
        var payload = PayloadReader(plain)
        while let field = payload.next(), field.id <= state {
            if field.id == state, field.form == 2 { address.state = field.bytes }
        }
    }

    private static func stateColumn(_ kind: RecordKind) -> UInt8 {
        switch kind {
        case .release: CareColumn.Release.state
        case .address: CareColumn.Address.state
        case .notice: CareColumn.Notice.state
        default: CourtColumn.Mail.state
        }
    }

    private mutating func take(_ kind: RecordKind, _ id: UInt8, _ text: UnsafeRawBufferPointer) {
        switch (kind, id) {
        case (.referral, CareColumn.Referral.birth), (.sponsor, CareColumn.Sponsor.birth),
            (.householdMember, CareColumn.Household.birth):
            birth = text
        case (.referral, CareColumn.Referral.aNumber), (.courtCase, CourtColumn.Case.aNumber),
            (.notice, CareColumn.Notice.aNumber), (.agencyResult, CareColumn.Result.aNumber):
            aNumber = text
        case (.referral, CareColumn.Referral.surnames): surnames = text
        case (.referral, CareColumn.Referral.givenNames): givenNames = text
        case (.check, CareColumn.Check.waivedBy): waivedBy = text
        case (.family, CareColumn.Family.separatedBy): separatedBy = text
        case (.service, CareColumn.Service.kind): service = text
        case (.release, CareColumn.Release.sponsor), (.application, CareColumn.Application.sponsor): sponsor = text
        case (.release, CareColumn.Release.line1), (.address, CareColumn.Address.line1),
            (.notice, CareColumn.Notice.line1), (.mailing, CourtColumn.Mail.line1):
            address.line1 = text
        case (.release, CareColumn.Release.line2), (.address, CareColumn.Address.line2),
            (.notice, CareColumn.Notice.line2), (.mailing, CourtColumn.Mail.line2):
            address.line2 = text
        case (.release, CareColumn.Release.city), (.address, CareColumn.Address.city),
            (.notice, CareColumn.Notice.city), (.mailing, CourtColumn.Mail.city):
            address.city = text
        case (.release, CareColumn.Release.zip), (.address, CareColumn.Address.zip),
            (.notice, CareColumn.Notice.zip), (.mailing, CourtColumn.Mail.zip):
            address.zip = text
        default: break
        }
    }
}

/// The nine digits of an A-number (`A 012-345-678`, eight digits with a zero put before), or nil.
func aNumberDigits(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
    var digits: [UInt8] = []
    for byte in text {
        switch byte {
        case 0x30...0x39: digits.append(byte)
        case 0x20, 0x2D, 0x41, 0x61: continue
        default: return nil
        }
    }
    if digits.count == 8 { digits.insert(0x30, at: 0) }
    return digits.count == 9 ? digits : nil
}

/// The range of days a date of birth can mean: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; nil for anything else.
func birthRange(_ text: UnsafeRawBufferPointer) -> BirthRange? {
    if let day = Day(utf8: text) { return BirthRange(day) }
    func digits(_ range: Range<Int>) -> Int? {
        var value = 0
        for index in range {
            guard (0x30...0x39).contains(text[index]) else { return nil }
            value = value * 10 + Int(text[index] - 0x30)
        }
        return value
    }
    guard text.count == 4 || text.count == 7, let year = digits(0..<4) else { return nil }
    if text.count == 4 {
        guard let first = Day(year: year, month: 1, day: 1), let last = Day(year: year, month: 12, day: 31) else {
            return nil
        }
        return BirthRange(earliest: first, latest: last)
    }
    guard text[4] == 0x2D, let month = digits(5..<7), let first = Day(year: year, month: month, day: 1) else {
        return nil
    }
    return BirthRange(
        earliest: first, latest: first.adding(days: Day.daysInMonth(year: year, month: month) - 1))
}
