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

/// Makes connections to one cluster.
enum PostgresOpening {
    /// What a server says of itself.
    struct Server: Sendable {
        /// Whether it repeats what another one writes.
        var isStandby: Bool
        /// Which line of history it writes; grows when a standby takes over. 0 for a standby.
        var timeline: Int64
    }

    /// The oldest server that is taken: the one that the tests run on.
    static let oldestVersion: Int32 = 150_000

    /// Refuses a server of before `oldestVersion`.
    static func requireVersion(_ version: Int32) throws {
        guard version < oldestVersion else { return }
        throw StoreError(
            .serverTooOld, "it has version \(version / 10_000), \(oldestVersion / 10_000) or later is needed")
    }

    /// Opens a line to a host and sets it up.
    static func open(
        _ address: PostgresAddress, _ host: PostgresAddress.Host, patience: Duration
    ) throws -> (PostgresLine, Server) {
        let handle = try connect(address.settings(for: host))
        let line = PostgresLine(handle)
        try requireVersion(PQserverVersion(handle))
        guard let encoding = PQparameterStatus(handle, "server_encoding"), String(cString: encoding) == "UTF8" else {
            throw StoreError(.refused, "the database must be made with the encoding UTF8")
        }
        let server = try introduce(handle, patience: patience)
        try line.enterPipeline()
        return (line, server)
    }

    /// Sets a session up and asks the server what it is.
    ///
    /// Rows are found by a key wherever there is one, whatever the server knows of the sizes of tables (as the statements are
    /// written for), and statements are planned once for all values; a commit is at least on the server's own disk, whatever its default.
    private static func introduce(_ handle: OpaquePointer, patience: Duration) throws -> Server {
        let milliseconds = max(1, Int64(patience / .milliseconds(1)))
        let sql = """
            SELECT pg_is_in_recovery()::int::text,
            CASE WHEN pg_is_in_recovery() THEN '0' ELSE
            (('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::bigint)::text END,
            set_config('lock_timeout', '\(milliseconds)', false), set_config('enable_seqscan', 'off', false),
            set_config('jit', 'off', false), set_config('DateStyle', 'ISO', false),
            set_config('plan_cache_mode', 'force_generic_plan', false),
            CASE WHEN current_setting('synchronous_commit') IN ('off', 'local')
            THEN set_config('synchronous_commit', 'on', false) END
            """
        guard let result = PQexec(handle, sql) else { throw lost(handle).storeError }
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_TUPLES_OK, PQntuples(result) == 1,
            let standby = PQgetvalue(result, 0, 0), let timeline = PQgetvalue(result, 0, 1)
        else { throw PostgresFailure(result: result).storeError }
        return Server(
            isStandby: String(cString: standby) == "1", timeline: Int64(String(cString: timeline)) ?? 0)
    }

    private static func lost(_ handle: OpaquePointer) -> PostgresFailure {
        PostgresFailure(lost: PQerrorMessage(handle).map { String(cString: $0) } ?? "")
    }

    /// Connects, step by step: so that the time is limited and the server's code is told with a refusal.
    private static func connect(_ settings: [String: String]) throws -> OpaquePointer {
        let sorted = settings.sorted { $0.key < $1.key }
        let names = sorted.map { strdup($0.key) } + [nil]
        let values = sorted.map { strdup($0.value) } + [nil]
        defer { for text in names + values { free(text) } }
        let started: OpaquePointer? = names.map { UnsafePointer($0) }.withUnsafeBufferPointer { names in
            values.map { UnsafePointer($0) }.withUnsafeBufferPointer { values in
                PQconnectStartParams(names.baseAddress, values.baseAddress, 0)
            }
        }
        guard let handle = started else { throw StoreError(.serverAway, "out of memory") }
        do {
            try finish(handle, seconds: Int32(settings["connect_timeout"] ?? "") ?? 10)
            return handle
        } catch {
            PQfinish(handle)
            throw error
        }
    }

    private static func finish(_ handle: OpaquePointer, seconds: Int32) throws {
        PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
        var state = PQstatus(handle) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING
        while state != PGRES_POLLING_OK {
            guard state != PGRES_POLLING_FAILED else { throw refusal(handle) }
            let events = state == PGRES_POLLING_READING ? POLLIN : POLLOUT
            var place = pollfd(fd: PQsocket(handle), events: Int16(events), revents: 0)
            let count = poll(&place, 1, max(1, seconds) * 1000)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw StoreError(.serverAway, "it did not answer within \(seconds) s") }
            state = PQconnectPoll(handle)
        }
        PQsetErrorVerbosity(handle, PQERRORS_TERSE)
    }

    /// Why a server did not let us in. Its message names user, host and database, never a password.
    private static func refusal(_ handle: OpaquePointer) -> StoreError {
        let text = PQerrorMessage(handle).map { String(cString: $0) } ?? ""
        let lines = text.split(whereSeparator: \.isNewline).map { line in
            String(line.drop { $0 == " " || $0 == "\t" })
        }.filter { !$0.hasPrefix("LOCATION:") }
        let line = lines.first { $0.contains("FATAL") } ?? lines.first ?? ""
        let state = line.split(separator: " ").first { word in
            word.count == 6 && word.last == ":"
                && word.dropLast().allSatisfy { ("0"..."9").contains($0) || ("A"..."Z").contains($0) }
                && word.contains { $0.isNumber }
        }.map { String($0.dropLast()) }
        if let state { return PostgresFailure(state: state, message: line).storeError }
        let isRefused = PQconnectionNeedsPassword(handle) == 1 || PQconnectionUsedPassword(handle) == 1
        if isRefused { return StoreError(.accessRefused, line) }
        return StoreError(tellsOfProof(line) ? .serverUnproven : .serverAway, line)
    }

    /// Whether a message of libpq is about the server's proof of its name: its certificate, the authority's, or that it
    /// has none because it speaks no TLS. libpq has no code for it.
    private static func tellsOfProof(_ line: String) -> Bool { line.contains("SSL") || line.contains("certificate") }
}
#endif
