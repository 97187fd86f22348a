package io.memlog.api.operations.deadletters;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.Name;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/// The table `dead_letter`, as the migrations define it.
public final class DeadLetterColumns {

    public static final Table<?> DEAD_LETTER = DSL.table(DSL.name("dead_letter"));
    public static final Field<UUID> ID = DSL.field(column("id"), SQLDataType.UUID);
    public static final Field<String> CONSUMER = DSL.field(column("consumer"), SQLDataType.CLOB);
    public static final Field<String> REASON = DSL.field(column("reason"), SQLDataType.CLOB);
    public static final Field<String> STATE = DSL.field(column("state"), SQLDataType.CLOB);
    public static final Field<String> GROUP_ID = DSL.field(column("group_id"), SQLDataType.CLOB);
    public static final Field<String> CAUSE = DSL.field(column("cause"), SQLDataType.CLOB);
    public static final Field<String> EXCEPTION = DSL.field(column("exception"), SQLDataType.CLOB);
    public static final Field<String> MESSAGE = DSL.field(column("message"), SQLDataType.CLOB);
    public static final Field<String> STACK = DSL.field(column("stack"), SQLDataType.CLOB);
    public static final Field<Long> MEMORY_ID = DSL.field(column("memory_id"), SQLDataType.BIGINT);
    public static final Field<Long> VERSION = DSL.field(column("version"), SQLDataType.BIGINT);
    public static final Field<String> USER_ID = DSL.field(column("user_id"), SQLDataType.CLOB);
    public static final Field<String> PROJECT_ID = DSL.field(column("project_id"), SQLDataType.CLOB);
    public static final Field<String> TYPE = DSL.field(column("type"), SQLDataType.CLOB);
    public static final Field<String> ORIGINAL_TOPIC = DSL.field(column("original_topic"), SQLDataType.CLOB);
    public static final Field<Integer> ORIGINAL_PARTITION =
            DSL.field(column("original_partition"), SQLDataType.INTEGER);
    public static final Field<Long> ORIGINAL_OFFSET = DSL.field(column("original_offset"), SQLDataType.BIGINT);
    public static final Field<OffsetDateTime> ORIGINAL_TIMESTAMP =
            DSL.field(column("original_timestamp"), SQLDataType.TIMESTAMPWITHTIMEZONE);
    public static final Field<byte[]> KEY = DSL.field(column("key"), SQLDataType.BLOB);
    public static final Field<byte[]> VALUE = DSL.field(column("value"), SQLDataType.BLOB);
    public static final Field<JSON> HEADERS = DSL.field(column("headers"), SQLDataType.JSON);
    public static final Field<Integer> ATTEMPTS = DSL.field(column("attempts"), SQLDataType.INTEGER);
    public static final Field<Integer> REPLAYS = DSL.field(column("replays"), SQLDataType.INTEGER);
    public static final Field<Integer> FAILED_REPLAYS = DSL.field(column("failed_replays"), SQLDataType.INTEGER);
    public static final Field<OffsetDateTime> FIRST_SEEN =
            DSL.field(column("first_seen"), SQLDataType.TIMESTAMPWITHTIMEZONE);
    public static final Field<OffsetDateTime> LAST_SEEN =
            DSL.field(column("last_seen"), SQLDataType.TIMESTAMPWITHTIMEZONE);
    public static final Field<OffsetDateTime> CHANGED_AT =
            DSL.field(column("changed_at"), SQLDataType.TIMESTAMPWITHTIMEZONE);
    public static final Field<UUID> JOB_ID = DSL.field(column("job_id"), SQLDataType.UUID);
    public static final Field<Boolean> REPLAY_SENT = DSL.field(column("replay_sent"), SQLDataType.BOOLEAN);

    private DeadLetterColumns() {}

    private static Name column(String name) {
        return DSL.name("dead_letter", name);
    }
}
