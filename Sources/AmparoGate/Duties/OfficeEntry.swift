internal import AmparoDuties
internal import AmparoModel
internal import AmparoStore

/// What a deployment decides of its duties: the plain payload of entries 232 to 236. It names posts and codes, and accounts
/// by their numbers only.
struct OfficeEntry: Hashable, Sendable {
    /// What a `postChanged` entry does.
    enum Act: Int64, Sendable {
        /// The post is there, in charge of these courts and states.
        case placed = 1
        /// The actor, who belongs to it, accepts by name that it holds duties.
        case accepted = 2
        /// Nobody of it accepts that any more.
        case released = 3
        /// The actor accepts by name to hold, with their own post, what no other post has accepted.
        case steward = 4
    }

    private enum Field: UInt8 {
        case act = 1
        case party = 2
        case role = 3
        case place = 4
        case courts = 5
        case states = 6
        case account = 7
        case from = 8
        case to = 9
        case day = 10
        case procedure = 11
        case isOn = 12
        case step = 13
        case span = 14
    }

    var act: Act?
    var post: Post?
    var courts: [String] = []
    var states: [String] = []
    var account: Int64 = 0
    var from: Instant?
    var to: Instant?
    var day: Day?
    var procedure = ""
    var isOn: Bool?
    var step = ""
    var span = ""

    /// The canonical bytes.
    var payload: [UInt8] {
        var writer = PayloadWriter()
        func text(_ field: Field, _ value: String) {
            guard !value.isEmpty else { return }
            Array(value.utf8).withUnsafeBytes { writer.bytes(field.rawValue, $0) }
        }
        if let act { writer.number(Field.act.rawValue, act.rawValue) }
        if let post {
            text(.party, post.party)
            text(.role, post.role)
            text(.place, post.place.stored)
        }
        text(.courts, courts.joined(separator: ","))
        text(.states, states.joined(separator: ","))
        if account != 0 { writer.number(Field.account.rawValue, account) }
        if let from { writer.number(Field.from.rawValue, from.microseconds) }
        if let to { writer.number(Field.to.rawValue, to.microseconds) }
        if let day { writer.number(Field.day.rawValue, Int64(day.number)) }
        text(.procedure, procedure)
        if let isOn { writer.number(Field.isOn.rawValue, isOn ? 1 : 0) }
        text(.step, step)
        text(.span, span)
        return writer.bytes
    }

    init() {}

    /// Reads canonical bytes; fields that this program does not know are passed over.
    init(_ bytes: UnsafeRawBufferPointer) {
        var party = ""
        var role = ""
        var place = ""
        var reader = PayloadReader(bytes)
        while let field = reader.next() {
            let text = String(decoding: field.bytes, as: UTF8.self)
            switch Field(rawValue: field.id) {
            case .act: act = Act(rawValue: field.number)
            case .party: party = text
            case .role: role = text
            case .place: place = text
            case .courts: courts = text.split(separator: ",").map(String.init)
            case .states: states = text.split(separator: ",").map(String.init)
            case .account: account = field.number
            case .from: from = Instant(microseconds: field.number)
            case .to: to = Instant(microseconds: field.number)
            case .day: day = Day(number: Int32(truncatingIfNeeded: field.number))
            case .procedure: procedure = text
            case .isOn: isOn = field.number == 1
            case .step: step = text
            case .span: span = text
            case nil: break
            }
        }
        if !party.isEmpty { post = Post(party: party, role: role, place: Post.Place(stored: place)) }
    }
}
