-- Roles with least privilege, for a store that has been made in this database. Run it as the superuser, in the database:
--
--     psql -v ON_ERROR_STOP=1 -d amparo -f roles.sql
--
-- amparo_owner   owns the tables: `amparo init`, `rebuild`, `copy --to`, and the first start of a newer version
-- amparo_server  everything else, day by day: cannot make, change or drop a table, cannot change or delete an entry of the
--                journal, a hash of its tree or what was signed
-- amparo_reader  reads only: for a standby that answers oversight
--
-- Passwords are set by hand (\password amparo_server), or the roles log in by certificate or socket.
SET client_min_messages = warning;
DO $$
DECLARE
    role text;
BEGIN
    FOREACH role IN ARRAY ARRAY['amparo_owner', 'amparo_server', 'amparo_reader'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
            EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION', role);
        END IF;
    END LOOP;
END $$;

-- Every table belongs to the owner, whoever made it.
DO $$
DECLARE
    name text;
BEGIN
    EXECUTE format('ALTER DATABASE %I OWNER TO amparo_owner', current_database());
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('ALTER TABLE public.%I OWNER TO amparo_owner', name);
    END LOOP;
END $$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO amparo_owner;
GRANT USAGE ON SCHEMA public TO amparo_server, amparo_reader;

GRANT SELECT ON ALL TABLES IN SCHEMA public TO amparo_server, amparo_reader;
GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO amparo_server;
-- Also on what the owner makes later, when views are made again.
ALTER DEFAULT PRIVILEGES FOR ROLE amparo_owner IN SCHEMA public GRANT SELECT ON TABLES TO amparo_server, amparo_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE amparo_owner IN SCHEMA public GRANT INSERT, UPDATE, DELETE ON TABLES TO amparo_server;

-- What is only ever added to.
REVOKE UPDATE, DELETE, TRUNCATE ON entry, tree_node, tree_half, clock_mend FROM amparo_server;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON schema_version, projection FROM amparo_server;
-- What is added to or brought forward, and never taken away.
REVOKE INSERT, DELETE, TRUNCATE ON sequencer, amparo_turn, amparo_lease FROM amparo_server;
REVOKE DELETE, TRUNCATE ON log_checkpoint, log_key, log_identity FROM amparo_server;
