#if Postgres
/// Questions to the server's own tables.
enum PostgresCatalogue {
    static let table = """
        SELECT 1 FROM pg_catalog.pg_class WHERE relname = CAST(? AS name) AND relkind IN ('r', 'p')
        AND relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = current_schema())
        """
    /// Which server it is: of two with the same data, as after a copy, each has its own time of start.
    static let server = """
        SELECT CAST(system_identifier AS text), CAST(EXTRACT(EPOCH FROM pg_postmaster_start_time()) * 1000000 AS bigint)
        FROM pg_control_system()
        """
    static let columns = """
        SELECT a.attname, CAST(a.atttypid AS bigint) FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relname = CAST(? AS name) AND c.relkind IN ('r', 'p') AND n.nspname = current_schema()
        AND a.attnum > 0 AND NOT a.attisdropped
        """
}

/// The one row of the database that whoever writes holds until the commit, so that writers come one after the other.
enum PostgresTurn {
    static let take = "SELECT id FROM amparo_turn WHERE id = 1 FOR UPDATE"
    static let make = [
        "CREATE TABLE IF NOT EXISTS amparo_turn (id bigint PRIMARY KEY)",
        "INSERT INTO amparo_turn (id) VALUES (1) ON CONFLICT DO NOTHING",
    ]
}

/// The one row that says which process works alone on the store for a longer time than one transaction, and until when.
///
/// Moments are microseconds since 1970-01-01T00:00:00Z by the server's clock, the only one that all have in common. The fence
/// grows with each holder: whoever held it before and was silent for too long finds another one, and writes nothing more.
enum PostgresLease {
    static let make = [
        """
        CREATE TABLE IF NOT EXISTS amparo_lease
        (id bigint PRIMARY KEY, holder text NOT NULL, expires bigint NOT NULL, fence bigint NOT NULL)
        """,
        "INSERT INTO amparo_lease (id, holder, expires, fence) VALUES (1, '', 0, 0) ON CONFLICT DO NOTHING",
    ]
    private static let now = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS bigint)"
    /// Holder, microseconds, the same holder.
    static let take = """
        UPDATE amparo_lease SET holder = ?, expires = \(now) + ?, fence = fence + 1
        WHERE id = 1 AND (expires <= \(now) OR holder = ?) RETURNING fence
        """
    /// Microseconds, fence.
    static let renew = "UPDATE amparo_lease SET expires = \(now) + ? WHERE id = 1 AND fence = ?"
    /// Fence.
    static let leave = "UPDATE amparo_lease SET holder = '', expires = 0 WHERE id = 1 AND fence = ?"
    static let check = "SELECT fence FROM amparo_lease WHERE id = 1"
}

/// The tables of this engine's own.
enum PostgresOwnTables {
    static let find = """
        SELECT 1 FROM pg_catalog.pg_class WHERE oid = to_regclass('amparo_turn')
        AND to_regclass('amparo_lease') IS NOT NULL
        """
    static let make = PostgresTurn.make + PostgresLease.make
}
#endif
