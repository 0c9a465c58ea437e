public import AmparoStore

extension EntryKind {
    /// A document was attached to a child's record: payload kind, type, length and SHA-256; the bytes sealed to the child.
    public static let documentAttached = EntryKind(rawValue: 226)
}

/// What an attached document is. It is shown to whoever may see the field that it stands for, and to nobody else. The raw value is
/// in the journal: never reused.
public enum AttachmentKind: UInt8, Sendable, CaseIterable {
    /// An envelope or notice that the mail brought back.
    case returnedMail = 1
    /// Counsel's notice of appearance (form EOIR-28, G-28).
    case appearance = 2
    /// A report of an incident.
    case incident = 3
    /// A paper of a clinic.
    case clinical = 4
    /// A paper of a school.
    case school = 5
    /// The letter of eligibility of a victim of trafficking.
    case eligibilityLetter = 6
    /// A paper about family.
    case family = 7

    /// The field of docs/fields.md that decides who may see it.
    public var field: String {
        switch self {
        case .returnedMail: "notice.returnedMail"
        case .appearance: "attorney.counselName"
        case .incident: "incident.report"
        case .clinical: "clinical.note"
        case .school: "education.school"
        case .eligibilityLetter: "trafficking.eligibilityLetter"
        case .family: "familyLink.relative"
        }
    }

    /// The word for forms and addresses.
    public var code: String {
        switch self {
        case .returnedMail: "returned-mail"
        case .appearance: "appearance"
        case .incident: "incident"
        case .clinical: "clinical"
        case .school: "school"
        case .eligibilityLetter: "eligibility-letter"
        case .family: "family"
        }
    }

    /// The kind of a word.
    public init?(code: String) {
        guard let kind = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = kind
    }

    /// Every field that some kind stands for.
    public static let fields = allCases.map(\.field)
}

/// An attached document, without its bytes: no word of it is about anybody.
public struct AttachmentNote: Hashable, Sendable {
    /// The entry's number, by which it is named.
    public var entry: Int64
    /// The child, by the record's number.
    public var child: Int64
    /// What it is.
    public var kind: AttachmentKind
    /// What its bytes are.
    public var type: DocumentType
    /// How many bytes it has.
    public var length: Int
    /// The SHA-256 of its bytes, as they are kept.
    public var digest: [UInt8]
}

/// The documents of a child, as far as somebody may see them. Made by the gate only.
public struct ChildDocuments: Sendable {
    /// The rest of what was asked.
    public let record: ChildRecord
    /// The documents, in the journal's order.
    public let notes: [AttachmentNote]
    /// The kinds that would be shown if there were any.
    public let kinds: [AttachmentKind]
}

/// A document with its bytes. Made by the gate only.
public struct Attachment: Hashable, Sendable {
    /// What is said of it.
    public let note: AttachmentNote
    /// Its bytes.
    public let bytes: [UInt8]
}
