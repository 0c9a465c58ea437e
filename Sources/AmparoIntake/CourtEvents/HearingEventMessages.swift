internal import AmparoModel
internal import AmparoOversight

/// Messages of the court's live feed, read from JSON: one object, a list, or an object on each line.
///
/// The form is described in docs/hearing-events.md. A message that is not whole refuses all of them, so that a sender who
/// repeats what was refused repeats one thing; nothing of the text is in the error, only the place and the member's name.
struct HearingEventMessages {
    /// The most messages that are taken at once.
    static let limit = 100_000
    /// The longest `id`, in bytes.
    static let idLimit = 128

    private var rows: [UInt8] = []
    /// How many messages there are.
    private(set) var count = 0

    /// The messages as a table with the columns of `RecordKind.hearingEvent`.
    var table: FeedBytes {
        let header = RecordKind.hearingEvent.table.fields.map(\.name).joined(separator: ",") + "\n"
        return FeedBytes(Array(header.utf8) + rows)
    }

    /// Reads messages. Throws `IntakeError.Code.badMessage`.
    init(json bytes: [UInt8]) throws {
        for message in try Self.messages(bytes) {
            count += 1
            guard count <= Self.limit else {
                throw Self.refusal("more than \(Self.limit) messages; send them in parts")
            }
            try append(message)
        }
        guard count > 0 else { throw Self.refusal("there is no message in it") }
    }

    private static func messages(_ bytes: [UInt8]) throws -> [JSON] {
        if let whole = try? JSON(utf8: bytes) {
            switch whole {
            case .array(let messages): return messages
            case .object: return [whole]
            default: throw refusal("it is neither a message, nor a list of messages, nor a message on each line")
            }
        }
        return try bytes.split(separator: UInt8(ascii: "\n")).enumerated().compactMap { index, line in
            guard line.contains(where: { ![0x20, 0x09, 0x0D].contains($0) }) else { return nil }
            guard let message = try? JSON(utf8: Array(line)) else {
                throw refusal("line \(index + 1) is no JSON (RFC 8259)")
            }
            return message
        }
    }

    /// Appends a message as a row.
    private mutating func append(_ message: JSON) throws {
        let place = count
        func missing(_ name: String, _ what: String) -> IntakeError {
            Self.refusal("message \(place): `\(name)` must be \(what)")
        }
        guard case .object = message else { throw Self.refusal("message \(place) is no object") }
        guard let id = message["id"]?.string, !id.isEmpty, id.utf8.count <= Self.idLimit,
            id.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x2C })
        else {
            throw missing("id", "a text of 1 to \(Self.idLimit) letters, digits and signs, without quotes and commas")
        }
        guard let type = message["type"]?.string, type.hasPrefix("hearing."),
            let kind = HearingEvent.Kind.allCases.first(where: { $0.word == type.dropFirst(8) })
        else {
            let words = HearingEvent.Kind.allCases.map { "hearing.\($0.word)" }.joined(separator: ", ")
            throw missing("type", "one of \(words)")
        }
        guard let reported = message["reportedAt"]?.string, Instant(reported) != nil else {
            throw missing("reportedAt", "an instant with its offset (RFC 3339)")
        }
        guard let caseNumber = Self.number(message["case"]) else { throw missing("case", "the number IDNCASE") }
        guard let schedule = Self.number(message["schedule"]) else {
            throw missing("schedule", "the number IDNSCHEDULE")
        }
        let hearing = message["hearing"]
        let date = hearing?["date"]?.string
        guard date.map({ Day($0) != nil }) ?? true else { throw missing("hearing.date", "a day, YYYY-MM-DD") }
        if [.scheduled, .moved, .advanced].contains(kind), date == nil {
            throw missing("hearing.date", "a day, YYYY-MM-DD, in a message of this type")
        }
        let result = try Self.code(message["result"], "result", place)
        if kind == .result, result.isEmpty { throw missing("result", "the court's adjournment code (ADJ_RSN)") }
        let calendar = try Self.code(hearing?["calendar"], "hearing.calendar", place)
        if kind == .scheduled, calendar.isEmpty {
            throw missing("hearing.calendar", "the court's calendar type (CAL_TYPE), such as M or I")
        }
        let fields = [
            id, kind.word, caseNumber, Self.number(message["proceeding"]) ?? "", schedule, reported, date ?? "",
            try Self.code(hearing?["time"], "hearing.time", place),
            try Self.code(hearing?["court"], "hearing.court", place),
            try Self.code(hearing?["location"], "hearing.location", place), calendar,
            try Self.code(hearing?["scheduleType"], "hearing.scheduleType", place), result,
            try Self.code(hearing?["medium"], "hearing.medium", place),
        ]
        rows += Array((fields.joined(separator: ",") + "\n").utf8)
    }

    /// A number of the court, given as a number or as its digits.
    private static func number(_ value: JSON?) -> String? {
        guard let value, let number = value.int ?? value.string.flatMap({ Int($0) }), number > 0 else { return nil }
        return String(number)
    }

    /// A code of the court, at most 8 letters, digits and `-:`; empty when it is not said.
    private static func code(_ value: JSON?, _ name: String, _ place: Int) throws -> String {
        guard let value, value != .null else { return "" }
        guard let text = value.string, text.utf8.count <= 8,
            text.utf8.allSatisfy({
                (0x30...0x3A).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D
            })
        else { throw refusal("message \(place): `\(name)` must be a code of the court of at most 8 letters or digits") }
        return text
    }

    private static func refusal(_ text: String) -> IntakeError {
        IntakeError(.badMessage, "\(text); nothing was taken. The form of a message is in docs/hearing-events.md")
    }
}
