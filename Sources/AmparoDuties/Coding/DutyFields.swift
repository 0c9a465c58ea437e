internal import AmparoModel

/// The fields of an encoded duty event. The numbers are stored: never reused.
enum DutyField: UInt8 {
    // Of every event.
    case at = 1
    case rule = 2
    case kind = 3
    case about = 4
    case round = 5
    case change = 6
    // Of a duty.
    case version = 10
    case state = 11
    case createdAt = 12
    case owedSince = 13
    case holder = 14
    case holderPerson = 15
    case holderSince = 16
    case opensAt = 17
    case deadline = 18
    case breachedAt = 19
    case warned = 20
    case escalated = 21
    case escalatedAt = 22
    case closedAt = 23
    // Of what ended it.
    case ending = 24
    case endingAbout = 25
    case endingKind = 26
    case endingRound = 27
    case endingPerson = 28
    case endingReason = 29
    case endingSecond = 30
    // Of a handoff.
    case number = 31
    case to = 32
    case from = 33
    case purpose = 34
    case reason = 35
    case effect = 36
    case content = 37
    case toldLow = 38
    case toldHigh = 39
    case handoffState = 40
    case offeredAt = 41
    case acceptBy = 42
    case sentAt = 43
    case deliveredAt = 44
    case openedAt = 45
    case answeredAt = 46
    case answeredBy = 47
    case failedAt = 48
    case level = 49
    case declined = 50
    case withheldBy = 51
    case follows = 52
    // Of other changes.
    case handoff = 53
    case person = 54
    case text = 55
    case count = 56
}

/// Writes fields; accounts of people go into a list of their own, which the store seals.
struct DutyFieldWriter {
    private(set) var payload = PayloadWriter()
    private(set) var people: [String] = []

    mutating func number(_ field: DutyField, _ value: Int64) { payload.number(field.rawValue, value) }

    mutating func word(_ field: DutyField, _ value: UInt64) { payload.word(field.rawValue, value) }

    mutating func instant(_ field: DutyField, _ value: Instant?) {
        if let value { payload.instant(field.rawValue, value) }
    }

    /// An empty text is left out.
    mutating func text(_ field: DutyField, _ value: String) {
        guard !value.isEmpty else { return }
        var value = value
        value.withUTF8 { payload.bytes(field.rawValue, UnsafeRawBufferPointer($0)) }
    }

    /// Nobody is left out; somebody is a place in the list of people.
    mutating func person(_ field: DutyField, _ value: String) {
        guard !value.isEmpty else { return }
        let place = people.firstIndex(of: value) ?? people.count
        if place == people.count { people.append(value) }
        number(field, Int64(place))
    }

    /// Party, role, and unless it is headquarters the office, empty for whoever is of record; a unit separator between.
    mutating func post(_ field: DutyField, _ post: Post) {
        var parts = [post.party, post.role]
        switch post.place {
        case .headquarters: break
        case .ofRecord: parts.append("")
        case .office(let code): parts.append(code)
        }
        text(field, parts.joined(separator: "\u{1F}"))
    }

    mutating func told(_ traits: Traits?) {
        guard let traits else { return }
        word(.toldLow, traits.low)
        word(.toldHigh, traits.high)
    }
}

extension DutyField {
    /// Fields that say a place in the list of people.
    static let people: [DutyField] = [.holderPerson, .endingPerson, .endingSecond, .answeredBy, .person]
}

/// Reads fields; what is missing or makes no sense is nil. Where a field is there twice, the last one holds.
struct DutyFieldReader {
    /// One field. There are some fifteen in an event, so they are looked through and not hashed.
    private struct Said {
        var id: UInt8
        var form: UInt8
        var number: Int64
        var word: UInt64
        var instant: Instant?
        var text: Range<Int>
    }

    private let bytes: [UInt8]
    private var said: [Said] = []
    private let people: [String]

    init(_ bytes: [UInt8], people: [String]) {
        self.bytes = bytes
        self.people = people
        said.reserveCapacity(24)
        bytes.withUnsafeBytes { raw in
            var reader = PayloadReader(raw)
            while let field = reader.next() {
                let start = field.bytes.baseAddress.flatMap { at in raw.baseAddress.map { at - $0 } } ?? 0
                said.append(
                    Said(
                        id: field.id, form: field.form, number: field.number, word: field.bits,
                        instant: field.instant, text: start..<(start + field.bytes.count)))
            }
        }
    }

    private func last(_ field: DutyField, form: UInt8) -> Said? {
        said.last { $0.id == field.rawValue && $0.form == form }
    }

    /// Within the years that a day can be written in; beyond them arithmetic on moments is not safe.
    private static func isWritable(_ instant: Instant) -> Bool {
        abs(instant.microseconds / 1_000_000) < 300_000_000_000 && abs(Int(instant.offsetMinutes)) < 1440
    }

    func number(_ field: DutyField) -> Int64? { last(field, form: 0)?.number }

    func number<T: FixedWidthInteger>(_ field: DutyField, as type: T.Type) -> T? {
        number(field).flatMap { T(exactly: $0) }
    }

    func word(_ field: DutyField) -> UInt64? { last(field, form: 1)?.word }

    func instant(_ field: DutyField) -> Instant? {
        last(field, form: 2)?.instant.flatMap { Self.isWritable($0) ? $0 : nil }
    }

    func text(_ field: DutyField) -> String {
        last(field, form: 2).map { String(decoding: bytes[$0.text], as: UTF8.self) } ?? ""
    }

    /// A person whose list was erased is nobody.
    func person(_ field: DutyField) -> String {
        guard let place = number(field, as: Int.self), people.indices.contains(place) else { return "" }
        return people[place]
    }

    func post(_ field: DutyField) -> Post? {
        let parts = text(field).split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
        switch parts.count {
        case 2: return Post(party: parts[0], role: parts[1])
        case 3: return Post(party: parts[0], role: parts[1], place: parts[2].isEmpty ? .ofRecord : .office(parts[2]))
        default: return nil
        }
    }

    var told: Traits? {
        guard let low = word(.toldLow), let high = word(.toldHigh) else { return nil }
        return Traits(low: low, high: high)
    }
}
