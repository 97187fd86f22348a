# Runs once, on a new volume of PostgreSQL: a user for Memlog that is no superuser, and the database that it owns.
psql -v ON_ERROR_STOP=1 -v password="$DATABASE_PASSWORD" --username postgres <<'END'
CREATE ROLE memlog LOGIN PASSWORD :'password';
CREATE DATABASE memlog OWNER memlog;
END
