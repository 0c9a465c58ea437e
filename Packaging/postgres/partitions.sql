-- Partitions for a very large store: the journal by ranges of its number, the children's dossiers by hash of the child. To be
-- run as amparo_owner while nothing else uses the database; best right after `amparo init`. After `amparo rebuild`, which makes
-- the dossiers anew, run it again.
--
--     psql -v ON_ERROR_STOP=1 -d amparo -f partitions.sql
SET client_min_messages = warning;
DO $$
DECLARE
    width constant bigint := 8388608;
    size bigint;
    part bigint;
BEGIN
    IF (SELECT relkind FROM pg_class WHERE oid = 'entry'::regclass) = 'r' THEN
        CREATE TABLE entry_parted (LIKE entry INCLUDING ALL) PARTITION BY RANGE (seq);
        SELECT max(seq) INTO size FROM entry;
        FOR part IN 0 .. coalesce(size, 0) / width + 15 LOOP
            EXECUTE format(
                'CREATE TABLE entry_%s PARTITION OF entry_parted FOR VALUES FROM (%s) TO (%s) WITH (toast_tuple_target = 8160)',
                part, part * width, (part + 1) * width);
        END LOOP;
        -- What is beyond the last one is not refused; split it off before it grows.
        CREATE TABLE entry_rest PARTITION OF entry_parted DEFAULT;
        INSERT INTO entry_parted SELECT * FROM entry;
        DROP TABLE entry;
        ALTER TABLE entry_parted RENAME TO entry;
    END IF;
    IF (SELECT relkind FROM pg_class WHERE oid = 'dossier'::regclass) = 'r' THEN
        CREATE TABLE dossier_parted (LIKE dossier INCLUDING ALL) PARTITION BY HASH (child);
        FOR part IN 0 .. 7 LOOP
            EXECUTE format(
                'CREATE TABLE dossier_%s PARTITION OF dossier_parted FOR VALUES WITH (MODULUS 8, REMAINDER %s) WITH (toast_tuple_target = 8160)',
                part, part);
        END LOOP;
        INSERT INTO dossier_parted SELECT * FROM dossier;
        DROP TABLE dossier;
        ALTER TABLE dossier_parted RENAME TO dossier;
    END IF;
END $$;
