-- Roles with least privilege for a key database (AMPARO_KEY_DATABASE) whose keys have been made or moved there. Run it as the
-- superuser, in the database:
--
--     psql -v ON_ERROR_STOP=1 -d amparo_keys -f key-roles.sql
--
-- amparo_key_owner  owns the tables: `amparo init`, `keys move`, and the first start of a newer version
-- amparo_keys       everything else: makes keys, overwrites them when a person is erased, wraps them anew; takes none away, so
--                   that none is made again for a person who was erased
SET client_min_messages = warning;
DO $$
DECLARE
    role text;
    name text;
BEGIN
    FOREACH role IN ARRAY ARRAY['amparo_key_owner', 'amparo_keys'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
            EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION', role);
        END IF;
    END LOOP;
    EXECUTE format('ALTER DATABASE %I OWNER TO amparo_key_owner', current_database());
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('ALTER TABLE public.%I OWNER TO amparo_key_owner', name);
    END LOOP;
END $$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO amparo_key_owner;
GRANT USAGE ON SCHEMA public TO amparo_keys;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO amparo_keys;
GRANT INSERT, UPDATE ON person_key, store_secret TO amparo_keys;
GRANT INSERT ON key_owner TO amparo_keys;
GRANT UPDATE ON wrapping, amparo_turn, amparo_lease TO amparo_keys;
