internal import AmparoModel

extension MailRow {
    func write(to bytes: inout Bytes) {
        bytes.field(idncase)
        bytes.field(hearingDate)
        bytes.field(mailedOn)
        bytes.field(addressee?.rawValue ?? "")
        bytes.fields(address)
        bytes.field(returnedOn)
        bytes.field(returnReason)
        bytes.field(oralNoticeLanguage)
    }
}
