internal import AmparoModel

extension EntryKind {
    /// A person of the record was erased. Header: the record's number as child and anchor. Payload: `ErasurePayload`.
    public static let personErased = EntryKind(rawValue: 150)
}

/// The payload of an entry that erases a person: everything that is to be forgotten, so that the tables after it follow
/// from the journal alone and an erasure that was broken off can be finished from the entry.
///
/// Four lists, each a count and its numbers (varints): anchors, persons, surrogates, and the marks (16 bytes each). It
/// says nothing about the person: anchors, persons and surrogates are the store's own numbers, the marks are keyed.
public struct ErasurePayload: Sendable, Equatable {
    /// The record's anchors, and sponsors of whom the store knew nothing but what the record's rows said.
    public var anchors: [Int64]
    /// Whose keys are destroyed: the record's persons, and the quarantines of releases that mentioned one of them.
    public var persons: [Person]
    /// Surrogates of addresses and buildings that no other dossier uses.
    public var surrogates: [Int64]
    /// "Do not take again", one for each number by which the record was known.
    public var marks: [BlindIndex.Value]

    /// A payload of these lists.
    public init(anchors: [Int64], persons: [Person], surrogates: [Int64], marks: [BlindIndex.Value]) {
        self.anchors = anchors
        self.persons = persons
        self.surrogates = surrogates
        self.marks = marks
    }

    /// Reads a payload, nil when no writer could have written it.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        var cursor = ByteCursor(bytes)
        func numbers() -> [Int64]? {
            guard let count = cursor.varint(), count <= UInt64(bytes.count) else { return nil }
            var numbers: [Int64] = []
            for _ in 0..<count {
                guard let number = cursor.varint() else { return nil }
                numbers.append(Int64(bitPattern: number))
            }
            return numbers
        }
        guard let anchors = numbers(), let persons = numbers(), let surrogates = numbers(),
            let count = cursor.varint(), count <= UInt64(bytes.count)
        else { return nil }
        var marks: [BlindIndex.Value] = []
        for _ in 0..<count {
            guard let mark = cursor.bytes(16).flatMap(BlindIndex.Value.init) else { return nil }
            marks.append(mark)
        }
        guard cursor.isAtEnd else { return nil }
        self.init(
            anchors: anchors, persons: persons.map(Person.init(rawValue:)), surrogates: surrogates, marks: marks)
    }

    /// The payload's bytes.
    public var bytes: [UInt8] {
        var writer = PayloadWriter()
        for numbers in [anchors, persons.map(\.rawValue), surrogates] {
            writer.appendVarint(UInt64(numbers.count))
            for number in numbers { writer.appendVarint(UInt64(bitPattern: number)) }
        }
        writer.appendVarint(UInt64(marks.count))
        for mark in marks { writer.bytes.append(contentsOf: mark.bytes) }
        return writer.bytes
    }
}
