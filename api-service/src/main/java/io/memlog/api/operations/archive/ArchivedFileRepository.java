package io.memlog.api.operations.archive;

import static io.memlog.api.tables.Tables.ARCHIVE_FILE;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Component;

/// The catalogue of the archived files.
@Component
class ArchivedFileRepository {

    private final DSLContext sql;

    ArchivedFileRepository(DSLContext sql) {
        this.sql = sql;
    }

    /// Adds a file, within the transaction that removes its events from the log. A restored file that is written
    /// again, byte for byte, counts as archived again.
    void add(ArchivedFile file) {
        sql.insertInto(ARCHIVE_FILE)
                .set(ARCHIVE_FILE.NAME, file.name())
                .set(ARCHIVE_FILE.EVENTS, file.events())
                .set(ARCHIVE_FILE.BYTES, file.bytes())
                .set(ARCHIVE_FILE.FIRST_POSITION, file.firstPosition())
                .set(ARCHIVE_FILE.LAST_POSITION, file.lastPosition())
                .set(ARCHIVE_FILE.FIRST_RECORDED_AT, file.firstRecordedAt())
                .set(ARCHIVE_FILE.LAST_RECORDED_AT, file.lastRecordedAt())
                .set(ARCHIVE_FILE.SHA256, file.sha256())
                .set(ARCHIVE_FILE.ARCHIVED_AT, file.archivedAt())
                .onConflict(ARCHIVE_FILE.NAME)
                .doUpdate()
                .set(ARCHIVE_FILE.ARCHIVED_AT, file.archivedAt())
                .setNull(ARCHIVE_FILE.RESTORED_AT)
                .execute();
    }

    /// All files, in the order of their positions.
    List<ArchivedFile> all() {
        return list(DSL.noCondition());
    }

    List<ArchivedFile> notRestored() {
        return list(ARCHIVE_FILE.RESTORED_AT.isNull());
    }

    Optional<ArchivedFile> find(String name) {
        return list(ARCHIVE_FILE.NAME.eq(name)).stream().findFirst();
    }

    void markRestored(String name, Instant at) {
        sql.update(ARCHIVE_FILE)
                .set(ARCHIVE_FILE.RESTORED_AT, at)
                .where(ARCHIVE_FILE.NAME.eq(name))
                .execute();
    }

    private List<ArchivedFile> list(Condition condition) {
        return sql.selectFrom(ARCHIVE_FILE)
                .where(condition)
                .orderBy(ARCHIVE_FILE.FIRST_POSITION, ARCHIVE_FILE.NAME)
                .fetchInto(ArchivedFile.class);
    }
}
