internal import AmparoModel

extension EntryKind {
    /// Two records may be one person; somebody must look. Header: child and anchor are the first of the two. Payload:
    /// `PairPayload`.
    public static let linkProposed = EntryKind(rawValue: 220)
    /// An account has judged a proposal; `replaces` names it. Payload: fields 13 the judgement (`LinkJudgement`), 40 the
    /// signature. The reason is sealed.
    public static let linkJudged = EntryKind(rawValue: 221)
    /// Two records are one person from here on: by a proposal that `replaces` names, or, with 0, by the model alone; then the
    /// payload tells of the pair too. Entries `anchorLinked` behind it move the records.
    public static let linkMade = EntryKind(rawValue: 222)
    /// A link was wrong: the two are not one person. `replaces` names the proposal, or the entry that made the link. Payload:
    /// field 40 the signature. Entries `anchorLinked` behind it move the records back. The reason is sealed.
    public static let linkUndone = EntryKind(rawValue: 223)
    /// Records up to an entry were compared. Payload: fields 1 up to which entry, 2 how many were compared, 3 the models.
    public static let linkRun = EntryKind(rawValue: 224)
    /// An address, a telephone or a sponsor recurs more often than the threshold, or no longer does. Payload: `NetworkPayload`.
    public static let networkNoted = EntryKind(rawValue: 225)
}

/// Whom a link is about. The number is in the journal: never reused.
public enum LinkSubject: Int64, Sendable, CaseIterable {
    /// Two records of children, or a court case and a child.
    case child = 1
    /// Two records of sponsors. Nothing is moved: a sponsor's household and checks stay where they are.
    case sponsor = 2

    /// The word for people and programs.
    public var word: String { self == .child ? "child" : "sponsor" }
}

/// What an account says of a proposal. The number is in the journal: never reused.
public enum LinkJudgement: Int64, Sendable, CaseIterable {
    /// The two are one person.
    case accept = 1
    /// They are not, until somebody tells new facts of one of them.
    case reject = 2
    /// It cannot be told yet.
    case needMore = 3

    /// The word for people and programs.
    public var word: String {
        switch self {
        case .accept: "accept"
        case .reject: "reject"
        case .needMore: "need-more"
        }
    }
}

/// How a pair stands. The number is in a view: never reused.
public enum LinkState: Int64, Sendable, CaseIterable {
    /// Somebody must look.
    case open = 1
    /// One person.
    case made = 2
    /// Judged not to be one person.
    case rejected = 3
    /// Judged to need more facts.
    case needsMore = 4
    /// Linked once, and found not to be one person.
    case undone = 5

    /// The word for people and programs.
    public var word: String {
        switch self {
        case .open: "open"
        case .made: "made"
        case .rejected: "rejected"
        case .needsMore: "needs-more"
        case .undone: "undone"
        }
    }

    /// Whether the pair must not be linked again unless somebody tells new facts.
    public var isNotTheSame: Bool { self == .rejected || self == .undone }
}

/// The payload of `linkProposed` and `linkMade`: numbers of records, and how well they agreed, field by field and level by
/// level; no value of any field (ARCHITECTURE law 5, "comparison results").
public struct PairPayload: Sendable, Equatable {
    /// Whom it is about.
    public var subject = LinkSubject.child
    /// The anchors, the smaller number first.
    public var anchors: (Int64, Int64) = (0, 0)
    /// The sum of the weights, in thousandths of a bit.
    public var weight: Int64 = 0
    /// The probability, in millionths.
    public var probability: Int64 = 0
    /// Name and version of the model.
    public var model = ""
    /// `field:level:weight:rarity`, the last two in thousandths of a bit, separated by blanks.
    public var comparisons = ""
    /// The last entries of each that were compared: what is later is a new fact.
    public var seen: (Int64, Int64) = (0, 0)
    /// How many people must accept it.
    public var needs: Int64 = 1
    /// What was moved: anchor, from which child, to which.
    public var moves: [Move] = []

    /// An anchor that is moved.
    public struct Move: Sendable, Equatable {
        /// The anchor.
        public var anchor: Int64
        /// The child under whom it stood.
        public var from: Int64
        /// The child under whom it stands from here on.
        public var to: Int64

        /// A move.
        public init(anchor: Int64, from: Int64, to: Int64) {
            self.anchor = anchor
            self.from = from
            self.to = to
        }
    }

    /// A payload that says nothing.
    public init() {}

    /// Reads a payload; nil when no writer could have written it.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = PayloadReader(bytes)
        while let field = reader.next() {
            switch field.id {
            case 1:
                guard let subject = LinkSubject(rawValue: field.number) else { return nil }
                self.subject = subject
            case 2: anchors.0 = field.number
            case 3: anchors.1 = field.number
            case 4: weight = field.number
            case 5: probability = field.number
            case 6: model = String(decoding: field.bytes, as: UTF8.self)
            case 7: comparisons = String(decoding: field.bytes, as: UTF8.self)
            case 8: seen.0 = field.number
            case 9: seen.1 = field.number
            case 10: needs = field.number
            case 11:
                var cursor = ByteCursor(field.bytes)
                while !cursor.isAtEnd {
                    guard let anchor = cursor.varint(), let from = cursor.varint(), let to = cursor.varint() else {
                        return nil
                    }
                    moves.append(
                        Move(
                            anchor: Int64(bitPattern: anchor), from: Int64(bitPattern: from), to: Int64(bitPattern: to))
                    )
                }
            default: break
            }
        }
    }

    /// The payload's bytes.
    public var bytes: [UInt8] {
        var writer = PayloadWriter()
        writer.number(1, subject.rawValue)
        writer.number(2, anchors.0)
        writer.number(3, anchors.1)
        writer.number(4, weight)
        writer.number(5, probability)
        writer.text(6, model)
        writer.text(7, comparisons)
        writer.number(8, seen.0)
        writer.number(9, seen.1)
        writer.number(10, needs)
        guard !moves.isEmpty else { return writer.bytes }
        var list = PayloadWriter()
        for move in moves {
            for number in [move.anchor, move.from, move.to] { list.appendVarint(UInt64(bitPattern: number)) }
        }
        list.bytes.withUnsafeBytes { writer.bytes(11, $0) }
        return writer.bytes
    }

    /// Equal when everything is.
    public static func == (a: Self, b: Self) -> Bool { a.bytes == b.bytes }
}

/// The payload of `networkNoted`: which thing recurs, and at how many records. Numbers of records only; addresses and
/// telephones are surrogates that say nothing without the store's keys.
public struct NetworkPayload: Sendable {
    /// What recurs.
    public var kind: NetworkAlarmKind
    /// Which one: the surrogate of an address, the anchor of a sponsor, 63 bits of a telephone's keyed index.
    public var thing: Int64
    /// The sponsors it recurs at, by anchor, rising; none when it no longer recurs.
    public var sponsors: [Int64]
    /// The children it recurs at, by anchor, rising.
    public var children: [Int64]

    /// A payload of these values.
    public init(kind: NetworkAlarmKind, thing: Int64, sponsors: [Int64], children: [Int64]) {
        self.kind = kind
        self.thing = thing
        self.sponsors = sponsors
        self.children = children
    }

    /// Reads a payload; nil when no writer could have written it.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = PayloadReader(bytes)
        guard let kind = reader.next().flatMap({ NetworkAlarmKind(rawValue: $0.number) }),
            let thing = reader.next()?.number
        else { return nil }
        self.init(kind: kind, thing: thing, sponsors: [], children: [])
        while let field = reader.next() {
            var cursor = ByteCursor(field.bytes)
            var numbers: [Int64] = []
            while !cursor.isAtEnd {
                guard let number = cursor.varint() else { return nil }
                numbers.append(Int64(bitPattern: number))
            }
            if field.id == 3 { sponsors = numbers } else if field.id == 4 { children = numbers }
        }
    }

    /// The payload's bytes.
    public var bytes: [UInt8] {
        var writer = PayloadWriter()
        writer.number(1, kind.rawValue)
        writer.number(2, thing)
        for (id, numbers) in [(UInt8(3), sponsors), (4, children)] where !numbers.isEmpty {
            var list = PayloadWriter()
            for number in numbers { list.appendVarint(UInt64(bitPattern: number)) }
            list.bytes.withUnsafeBytes { writer.bytes(id, $0) }
        }
        return writer.bytes
    }
}

/// What recurs. The number is in the journal: never reused.
public enum NetworkAlarmKind: Int64, Sendable, CaseIterable {
    /// Several sponsors at one address.
    case sponsorsAtAddress = 1
    /// Many children released to one address.
    case childrenAtAddress = 2
    /// Several sponsors with one telephone.
    case sponsorsWithPhone = 3
    /// Many children released to one sponsor.
    case childrenOfSponsor = 4
    /// Children released to what is no home: a box, general delivery, no address.
    case childrenAtNoHome = 5

    /// The word for people and programs.
    public var word: String {
        switch self {
        case .sponsorsAtAddress: "sponsors-at-address"
        case .childrenAtAddress: "children-at-address"
        case .sponsorsWithPhone: "sponsors-with-phone"
        case .childrenOfSponsor: "children-of-sponsor"
        case .childrenAtNoHome: "children-at-no-home"
        }
    }
}
