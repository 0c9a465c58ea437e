internal import AmparoModel
internal import AmparoStore

/// Names and addresses of recipients with the keys to which receipts seal them, kept as long as nothing of governance
/// changes: receipts of one account follow each other closely.
struct RecipientBook: Sendable {
    /// A recipient, ready to be sealed into a receipt.
    struct Entry: Sendable {
        let text: Sensitive<[UInt8]>
        let key: PersonKey
    }

    private static let limit = 1024
    private var version: Int64?
    private var entries: [Int64: Entry] = [:]

    func entry(_ account: Int64, version: Int64) -> Entry? { self.version == version ? entries[account] : nil }

    mutating func keep(_ entry: Entry, of account: Int64, version: Int64) {
        if self.version != version || entries.count >= Self.limit { entries.removeAll() }
        self.version = version
        entries[account] = entry
    }
}

extension RecipientBook.Entry {
    /// The sealed part of a receipt: name (1) and address (2), as sealed text.
    init(_ recipient: Recipient, key: PersonKey) {
        var writer = SealedTextWriter()
        for (id, text) in [(UInt8(1), recipient.name.exposed), (2, recipient.address.exposed)] {
            var text = text
            text.withUTF8 { writer.field(id, UnsafeRawBufferPointer($0)) }
        }
        self.init(text: Sensitive(writer.bytes), key: key)
    }
}

extension Recipient {
    /// Reads what was sealed into a receipt.
    init(sealedText: UnsafeRawBufferPointer) {
        var name = ""
        var address = ""
        var reader = SealedTextReader(sealedText)
        while let field = reader.next() {
            if field.id == 1 { name = String(decoding: field.text, as: UTF8.self) }
            if field.id == 2 { address = String(decoding: field.text, as: UTF8.self) }
        }
        self.init(name: Sensitive(name), address: Sensitive(address))
    }
}
