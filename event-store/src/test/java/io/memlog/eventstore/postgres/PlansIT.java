package io.memlog.eventstore.postgres;

import static io.memlog.eventstore.EventQuery.all;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.eventstore.EventOrder;
import io.memlog.eventstore.EventQuery;
import io.memlog.eventstore.Position;
import io.memlog.eventstore.StreamId;
import io.memlog.eventstore.servers.TestDatabase;
import java.time.Instant;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// How PostgreSQL answers queries over a log of some size: by an index, without looking at every event.
class PlansIT {

    private static final DSLContext SQL = TestDatabase.create().migrated().sql();

    private static final String FILL = """
            insert into event (event_id, stream_id, stream_version, type, data, metadata, user_id, project_id,
                               conversation_id, request_id, occurred_at, recorded_at)
            select 'event-' || n, 'conversation-' || n % 500, 1 + n / 500, 'type-' || n % 400, '{"n":1}', '{}',
                   'user-' || n % 600, 'project-' || n % 700, 'conversation-' || n % 500, 'request-' || n % 5000,
                   timestamptz '2026-01-01' + n * interval '10 seconds' + n % 7 * interval '1 minute',
                   timestamptz '2026-01-01' + n * interval '10 seconds'
            from generate_series(0, 59999) n
            """;

    @BeforeAll
    static void fill() {
        SQL.execute(FILL);
        SQL.execute("vacuum analyze event");
    }

    static Stream<Arguments> queries() {
        var late = new Position(30_000);
        var day = all().from(Instant.parse("2026-01-03T00:00:00Z")).to(Instant.parse("2026-01-03T01:00:00Z"));
        return Stream.of(
                plan("event_pkey", all().after(late)),
                plan("event_by_conversation", all().ofConversation("conversation-7")),
                plan(
                        "event_by_conversation",
                        all().ofConversation("conversation-7").after(late)),
                plan("event_by_request", all().ofRequest("request-7")),
                plan("event_by_user", all().ofUser("user-7").after(late)),
                plan("event_by_project", all().ofProject("project-7").after(late)),
                plan("event_by_type", all().ofType("type-7").after(late)),
                plan("event_stream_id_stream_version_key", all().ofStream(new StreamId("conversation-7"))),
                plan(
                        "event_stream_id_stream_version_key",
                        all().ofStream(new StreamId("conversation-7")).after(late)),
                plan("event_by_time", day.inOrderOf(EventOrder.TIME)),
                plan("event_by_time", all().inOrderOf(EventOrder.TIME).after(late)));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void an_index_has_the_events_in_their_order(String index, EventQuery query) {
        assertThat(plan(query)).contains(index).doesNotContain("Seq Scan", "Sort");
    }

    static Stream<Arguments> combinations() {
        var conversation = all().ofConversation("conversation-7");
        var tenant = all().ofUser("user-7").ofProject("project-7");
        return Stream.of(
                plan("event_by_conversation", conversation.inOrderOf(EventOrder.TIME)),
                plan("event_by_", conversation.ofUser("user-7").ofProject("project-7")),
                plan("event_by_request", all().ofRequest("request-7").inOrderOf(EventOrder.TIME)),
                plan("event_by_", tenant),
                plan("event_by_", tenant.ofType("type-7")),
                plan("event_by_", tenant.inOrderOf(EventOrder.TIME)),
                plan("event_by_time", all().from(Instant.parse("2026-01-07T22:00:00Z"))));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void several_conditions_use_an_index_for_one_of_them(String index, EventQuery query) {
        assertThat(plan(query)).contains(index).doesNotContain("Seq Scan");
    }

    private static Arguments plan(String index, EventQuery query) {
        return Arguments.of(index, query);
    }

    private static String plan(EventQuery query) {
        return SQL.explain(new EventReader(SQL).pageStatement(query.limit(10))).plan();
    }
}
