public import AmparoModel
internal import AmparoStore

/// The fields of governance entries. One list for all kinds; the numbers stand in the journal for ever.
public enum GovernanceField: UInt8, Sendable, CaseIterable {
    /// The thing the entry goes on about (`GovernanceTopic`); absent in the entry that begins it.
    case subject = 1
    /// The id of an account or agreement, the docket of an order.
    case name = 2
    /// The version of an agreement.
    case version = 3
    /// The agency an account works for.
    case agency = 4
    /// The agency that employs its holder.
    case homeAgency = 5
    /// Its role.
    case role = 6
    /// Its office.
    case office = 7
    /// Its area.
    case area = 8
    /// Its signing key: the public part, 32 bytes.
    case signingKey = 9
    /// A day.
    case day = 10
    /// A hash, 32 bytes.
    case hash = 11
    /// A text that names nobody: an agreement, a report.
    case text = 12
    /// Which of the closed words of its kind applies.
    case word = 13
    /// A clause of an agreement.
    case clause = 14
    /// From when, an instant.
    case from = 15
    /// Until when, an instant.
    case until = 16
    /// Codes of parties, separated by commas.
    case parties = 17
    /// Codes of field classes, separated by commas.
    case classes = 18
    /// Codes of purposes, separated by commas.
    case purposes = 19
    /// Record numbers, varints.
    case records = 20
    /// The class of people of an injunction.
    case population = 21
    /// A count: hours, days.
    case count = 22
    /// The language something was said in, a code.
    case language = 23
    /// The number of another account: an oversight account told.
    case other = 24
    /// Yes (1) or absent.
    case flag = 25
    /// The Ed25519 signature of the actor, 64 bytes.
    case signature = 40
    /// The number of the second signer.
    case secondSigner = 41
    /// The signature of the second signer, 64 bytes.
    case secondSignature = 42
    /// The hash of a one-time link, 32 bytes; not signed, because the link is made after the signature.
    case link = 43

    /// Whether the field is part of what is signed: all but the signatures, and the subject, of which the statement
    /// tells in words.
    var isSigned: Bool { rawValue < 40 && self != .subject }
}

/// The plain part of a governance entry: values by field, encoded as payload version 1 by rising field.
public struct GovernancePayload: Hashable, Sendable {
    private var values: [UInt8: Value] = [:]

    private enum Value: Hashable, Sendable {
        case number(Int64)
        case bytes([UInt8])
    }

    /// No field.
    public init() {}

    /// Reads a payload; fields that this program does not know are passed over, and nothing is read after a byte that
    /// no writer could have written.
    public init(_ bytes: UnsafeRawBufferPointer) {
        var reader = PayloadReader(bytes)
        while let field = reader.next() {
            switch field.form {
            case 0: values[field.id] = .number(field.number)
            case 2: values[field.id] = .bytes([UInt8](field.bytes))
            default: break
            }
        }
    }

    /// The payload's bytes. With `signed` only what a signature is made over.
    public func encoded(signed: Bool = false) -> [UInt8] {
        var writer = PayloadWriter()
        for id in values.keys.sorted() {
            if signed, GovernanceField(rawValue: id)?.isSigned == false { continue }
            switch values[id] {
            case .number(let number): writer.number(id, number)
            case .bytes(let bytes): bytes.withUnsafeBytes { writer.bytes(id, $0) }
            case nil: break
            }
        }
        return writer.bytes
    }

    /// A number; nil removes it.
    public subscript(number field: GovernanceField) -> Int64? {
        get { if case .number(let number)? = values[field.rawValue] { number } else { nil } }
        set { values[field.rawValue] = newValue.map(Value.number) }
    }

    /// Bytes; nil removes them.
    public subscript(bytes field: GovernanceField) -> [UInt8]? {
        get { if case .bytes(let bytes)? = values[field.rawValue] { bytes } else { nil } }
        set { values[field.rawValue] = newValue.map(Value.bytes) }
    }

    /// Text; nil or empty removes it, and absent text is empty.
    public subscript(text field: GovernanceField) -> String {
        get { self[bytes: field].map { String(decoding: $0, as: UTF8.self) } ?? "" }
        set { self[bytes: field] = newValue.isEmpty ? nil : Array(newValue.utf8) }
    }

    /// Codes, separated by commas; none when absent.
    public subscript(codes field: GovernanceField) -> [String] {
        get { self[text: field].split(separator: ",").map(String.init) }
        set { self[text: field] = newValue.joined(separator: ",") }
    }

    /// A day.
    public subscript(day field: GovernanceField) -> Day? {
        get { self[number: field].map { Day(number: Int32(truncatingIfNeeded: $0)) } }
        set { self[number: field] = newValue.map { Int64($0.number) } }
    }

    /// An instant, to the microsecond, without its offset: governance reckons in moments.
    public subscript(instant field: GovernanceField) -> Instant? {
        get { self[number: field].map { Instant(microseconds: $0) } }
        set { self[number: field] = newValue?.microseconds }
    }

    /// Numbers of records, in the order given; none when absent.
    public subscript(records field: GovernanceField) -> [Int64] {
        get {
            (self[bytes: field] ?? []).withUnsafeBytes { bytes in
                var cursor = ByteCursor(bytes)
                var numbers: [Int64] = []
                while !cursor.isAtEnd, let number = cursor.varint() { numbers.append(Int64(bitPattern: number)) }
                return numbers
            }
        }
        set {
            var writer = PayloadWriter()
            for number in newValue { writer.appendVarint(UInt64(bitPattern: number)) }
            self[bytes: field] = newValue.isEmpty ? nil : writer.bytes
        }
    }

    /// Whether a flag is set.
    public var flag: Bool {
        get { self[number: .flag] == 1 }
        set { self[number: .flag] = newValue ? 1 : nil }
    }
}
