internal import AmparoModel
internal import AmparoStore

/// Where a receiver is reached: an HTTPS address, a mail address, a folder. It prints as ‹sealed›, because the address of a
/// counsel is a person's.
public struct ReceiverAddress: Hashable, Sendable {
    private let text: Sensitive<String>

    /// An address.
    public init(_ text: String) { self.text = Sensitive(text) }

    /// An address that is sealed already: of the holder of an account.
    init(_ text: Sensitive<String>) { self.text = text }

    /// The address itself, for the carrier that goes there.
    var reached: String { text.exposed }
    /// The address as it is sealed.
    var sealable: Sensitive<String> { text }
}

extension ReceiverAddress: CustomStringConvertible {
    /// Always ‹sealed›.
    public var description: String { text.description }
}

/// Opens the addresses of receivers. They are no part of anybody's record: offices, counsel, partners that asked to be told.
struct AddressBook: Sendable {
    let journal: Journal
    let keys: KeyStore

    /// The address that an entry gave; nil when there is none or its key was destroyed. Not inside a read or write.
    func address(givenBy seq: Int64) throws -> ReceiverAddress? {
        let found = try journal.withEntry(seq) { ($0.sealedPerson, $0.id, [UInt8]($0.sealed)) }
        guard case (let person?, let id, let sealed)? = found,
            let key = try keys.key(for: person, creatingMissing: false)
        else { return nil }
        let text = try sealed.withUnsafeBytes { try Seal.open($0, with: key, entry: id, field: .sharing) }
        return ReceiverAddress(String(decoding: text, as: UTF8.self))
    }
}

extension MailSettings {
    /// The password, for the server.
    var secret: String { password.exposed }
}
