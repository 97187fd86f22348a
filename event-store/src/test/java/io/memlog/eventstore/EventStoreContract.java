package io.memlog.eventstore;

import static io.memlog.eventstore.Events.event;
import static io.memlog.eventstore.Events.events;
import static io.memlog.eventstore.Events.published;
import static io.memlog.eventstore.ExpectedVersion.any;
import static io.memlog.eventstore.ExpectedVersion.exactly;
import static io.memlog.eventstore.ExpectedVersion.noStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memlog.eventstore.AppendResult.Appended;
import io.memlog.eventstore.AppendResult.Conflict;
import io.memlog.eventstore.AppendResult.Duplicate;
import io.memlog.schemas.message.EventMessage;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The contract of every log about appends and reads.
public abstract class EventStoreContract {

    /// The time of all events, finer than the microseconds of the log.
    protected static final Clock CLOCK = Clock.fixed(Instant.parse("2026-02-03T04:05:06.123456789Z"), ZoneOffset.UTC);

    private final StreamId tea = new StreamId("tea");
    private final StreamId coffee = new StreamId("coffee");

    protected abstract EventStore store();

    /// The messages that wait for their publication, in the order of the log.
    protected abstract List<EventMessage> outbox();

    @Test
    void versions_count_from_one_and_positions_rise_with_them() {
        store().append(tea, noStream(), events("a", "b"));
        store().append(tea, exactly(2), events("c"));

        var stream = store().read(tea, 0, 10);

        assertThat(stream).extracting(StoredEvent::eventId).containsExactly("a", "b", "c");
        assertThat(stream).extracting(StoredEvent::streamVersion).containsExactly(1L, 2L, 3L);
        assertThat(stream).extracting(StoredEvent::position).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void an_append_answers_the_version_and_position_of_its_last_event() {
        var result = store().append(tea, any(), events("a", "b"));

        assertThat(result).isEqualTo(new Appended(2, position("b")));
    }

    @Test
    void an_event_is_read_back_byte_for_byte() {
        var data = "{ \"b\":1e5,\"a\" : 1.10, \"a\":0.10e-7, \"nul\":\"\\u0000\", \"half\":\"\\ud83d\", \"n\":[null] }";
        var context = new EventContext("u@example.org", "prøject", "talk", "request", "correlation", "cause");
        store().append(
                        tea,
                        any(),
                        List.of(new NewEvent("a", "agent.said", data, "{\"z\":1,  \"a\":2}", context, null)));

        var stored = store().find("a");

        assertThat(stored)
                .contains(new StoredEvent(
                        position("a"),
                        "a",
                        tea,
                        1,
                        "agent.said",
                        data,
                        "{\"z\":1,  \"a\":2}",
                        context,
                        Instant.parse("2026-02-03T04:05:06.123456Z"),
                        Instant.parse("2026-02-03T04:05:06.123456Z")));
    }

    @Test
    void an_event_without_a_context_is_read_back_without_one() {
        store().append(tea, any(), List.of(event("a", "null")));

        var stored = store().read(tea, 0, 1).getFirst();

        assertThat(stored.context()).isEqualTo(EventContext.NONE);
        assertThat(stored.data()).isEqualTo("null");
    }

    @Test
    void a_stale_writer_gets_a_conflict_with_the_current_version() {
        store().append(tea, noStream(), events("a", "b"));

        var result = store().append(tea, exactly(1), List.of(published("c", "1", "{}")));

        assertThat(result).isEqualTo(new Conflict(2));
        assertThat(store().find("c")).isEmpty();
        assertThat(outbox()).isEmpty();
    }

    @Test
    void a_stream_is_begun_once() {
        store().append(tea, noStream(), events("a"));

        assertThat(store().append(tea, noStream(), events("b"))).isEqualTo(new Conflict(1));
        assertThat(store().append(coffee, exactly(1), events("c"))).isEqualTo(new Conflict(0));
    }

    @Test
    void the_same_event_twice_is_one_row_and_no_error() {
        store().append(tea, noStream(), List.of(published("a", "1", "{\"cup\":1}")));

        var again = store().append(tea, any(), List.of(published("a", "1", "{\"cup\":2}")));

        assertThat(again).isEqualTo(new Duplicate(position("a")));
        assertThat(store().read(tea, 0, 10)).extracting(StoredEvent::data).containsExactly("{\"cup\":1}");
        assertThat(outbox()).hasSize(1);
    }

    @Test
    void a_retried_append_is_a_duplicate_although_the_stream_has_a_later_version() {
        store().append(tea, noStream(), events("a", "b"));
        store().append(tea, exactly(2), events("c"));

        var again = store().append(tea, noStream(), events("a", "b"));

        assertThat(again).isEqualTo(new Duplicate(position("b")));
    }

    @Test
    void an_event_that_another_stream_holds_is_a_duplicate() {
        store().append(tea, any(), events("a"));

        var elsewhere = store().append(coffee, noStream(), events("a"));

        assertThat(elsewhere).isEqualTo(new Duplicate(position("a")));
        assertThat(store().read(coffee, 0, 10)).isEmpty();
    }

    @Test
    void known_events_of_a_list_are_skipped() {
        store().append(coffee, any(), events("b"));

        var result = store().append(tea, exactly(0), events("a", "b", "c"));

        assertThat(result).isEqualTo(new Appended(2, position("c")));
        assertThat(store().read(tea, 0, 10)).extracting(StoredEvent::eventId).containsExactly("a", "c");
        assertThat(store().read(tea, 0, 10))
                .extracting(StoredEvent::streamVersion)
                .containsExactly(1L, 2L);
    }

    @Test
    void of_two_events_with_one_id_in_a_list_the_first_counts() {
        var result = store().append(tea, any(), List.of(event("a", "1"), event("a", "2"), event("b", "3")));

        assertThat(result).isEqualTo(new Appended(2, position("b")));
        assertThat(store().read(tea, 0, 10)).extracting(StoredEvent::data).containsExactly("1", "3");
    }

    @Test
    void a_list_is_read_in_parts() {
        store().append(tea, any(), events("a", "b", "c", "d"));
        store().append(coffee, any(), events("e"));

        var part = store().read(tea, 1, 2);

        assertThat(part).extracting(StoredEvent::eventId).containsExactly("b", "c");
    }

    @Test
    void thousands_of_events_are_appended_at_once() {
        var many = IntStream.rangeClosed(1, 3_000)
                .mapToObj(number -> published("event-" + number, "" + number, "{}"))
                .toList();

        var result = store().append(tea, noStream(), many);

        assertThat(result).isEqualTo(new Appended(3_000, position("event-3000")));
        assertThat(store().read(tea, 0, 5_000))
                .extracting(StoredEvent::position)
                .isSorted();
        assertThat(outbox()).extracting(EventMessage::key).hasSize(3_000).endsWith("2999", "3000");
    }

    @Test
    void names_that_look_like_syntax_come_back_as_they_were() {
        var names = List.of("NULL", "{}", "{a,b}", "\\", "\"", "a\\\"b", " ", "'", "?", "\t\n", "𝄞");
        var events = names.stream()
                .map(name -> new NewEvent(
                        name,
                        name,
                        "{\"a\": \"\\\\ \\\" NULL\"}",
                        "{}",
                        new EventContext(name, name, name, null, name, name),
                        null))
                .toList();

        store().append(tea, any(), events);

        assertThat(store().read(tea, 0, 100)).extracting(StoredEvent::eventId).containsExactlyElementsOf(names);
        for (var name : names) {
            var stored = store().find(name).getFirst();
            assertThat(stored.type()).isEqualTo(name);
            assertThat(stored.context()).isEqualTo(new EventContext(name, name, name, null, name, name));
            assertThat(stored.data()).isEqualTo("{\"a\": \"\\\\ \\\" NULL\"}");
        }
    }

    @Test
    void each_append_of_a_list_has_its_own_result() {
        store().append(tea, any(), events("old"));

        var results = store().appendAll(List.of(
                new Append(tea, any(), events("a")),
                new Append(coffee, exactly(7), events("b")),
                new Append(coffee, noStream(), events("c")),
                new Append(coffee, any(), events("old")),
                new Append(tea, any(), events("c")),
                new Append(tea, exactly(2), events("d", "e"))));

        assertThat(results)
                .containsExactly(
                        new Appended(2, position("a")),
                        new Conflict(0),
                        new Appended(1, position("c")),
                        new Duplicate(position("old")),
                        new Duplicate(position("c")),
                        new Appended(4, position("e")));
        assertThat(store().read(tea, 0, 10)).extracting(StoredEvent::eventId).containsExactly("old", "a", "d", "e");
        assertThat(store().read(coffee, 0, 10)).extracting(StoredEvent::eventId).containsExactly("c");
        assertThat(store().find("b")).isEmpty();
    }

    @Test
    void a_list_of_appends_does_what_one_append_after_the_other_does() {
        for (int seed = 0; seed < 20; seed++) {
            var together = store().appendAll(randomAppends(seed, "together"));
            var apart = randomAppends(seed, "apart").stream()
                    .map(each -> store().append(each.stream(), each.expected(), each.events()))
                    .toList();

            assertThat(together.stream().map(EventStoreContract::outcome))
                    .containsExactlyElementsOf(
                            apart.stream().map(EventStoreContract::outcome).toList());
        }
    }

    @Test
    void an_empty_list_of_appends_does_nothing() {
        assertThat(store().appendAll(List.of())).isEmpty();
    }

    @Test
    void a_message_waits_in_the_outbox_as_it_was_given() {
        var headers = Map.of("ce_id", "b", "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        var message = new EventMessage("17", headers, "{\"n\": 1e5}");

        store().append(tea, any(), List.of(event("a"), published("b", message)));

        assertThat(outbox()).containsExactly(message);
    }

    @Test
    void an_append_of_nothing_is_a_mistake() {
        assertThatThrownBy(() -> store().append(tea, any(), List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_unknown_event_is_not_found() {
        assertThat(store().find("unknown")).isEmpty();
        assertThat(store().read(tea, 0, 10)).isEmpty();
    }

    @Test
    void ten_writers_at_once_leave_no_gap_and_positions_follow_versions() {
        Writers.run(10, writer -> {
            for (int n = 0; n < 20; n++) {
                store().append(tea, any(), events(writer + "-" + n + "-a", writer + "-" + n + "-b"));
            }
        });

        var stream = store().read(tea, 0, 1_000);

        assertThat(stream)
                .extracting(StoredEvent::streamVersion)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 400).mapToObj(Long::valueOf).toList());
        assertThat(stream).extracting(StoredEvent::position).isSorted();
    }

    @Test
    void no_update_is_lost_between_writers_that_name_the_version_they_saw() {
        store().append(tea, noStream(), List.of(event("start", "0")));

        Writers.run(10, writer -> {
            for (int n = 0; n < 10; n++) {
                increment(writer + "-" + n);
            }
        });

        assertThat(store().read(tea, 100, 10)).extracting(StoredEvent::data).containsExactly("100");
    }

    /// Appends that repeat each other's ids and often expect what is not so.
    private static List<Append> randomAppends(int seed, String name) {
        var random = new Random(seed);
        var prefix = name + seed + "-";
        return Stream.generate(() -> {
                    var ids = random.ints(1 + random.nextInt(3), 0, 12).mapToObj(id -> prefix + id);
                    var expected = random.nextInt(3) == 0 ? exactly(random.nextInt(4)) : any();
                    return new Append(
                            new StreamId(prefix + random.nextInt(3)),
                            expected,
                            ids.map(Events::event).toList());
                })
                .limit(10)
                .toList();
    }

    private static String outcome(AppendResult result) {
        return switch (result) {
            case Appended(long version, Position ignored) -> "appended up to " + version;
            case Duplicate ignored -> "duplicate";
            case Conflict(long version) -> "conflict with " + version;
        };
    }

    private void increment(String id) {
        AppendResult result;
        do {
            var last = store().read(tea, 0, 1_000).getLast();
            var count = Integer.parseInt(last.data()) + 1;
            result = store().append(tea, exactly(last.streamVersion()), List.of(event(id, "" + count)));
        } while (result instanceof Conflict);
    }

    @Test
    void an_event_id_counts_once_for_each_user_and_project() {
        var contexts = List.of(
                new EventContext("a", "p", null, null, null, null),
                new EventContext("b", "p", null, null, null, null),
                new EventContext("a", null, null, null, null, null),
                new EventContext(null, "p", null, null, null, null),
                EventContext.NONE);

        for (var context : contexts) {
            var event = new NewEvent("1", "said", "{\"by\":\"" + context.userId() + "\"}", "{}", context, null);
            var stream = new StreamId("of-" + context);
            assertThat(store().append(stream, any(), List.of(event))).isInstanceOf(AppendResult.Appended.class);
            assertThat(store().append(new StreamId("again"), any(), List.of(event)))
                    .isInstanceOf(AppendResult.Duplicate.class);
        }

        assertThat(store().find("1")).extracting(StoredEvent::context).containsExactlyInAnyOrderElementsOf(contexts);
    }

    private Position position(String eventId) {
        return store().find(eventId).getFirst().position();
    }
}
