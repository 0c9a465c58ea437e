/// What was mended in one record (FEEDS.md, "Words used").
struct RowRepairs: OptionSet, Sendable, Hashable {
    let rawValue: UInt8

    static let extraTab = RowRepairs(rawValue: 1)
    static let joinedLines = RowRepairs(rawValue: 2)
    static let nul = RowRepairs(rawValue: 4)
    static let padding = RowRepairs(rawValue: 8)
    static let zip = RowRepairs(rawValue: 16)
    static let surplusFields = RowRepairs(rawValue: 32)

    /// The word of each, by bit.
    static let words = ["extra-tab", "joined-lines", "nul", "padding", "zip", "surplus-fields"]
}

/// One record with the right number of fields: a line of a chunk, without its line end.
struct Record {
    let bytes: UnsafePointer<Byte>
    let count: Int
    /// The line it begins on: of the chunk from 0, or of the file when it comes from the mender.
    let line: Int
    /// Where it begins in the chunk; 0 when it comes from the mender.
    var offset = 0
    /// What was mended before.
    let repairs: RowRepairs
    /// Whether the record holds the case, once the caller has been asked.
    var answer: Bool?
}

/// Why a record of the right field count is not read on the fast way.
enum RecordFault: Sendable, Equatable {
    /// The key or case number in this position is not digits and nothing else.
    case key(Int)
    /// The value in this position is not of its column's type.
    case type(Int)
    /// Whether the record holds this case has to be asked on the caller's thread.
    case question(Int64)
}

/// Takes the records of one chunk. A fresh visitor is made for every chunk, so visitors never share anything they
/// change.
protocol RecordVisitor: Sendable {
    /// Takes a record, or says why it cannot.
    mutating func visit(_ record: Record) -> RecordFault?
}

/// A line that the fast way does not take.
struct IrregularLine: Sendable {
    enum Cause: Sendable, Equatable {
        /// So many fields, and not as many as the header has.
        case fieldCount(Int)
        /// Longer than a record may be; `raw` is its beginning.
        case tooLong
        case fault(RecordFault)
    }

    /// The line, of the chunk from 0; of the file once the mender has it.
    var line: Int
    var cause: Cause
    var raw: [Byte]
    var length: Int
}

/// What one chunk gave.
struct ChunkYield<Visitor: RecordVisitor>: Sendable {
    var visitor: Visitor
    /// Records that the visitor took.
    var taken = 0
    /// Lines, empty ones too.
    var lines = 0
    var emptyLines = 0
    var irregular: [IrregularLine] = []
    let chunk: LineChunk
}

/// Walks through the lines of a chunk: strips NUL bytes, counts the fields of every line and gives sound ones to the
/// visitor.
func scan<Visitor: RecordVisitor>(_ chunk: LineChunk, fieldCount: Int, visitor: Visitor) -> ChunkYield<Visitor> {
    var yield = ChunkYield(visitor: visitor, chunk: chunk)
    let bytes = UnsafePointer(chunk.bytes)
    if let length = chunk.overlongLength {
        yield.lines = 1
        yield.irregular = [
            IrregularLine(line: 0, cause: .tooLong, raw: copy(bytes, chunk.count), length: length)
        ]
        return yield
    }
    let end = chunk.count
    let hasNul = firstIndex(of: 0, in: bytes, end) != nil
    var start = 0
    var line = 0
    while start < end {
        let lineEnd = newline(in: bytes, from: start, end: end)
        var count = lineEnd &- start
        var original: [Byte]?
        if hasNul, firstIndex(of: 0, in: bytes + start, count) != nil {
            original = copy(bytes + start, count)
            count = removeNuls(chunk.bytes + start, count)
        }
        if count > 0, bytes[start &+ count &- 1] == Mark.carriageReturn { count &-= 1 }
        var cause: IrregularLine.Cause?
        if count == 0 {
            yield.emptyLines += 1
        } else if count > LineChunks.longestRecord {
            cause = .tooLong
        } else {
            let fields = countTabs(bytes + start, count) &+ 1
            if fields != fieldCount {
                cause = .fieldCount(fields)
            } else {
                let record = Record(
                    bytes: bytes + start, count: count, line: line, offset: start,
                    repairs: original == nil ? [] : .nul)
                if let fault = yield.visitor.visit(record) { cause = .fault(fault) } else { yield.taken &+= 1 }
            }
        }
        if let cause {
            let length = lineEnd - start
            let kept = cause == .tooLong ? min(length, LineChunks.keptBytes) : length
            let raw = original.map { Array($0.prefix(kept)) } ?? copy(bytes + start, kept)
            yield.irregular.append(IrregularLine(line: line, cause: cause, raw: raw, length: length))
        }
        line &+= 1
        start = lineEnd &+ 1
    }
    yield.lines = line
    return yield
}

private func copy(_ bytes: UnsafePointer<Byte>, _ count: Int) -> [Byte] {
    Array(UnsafeBufferPointer(start: bytes, count: count))
}

/// Moves the bytes of a line together over its NULs; returns how many are left.
private func removeNuls(_ bytes: UnsafeMutablePointer<Byte>, _ count: Int) -> Int {
    var kept = 0
    for index in 0..<count where bytes[index] != 0 {
        bytes[kept] = bytes[index]
        kept &+= 1
    }
    return kept
}
