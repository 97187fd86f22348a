package io.memlog.api.postgres;

import io.memlog.api.deadletters.DeadLetterCounts;
import io.memlog.api.deadletters.LetterState;
import io.memlog.api.overview.Backlogs;
import io.memlog.api.overview.StoredBacklog;
import io.memlog.eventstore.outbox.Outbox;
import io.memlog.eventstore.outbox.OutboxProperties;
import io.memlog.schemas.topic.Projection;
import java.time.OffsetDateTime;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.springframework.stereotype.Component;

@Component
final class PostgresBacklogs implements Backlogs {

    private static final int SECONDS = 2;

    private static final String LETTERS = """
            SELECT consumer, reason, state, count(*) AS letters, min(first_seen) AS oldest
            FROM dead_letter
            WHERE state IN ('open', 'replaying', 'parked')
            GROUP BY consumer, reason, state
            """;

    private final DSLContext sql;
    private final Outbox outbox;
    private final OutboxProperties outboxProperties;

    PostgresBacklogs(DSLContext sql, Outbox outbox, OutboxProperties outboxProperties) {
        this.sql = sql;
        this.outbox = outbox;
        this.outboxProperties = outboxProperties;
    }

    @Override
    public StoredBacklog count() {
        var letters = sql.resultQuery(LETTERS).queryTimeout(SECONDS).fetch(PostgresBacklogs::row);
        return new StoredBacklog(outbox.count(outboxProperties.maxRows() + 1), new DeadLetterCounts(letters));
    }

    private static DeadLetterCounts.Row row(Record row) {
        return new DeadLetterCounts.Row(
                Projection.parse(row.get("consumer", String.class)),
                row.get("reason", String.class),
                LetterState.of(row.get("state", String.class)).orElseThrow(),
                row.get("letters", Long.class),
                row.get("oldest", OffsetDateTime.class).toInstant());
    }
}
