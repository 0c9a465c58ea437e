#if Postgres
internal import AmparoStore
internal import CPostgres

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// The open line to a server: libpq's calls, each of which fails with a `PostgresFailure`.
final class PostgresLine {
    private let handle: OpaquePointer
    /// Set by a warning of the server: while a commit is waited for, that no standby has confirmed it.
    private let warned: UnsafeMutablePointer<Bool>

    /// The line of an established connection, which is closed with it.
    init(_ handle: OpaquePointer) {
        self.handle = handle
        warned = .allocate(capacity: 1)
        warned.initialize(to: false)
        PQsetNoticeReceiver(
            handle,
            { mark, result in
                guard let state = PQresultErrorField(result, 0x43) else { return }
                // Warnings, and that the server is going away; not what it only wants to remark.
                if state[0] == 0x30 && state[1] == 0x31 || state[0] == 0x35 && state[1] == 0x37 {
                    mark?.assumingMemoryBound(to: Bool.self).pointee = true
                }
            }, warned)
    }

    deinit {
        PQfinish(handle)
        warned.deallocate()
    }

    /// Whether the server has warned since this was last set to false.
    var hasWarned: Bool {
        get { warned.pointee }
        set { warned.pointee = newValue }
    }

    /// Whether the connection is of no more use.
    var isLost: Bool { PQstatus(handle) == CONNECTION_BAD }

    private var lost: PostgresFailure {
        PostgresFailure(lost: PQerrorMessage(handle).map { String(cString: $0) } ?? "the connection was lost")
    }

    private func check(_ code: Int32) throws { if code != 1 { throw lost } }

    /// Enters the mode in which statements are sent without waiting for answers.
    func enterPipeline() throws { try check(PQenterPipelineMode(handle)) }

    /// Sends a statement without parameters.
    func send(_ sql: String) throws { try check(PQsendQueryParams(handle, sql, 0, nil, nil, nil, nil, 1)) }

    /// Sends a statement to be prepared.
    func prepare(_ variant: PreparedText.Variant, _ sql: String) throws {
        try check(PQsendPrepare(handle, variant.name, sql, Int32(variant.types.count), variant.types))
    }

    /// Sends values for a prepared statement; rows come back in binary form.
    func run(_ name: String, values: [UnsafeRawPointer?], lengths: [Int32]) throws {
        let formats = [Int32](repeating: 1, count: values.count)
        let code = values.withUnsafeBufferPointer { values in
            values.withMemoryRebound(to: UnsafePointer<CChar>?.self) { values in
                PQsendQueryPrepared(handle, name, Int32(values.count), values.baseAddress, lengths, formats, 1)
            }
        }
        try check(code)
    }

    /// Sends the mark up to which the server passes over everything after a failure.
    func synchronize() throws { try check(PQpipelineSync(handle)) }

    /// Asks for the answers that the server has gathered.
    func requestAnswers() throws { try check(PQsendFlushRequest(handle)) }

    /// Puts everything that was sent on its way.
    func flush() throws { if PQflush(handle) < 0 { throw lost } }

    /// Leaves the pipeline, in which nothing may be due any more, and begins to copy rows into a table. Answers the server's
    /// refusal; then, as after the end, the line is in its pipeline again.
    func beginCopying(_ sql: String) throws -> PostgresFailure? {
        try check(PQexitPipelineMode(handle))
        try check(PQsendQuery(handle, sql))
        guard let result = try nextResult() else { throw lost }
        defer { PQclear(result) }
        if PQresultStatus(result) == PGRES_COPY_IN { return nil }
        let refused = failure(in: result) ?? lost
        _ = try awaitEnd()
        try enterPipeline()
        return refused
    }

    /// Sends a piece of what is copied.
    func copy(_ bytes: [UInt8]) throws {
        let code = bytes.withUnsafeBytes {
            PQputCopyData(handle, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(clamping: $0.count))
        }
        try check(code)
    }

    /// Ends copying, or, for a reason, has the server refuse all of it. Answers the server's refusal.
    func endCopying(refusing reason: String? = nil) throws -> PostgresFailure? {
        try check(PQputCopyEnd(handle, reason))
        let refused = try awaitEnd()
        try enterPipeline()
        return refused
    }

    /// Takes in what the server has said unasked, without waiting: throws when it has ended the connection.
    func notice() throws {
        while true {
            var place = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
            guard poll(&place, 1, 0) > 0 else { return }
            try check(PQconsumeInput(handle))
        }
    }

    /// Rows of the statement whose answers come now are handed over one by one.
    func readRowByRow() { PQsetSingleRowMode(handle) }

    /// The next result of the statement whose answers come now; nil at its end.
    func nextResult(within limit: Duration? = nil) throws -> OpaquePointer? {
        while PQisBusy(handle) == 1 {
            try wait(within: limit)
            try check(PQconsumeInput(handle))
        }
        return PQgetResult(handle)
    }

    private func wait(within limit: Duration?) throws {
        let milliseconds = limit.map { Int32(clamping: Int64($0 / .milliseconds(1))) } ?? -1
        var place = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        while true {
            let count = poll(&place, 1, milliseconds)
            if count > 0 { return }
            if count == 0 { throw PostgresFailure(lost: "the server did not answer in time") }
            if errno != EINTR { throw PostgresFailure(lost: "error \(errno)") }
        }
    }

    /// The failure that a result tells of, if it does.
    func failure(in result: OpaquePointer) -> PostgresFailure? {
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_EMPTY_QUERY, PGRES_PIPELINE_SYNC: return nil
        case PGRES_PIPELINE_ABORTED: return PostgresFailure(state: "25P02", message: "passed over after a failure")
        default:
            var failure = PostgresFailure(result: result)
            if isLost { failure.isLost = true }
            return failure
        }
    }

    /// Passes over the results of the statement whose answers come now; answers its failure.
    func awaitEnd(within limit: Duration? = nil) throws -> PostgresFailure? {
        var first: PostgresFailure?
        while let result = try nextResult(within: limit) {
            defer { PQclear(result) }
            if let failure = failure(in: result), first == nil { first = failure }
        }
        if isLost { throw first ?? lost }
        return first
    }

    /// Waits for the answer to `synchronize`.
    func awaitSynchronization(within limit: Duration? = nil) throws {
        while let result = try nextResult(within: limit) {
            defer { PQclear(result) }
            if PQresultStatus(result) == PGRES_PIPELINE_SYNC { return }
            if isLost { throw failure(in: result) ?? lost }
        }
        throw lost
    }
}
#endif
