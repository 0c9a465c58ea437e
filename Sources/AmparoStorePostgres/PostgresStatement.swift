#if Postgres
internal import AmparoStore
internal import CPostgres

/// A statement on a connection: values go out and come back in the server's binary form.
final class PostgresStatement: PreparedStatement {
    let text: PreparedText
    private unowned let connection: PostgresConnection
    /// The types of what is bound; `unspecified` is NULL.
    private(set) var types: [UInt32]
    private(set) var values: [UnsafeRawPointer?]
    private(set) var lengths: [Int32]
    private let numbers: UnsafeMutablePointer<UInt64>
    private var copies: [UnsafeMutableRawPointer?]
    private var refusesParameter = false

    /// Whether it was run and not yet reset or read to its end.
    private(set) var isBusy = false
    /// Whether the connection knows that it was read from in the present access.
    var isListed = false
    private var results: [OpaquePointer] = []
    private var firstResult = 0
    private var row: Int32 = -1
    /// How many columns in front of the row are not the statement's own.
    private var hidden = 0

    init(_ text: PreparedText, on connection: PostgresConnection) {
        self.text = text
        self.connection = connection
        types = Array(repeating: PostgresType.unspecified, count: text.parameters)
        values = Array(repeating: nil, count: text.parameters)
        lengths = Array(repeating: 0, count: text.parameters)
        copies = Array(repeating: nil, count: text.parameters)
        numbers = .allocate(capacity: max(1, text.parameters))
    }

    deinit {
        for copy in copies { copy?.deallocate() }
        numbers.deallocate()
        clearResults()
    }

    // MARK: Binding

    private func place(_ parameter: Int) -> Int? {
        guard parameter >= 1, parameter <= types.count else {
            refusesParameter = true
            return nil
        }
        return parameter - 1
    }

    private func bind(_ type: UInt32, _ start: UnsafeRawPointer, _ count: Int, at place: Int) {
        types[place] = type
        values[place] = start
        lengths[place] = Int32(clamping: count)
    }

    private func bind(word: UInt64, _ type: UInt32, at parameter: Int) {
        guard let place = place(parameter) else { return }
        numbers[place] = word.bigEndian
        bind(type, UnsafeRawPointer(numbers + place), 8, at: place)
    }

    private func bind(copying bytes: UnsafeRawBufferPointer, _ type: UInt32, at parameter: Int) {
        guard let place = place(parameter) else { return }
        copies[place]?.deallocate()
        let copy = UnsafeMutableRawPointer.allocate(byteCount: max(1, bytes.count), alignment: 1)
        if let start = bytes.baseAddress { copy.copyMemory(from: start, byteCount: bytes.count) }
        copies[place] = copy
        bind(type, UnsafeRawPointer(copy), bytes.count, at: place)
    }

    func bind(_ value: Int64, at parameter: Int) {
        bind(word: UInt64(bitPattern: value), PostgresType.integer, at: parameter)
    }

    func bind(real value: Double, at parameter: Int) { bind(word: value.bitPattern, PostgresType.real, at: parameter) }

    func bind(_ bytes: [UInt8], at parameter: Int) {
        bytes.withUnsafeBytes { bind(copying: $0, PostgresType.blob, at: parameter) }
    }

    func bind(borrowing bytes: UnsafeRawBufferPointer, at parameter: Int) {
        guard let start = bytes.baseAddress else { return bind([], at: parameter) }
        guard let place = place(parameter) else { return }
        bind(PostgresType.blob, start, bytes.count, at: place)
    }

    func bind(_ text: String, at parameter: Int) {
        var text = text
        text.withUTF8 { bind(copying: UnsafeRawBufferPointer($0), PostgresType.text, at: parameter) }
    }

    func bindNull(at parameter: Int) {
        guard let place = place(parameter) else { return }
        types[place] = PostgresType.unspecified
        values[place] = nil
        lengths[place] = 0
    }

    /// What is bound: types, lengths and bytes.
    var bound: [UInt8] {
        var bytes: [UInt8] = []
        for place in types.indices {
            withUnsafeBytes(of: types[place]) { bytes.append(contentsOf: $0) }
            ValueLists.append(values[place], lengths[place], to: &bytes)
        }
        return bytes
    }

    // MARK: Running

    func run() throws {
        defer { reset() }
        if isBusy { return }
        try requireParameters()
        try connection.explaining { try connection.run(self) }
    }

    func step() throws -> Bool {
        if !isBusy {
            try requireParameters()
            isBusy = true
            row = -1
            do { try connection.explaining { try connection.fetch(self) } } catch {
                end()
                throw error
            }
        }
        while true {
            if firstResult < results.count {
                row += 1
                if row < PQntuples(results[firstResult]) { return true }
                PQclear(results[firstResult])
                firstResult += 1
                row = -1
                continue
            }
            do {
                guard try connection.explaining({ try connection.fetchMore(self) }) else {
                    end()
                    return false
                }
            } catch {
                end()
                throw error
            }
        }
    }

    func requireParameters() throws {
        if refusesParameter { throw StoreError(.refused, "there is no such parameter") }
    }

    /// Stands on each row of the answers to sets of values in turn, in the order of the sets, whose numbers are in front of
    /// the rows; the results stay the caller's.
    func forEachAnswer(in answers: [OpaquePointer], _ body: (_ set: Int, PostgresStatement) throws -> Void) throws {
        isBusy = true
        hidden = 1
        results = answers
        defer {
            isBusy = false
            hidden = 0
            results.removeAll(keepingCapacity: true)
            firstResult = 0
            row = -1
        }
        var places: [(set: Int, result: Int, row: Int32)] = []
        for (index, result) in answers.enumerated() {
            for row in 0..<PQntuples(result) {
                guard let start = PQgetvalue(result, row, 0) else { continue }
                let set = PostgresValue.integer(UnsafeRawBufferPointer(start: start, count: 8), PostgresType.integer)
                places.append((Int(set) - 1, index, row))
            }
        }
        // The server answers set by set, but nothing obliges it to.
        if !zip(places, places.dropFirst()).allSatisfy({ $0.set <= $1.set }) {
            places.sort { ($0.set, $0.result, $0.row) < ($1.set, $1.result, $1.row) }
        }
        for place in places {
            firstResult = place.result
            row = place.row
            try body(place.set, self)
        }
    }

    /// Takes over rows that came from the server.
    func take(_ result: OpaquePointer) { results.append(result) }

    private func clearResults() {
        for result in results[firstResult...] { PQclear(result) }
        results.removeAll(keepingCapacity: true)
        firstResult = 0
    }

    private func end() {
        clearResults()
        row = -1
        isBusy = false
    }

    func reset() {
        if isBusy { connection.leave(self) }
        end()
        refusesParameter = false
        for place in types.indices {
            types[place] = PostgresType.unspecified
            values[place] = nil
            lengths[place] = 0
            copies[place]?.deallocate()
            copies[place] = nil
        }
    }

    // MARK: Columns

    /// The value of a column of the present row, with its type; nil for NULL.
    private func value(_ column: Int) -> (type: UInt32, bytes: UnsafeRawBufferPointer)? {
        guard firstResult < results.count, row >= 0 else { return nil }
        let result = results[firstResult]
        let column = Int32(column + hidden)
        guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else { return nil }
        let count = Int(PQgetlength(result, row, column))
        return (PQftype(result, column), UnsafeRawBufferPointer(start: start, count: count))
    }

    func isNull(_ column: Int) -> Bool { value(column) == nil }

    func int64(_ column: Int) -> Int64 {
        guard let (type, bytes) = value(column) else { return 0 }
        return PostgresValue.integer(bytes, type)
    }

    func double(_ column: Int) -> Double {
        guard let (type, bytes) = value(column) else { return 0 }
        return PostgresValue.real(bytes, type)
    }

    func bytes(_ column: Int) -> UnsafeRawBufferPointer {
        value(column)?.bytes ?? UnsafeRawBufferPointer(start: nil, count: 0)
    }

    func text(_ column: Int) -> String { String(decoding: bytes(column), as: UTF8.self) }
}

/// Values in the server's binary form.
enum PostgresValue {
    /// An integer, of whatever type the server counted in.
    static func integer(_ bytes: UnsafeRawBufferPointer, _ type: UInt32) -> Int64 {
        switch (type, bytes.count) {
        case (PostgresType.integer, 8): Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
        case (PostgresType.mediumInteger, 4): Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)))
        case (PostgresType.shortInteger, 2): Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self)))
        case (PostgresType.bool, 1): Int64(bytes[0])
        case (PostgresType.real, 8): Int64(exactly: real(bytes, type).rounded(.towardZero)) ?? 0
        case (PostgresType.numeric, _): numeric(bytes)
        default: 0
        }
    }

    /// A floating-point number.
    static func real(_ bytes: UnsafeRawBufferPointer, _ type: UInt32) -> Double {
        guard type == PostgresType.real, bytes.count == 8 else { return Double(integer(bytes, type)) }
        return Double(bitPattern: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)))
    }

    /// The whole part of a decimal number, in which the server adds up large integers: digits of base 10,000.
    private static func numeric(_ bytes: UnsafeRawBufferPointer) -> Int64 {
        guard bytes.count >= 8 else { return 0 }
        func word(_ index: Int) -> Int {
            guard bytes.count >= index * 2 + 2 else { return 0 }
            return Int(Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 2, as: Int16.self)))
        }
        let digits = word(0)
        let weight = word(1)
        var value: Int64 = 0
        guard weight >= 0 else { return 0 }
        for index in 0...weight {
            let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10_000)
            guard !isTooLarge else { return .max }
            value = product + Int64(index < digits ? word(4 + index) : 0)
        }
        return word(2) == 0 ? value : -value
    }
}
#endif
