package io.memlog.api.memory;

import java.time.OffsetDateTime;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.Name;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/// The table `memory_log`, as the migrations define it.
public final class MemoryLogTable {

    public static final Table<?> MEMORY_LOG = DSL.table(DSL.name("memory_log"));
    public static final Field<Long> MEMORY_ID = DSL.field(column("memory_id"), SQLDataType.BIGINT);
    public static final Field<Long> VERSION = DSL.field(column("version"), SQLDataType.BIGINT);
    public static final Field<String> USER_ID = DSL.field(column("user_id"), SQLDataType.CLOB);
    public static final Field<String> PROJECT_ID = DSL.field(column("project_id"), SQLDataType.CLOB);
    public static final Field<String> AGENT = DSL.field(column("agent"), SQLDataType.CLOB);
    public static final Field<String> CONVERSATION_ID = DSL.field(column("conversation_id"), SQLDataType.CLOB);
    public static final Field<String> REQUEST_ID = DSL.field(column("request_id"), SQLDataType.CLOB);
    public static final Field<OffsetDateTime> DATE_FIRST =
            DSL.field(column("date_first"), SQLDataType.TIMESTAMPWITHTIMEZONE);
    public static final Field<OffsetDateTime> DATE_LAST =
            DSL.field(column("date_last"), SQLDataType.TIMESTAMPWITHTIMEZONE);
    public static final Field<String[]> TAGS = DSL.field(column("tags"), SQLDataType.CLOB.array());
    public static final Field<JSON> STATE = DSL.field(column("state"), SQLDataType.JSON);
    public static final Field<OffsetDateTime> UPDATED_AT =
            DSL.field(column("updated_at"), SQLDataType.TIMESTAMPWITHTIMEZONE);
    public static final Field<OffsetDateTime> DELETED_AT =
            DSL.field(column("deleted_at"), SQLDataType.TIMESTAMPWITHTIMEZONE);
    public static final Field<Boolean> INDEXED = DSL.field(column("indexed"), SQLDataType.BOOLEAN);

    private MemoryLogTable() {}

    private static Name column(String name) {
        return DSL.name("memory_log", name);
    }
}
