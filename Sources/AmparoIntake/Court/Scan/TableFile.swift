internal import AmparoModel

/// A table's file whose header has been read and bound, ready to be scanned as often as needed.
struct TableFile: Sendable {
    let kind: RecordKind
    let file: ReleaseFile
    let bound: BoundTable
    /// Where the first record begins.
    let headerLength: Int
    /// The header line as it stands in the file, without its line break.
    let header: [Byte]

    /// How much of a file is looked at to read its header and to see how many fields its records have.
    private static let sampleBytes = 1 << 20
    private static let sampleLines = 100

    /// Reads the header of a file and binds it.
    init(_ file: ReleaseFile, kind: RecordKind, in files: ReleaseFiles) throws(IntakeError) {
        self.file = file
        self.kind = kind
        let sample = try TableFile.sample(file, in: files)
        guard !sample.isEmpty else {
            throw IntakeError(
                .emptyFile, file: file.name, "The file is empty: not even a header line. Fetch the release again.")
        }
        let end = sample.firstIndex(of: Mark.newline) ?? sample.count
        headerLength = min(end + 1, sample.count)
        header = Array(sample[..<end])
        // A header that does not end is rows too, and its "column names" would be somebody's data.
        guard sample.count < TableFile.sampleBytes || end < sample.count,
            header.dropLast().allSatisfy({ $0 != Mark.carriageReturn })
        else {
            throw IntakeError(
                .badHeader, file: file.name,
                "Its first line does not end where a header ends, with a line feed. Fetch the release again.")
        }
        let surplus =
            kind == .motion ? TableFile.surplus(of: sample[headerLength...], header: header) : 0
        bound = try BoundTable(kind: kind, file: file.name, header: header, surplus: surplus)
    }

    /// The chunks of the file after its header.
    func chunks(of files: ReleaseFiles, size: Int) throws(IntakeError) -> LineChunks {
        let stream = try files.stream(of: file)
        var skipped = 0
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        while skipped < headerLength {
            let count = try stream.read(into: buffer)
            if count == 0 { break }
            if skipped + count > headerLength {
                let begun = ReplayStream(Array(buffer[..<count]), from: headerLength - skipped, then: stream)
                return LineChunks(stream: begun, chunkBytes: size)
            }
            skipped += count
        }
        return LineChunks(stream: stream, chunkBytes: size)
    }

    private static func sample(_ file: ReleaseFile, in files: ReleaseFiles) throws(IntakeError) -> [Byte] {
        try files.text(of: file, limit: sampleBytes)
    }

    /// tbl_Court_Motions: two fields more than the header, when most of the first hundred records have them
    /// (court-data-format 2.1, "header quirks").
    private static func surplus(of sample: ArraySlice<Byte>, header: [Byte]) -> Int {
        func tabs(_ bytes: some Collection<Byte>) -> Int { bytes.lazy.filter { $0 == Mark.tab }.count }
        let named = tabs(header)
        var more = 0
        var seen = 0
        for line in sample.split(separator: Mark.newline, maxSplits: sampleLines).prefix(sampleLines) {
            seen += 1
            if tabs(line) == named + 2 { more += 1 }
        }
        return more * 2 > seen ? 2 : 0
    }
}
