package io.memlog.eventstore.postgres;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.time.Instant;
import java.util.List;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/// The log and its columns.
final class EventTable {

    static final Table<Record> TABLE = table(name("event"));
    static final Field<Long> POSITION = field(name("event", "position"), SQLDataType.BIGINT);
    static final Field<String> EVENT_ID = field(name("event", "event_id"), SQLDataType.CLOB);
    static final Field<String> STREAM_ID = field(name("event", "stream_id"), SQLDataType.CLOB);
    static final Field<Long> STREAM_VERSION = field(name("event", "stream_version"), SQLDataType.BIGINT);
    static final Field<String> TYPE = field(name("event", "type"), SQLDataType.CLOB);
    static final Field<JSON> DATA = field(name("event", "data"), SQLDataType.JSON);
    static final Field<JSON> METADATA = field(name("event", "metadata"), SQLDataType.JSON);
    static final Field<String> USER_ID = field(name("event", "user_id"), SQLDataType.CLOB);
    static final Field<String> PROJECT_ID = field(name("event", "project_id"), SQLDataType.CLOB);
    static final Field<String> CONVERSATION_ID = field(name("event", "conversation_id"), SQLDataType.CLOB);
    static final Field<String> REQUEST_ID = field(name("event", "request_id"), SQLDataType.CLOB);
    static final Field<String> CORRELATION_ID = field(name("event", "correlation_id"), SQLDataType.CLOB);
    static final Field<String> CAUSATION_ID = field(name("event", "causation_id"), SQLDataType.CLOB);
    static final Field<Instant> OCCURRED_AT = field(name("event", "occurred_at"), SQLDataType.INSTANT);
    static final Field<Instant> RECORDED_AT = field(name("event", "recorded_at"), SQLDataType.INSTANT);
    static final Field<Integer> DATA_BYTES = field(name("event", "data_bytes"), SQLDataType.INTEGER);

    static final List<Field<?>> READ = List.of(
            POSITION,
            EVENT_ID,
            STREAM_ID,
            STREAM_VERSION,
            TYPE,
            DATA,
            METADATA,
            USER_ID,
            PROJECT_ID,
            CONVERSATION_ID,
            REQUEST_ID,
            CORRELATION_ID,
            CAUSATION_ID,
            OCCURRED_AT,
            RECORDED_AT);

    private EventTable() {}
}
