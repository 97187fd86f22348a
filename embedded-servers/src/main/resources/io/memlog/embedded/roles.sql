-- In single-user mode a statement ends with a blank line.
ALTER ROLE postgres PASSWORD ':postgres';

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'memlog') THEN
        CREATE ROLE memlog;
    END IF;
END
$$;

ALTER ROLE memlog LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD ':memlog';

ALTER DATABASE postgres OWNER TO memlog;

-- What the superuser created in earlier versions. REASSIGN OWNED refuses the first superuser of a cluster.
DO $$
DECLARE
    change text;
BEGIN
    FOR change IN
        SELECT format('ALTER TABLE %s OWNER TO memlog', oid::regclass)
        FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relowner <> 'memlog'::regrole
          AND relkind IN ('r', 'p', 'v', 'm', 'S')
          AND NOT EXISTS (
              SELECT FROM pg_depend
              WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid
                AND refclassid = 'pg_class'::regclass AND deptype IN ('a', 'i'))
        UNION ALL
        SELECT format('ALTER ROUTINE %s OWNER TO memlog', oid::regprocedure)
        FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND proowner <> 'memlog'::regrole
    LOOP
        EXECUTE change;
    END LOOP;
END
$$;
