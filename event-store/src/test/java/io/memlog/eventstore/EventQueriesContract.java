package io.memlog.eventstore;

import static io.memlog.eventstore.EventQuery.all;
import static io.memlog.eventstore.Events.event;
import static io.memlog.eventstore.Events.events;
import static io.memlog.eventstore.ExpectedVersion.any;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The contract of every log about queries.
public abstract class EventQueriesContract extends EventStoreContract {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final StreamId talk = new StreamId("talk");
    private final StreamId walk = new StreamId("walk");

    protected abstract EventQueries queries();

    @Test
    void events_are_found_by_what_they_belong_to() {
        appendSome();

        assertThat(found(all().ofConversation("c1"))).containsExactly("1", "2", "4");
        assertThat(found(all().ofRequest("r1"))).containsExactly("1", "3");
        assertThat(found(all().ofUser("ada"))).containsExactly("1", "2", "3");
        assertThat(found(all().ofProject("shop"))).containsExactly("1", "4");
        assertThat(found(all().ofType("said"))).containsExactly("1", "3");
        assertThat(found(all().ofStream(talk))).containsExactly("1", "2", "3");
        assertThat(found(all())).containsExactly("1", "2", "3", "4", "5");
        assertThat(found(all().ofUser("Ada"))).isEmpty();
    }

    @Test
    void several_conditions_must_all_be_true() {
        appendSome();

        assertThat(found(all().ofConversation("c1").ofUser("ada"))).containsExactly("1", "2");
        assertThat(found(all().ofConversation("c1").ofUser("ada").ofType("heard")))
                .containsExactly("2");
        assertThat(found(all().ofStream(talk).ofRequest("r1").from(NOON))).containsExactly("1");
        assertThat(found(all().ofProject("zoo").ofRequest("r2"))).isEmpty();
    }

    @Test
    void both_ends_of_a_time_belong_to_it() {
        appendSome();

        assertThat(found(all().from(NOON).to(NOON))).containsExactly("1");
        assertThat(found(all().from(NOON).to(NOON.plusSeconds(60)))).containsExactly("1", "2", "5");
        assertThat(found(all().to(NOON.minusNanos(1_000)))).containsExactly("3");
        assertThat(found(all().from(NOON.plusSeconds(60)).ofConversation("c1"))).containsExactly("2", "4");
    }

    @Test
    void a_time_finer_than_microseconds_finds_its_microsecond() {
        var fine = NOON.plusNanos(1_999);
        append(talk, event("fine", "said", EventContext.NONE, fine));

        assertThat(found(all().from(fine).to(fine))).containsExactly("fine");
        assertThat(store().find("fine").getFirst().occurredAt()).isEqualTo(NOON.plusNanos(1_000));
    }

    @Test
    void an_event_without_a_time_of_its_own_happens_when_it_is_recorded() {
        store().append(talk, any(), events("a"));

        var stored = store().find("a").getFirst();

        assertThat(stored.occurredAt()).isEqualTo(stored.recordedAt());
        assertThat(found(all().from(stored.recordedAt()).to(stored.recordedAt())))
                .containsExactly("a");
    }

    @Test
    void events_follow_each_other_by_position_or_by_their_own_times() {
        appendSome();

        assertThat(found(all().inOrderOf(EventOrder.TIME))).containsExactly("3", "1", "2", "5", "4");
        assertThat(found(all().inOrderOf(EventOrder.TIME).ofConversation("c1"))).containsExactly("1", "2", "4");
        assertThat(found(all().inOrderOf(EventOrder.TIME).ofStream(talk))).containsExactly("3", "1", "2");
    }

    @Test
    void a_reader_that_continues_after_the_last_event_of_a_page_gets_each_event_once() {
        var ids = IntStream.range(0, 25).mapToObj(n -> "event-" + n).toList();
        for (int n = 0; n < 25; n++) {
            // Four at the same time, some earlier than those before them.
            var time = NOON.plusSeconds((n * 7) % 25 / 4);
            append(n % 3 == 0 ? walk : talk, event("event-" + n, "said", context("c", null, null, null), time));
        }

        for (var query :
                List.of(all(), all().ofConversation("c"), all().inOrderOf(EventOrder.TIME), all().ofType("said"))) {
            assertThat(paged(query, 4)).containsExactlyElementsOf(found(query));
            assertThat(paged(query, 4)).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(paged(query, 25)).containsExactlyInAnyOrderElementsOf(ids);
        }
        assertThat(paged(all().ofStream(walk), 4)).containsExactlyElementsOf(found(all().ofStream(walk)));
        assertThat(paged(all().ofStream(walk), 4)).hasSize(9);
    }

    @Test
    void in_the_order_of_times_a_page_after_an_event_that_is_gone_is_no_end() {
        appendSome();
        var gone = new Position(999_999);

        assertThatThrownBy(() -> found(all().after(gone).inOrderOf(EventOrder.TIME)))
                .isInstanceOf(UnknownPositionException.class);
        assertThat(found(all().after(gone))).isEmpty();
    }

    @Test
    void a_page_continues_after_any_position_also_one_of_another_stream() {
        appendSome();
        var fourth = store().find("4").getFirst().position();
        var second = store().find("2").getFirst().position();

        assertThat(found(all().after(fourth))).containsExactly("5");
        assertThat(found(all().after(Position.BEGINNING))).hasSize(5);
        assertThat(found(all().after(Position.BEGINNING).inOrderOf(EventOrder.TIME)))
                .hasSize(5);
        assertThat(found(all().ofStream(walk).after(second))).containsExactly("4", "5");
        assertThat(found(all().ofStream(talk).after(fourth))).isEmpty();
        assertThat(found(all().ofStream(talk).after(second))).containsExactly("3");
    }

    @Test
    void a_page_says_whether_there_is_more() {
        store().append(talk, any(), events("a", "b", "c"));

        assertThat(queries().find(all().limit(2)).more()).isTrue();
        assertThat(queries().find(all().limit(3)).more()).isFalse();
        assertThat(queries().find(all().limit(4)).more()).isFalse();
        assertThat(queries().find(all().ofUser("nobody")).more()).isFalse();
    }

    @Test
    void a_page_is_full_with_sixteen_mebibytes_however_many_events_it_may_hold() {
        var large = "\"" + "x".repeat(9 * 1024 * 1024) + "\"";
        for (var id : List.of("a", "b", "c")) {
            store().append(talk, any(), List.of(event(id, large)));
        }

        var page = queries().find(all().limit(10));

        assertThat(page.events()).extracting(StoredEvent::eventId).containsExactly("a", "b");
        assertThat(page.more()).isTrue();
        assertThat(paged(all(), 10)).containsExactly("a", "b", "c");
    }

    @Test
    void a_found_event_is_the_stored_event() {
        appendSome();

        assertThat(queries().find(all().ofType("heard")).events())
                .allSatisfy(event -> assertThat(store().find(event.eventId())).contains(event));
    }

    @Test
    void a_query_for_no_event_is_a_mistake() {
        assertThatThrownBy(() -> all().limit(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private void appendSome() {
        append(talk, event("1", "said", context("c1", "r1", "ada", "shop"), NOON));
        append(talk, event("2", "heard", context("c1", null, "ada", null), NOON.plusSeconds(60)));
        append(talk, event("3", "said", context("c2", "r1", "ada", "zoo"), NOON.minusSeconds(60)));
        append(walk, event("4", "heard", context("c1", "r2", "bob", "shop"), NOON.plusSeconds(61)));
        append(walk, event("5", "heard", EventContext.NONE, NOON.plusSeconds(60)));
    }

    private void append(StreamId stream, NewEvent event) {
        store().append(stream, any(), List.of(event));
    }

    private static EventContext context(
            @Nullable String conversation, @Nullable String request, @Nullable String user, @Nullable String project) {
        return new EventContext(user, project, conversation, request, null, null);
    }

    private List<String> found(EventQuery query) {
        return ids(queries().find(query.limit(1_000)).events());
    }

    private List<String> paged(EventQuery query, int limit) {
        List<String> all = new ArrayList<>();
        EventPage page;
        var next = query.limit(limit);
        do {
            page = queries().find(next);
            all.addAll(ids(page.events()));
            next = next.after(page.events().getLast().position());
        } while (page.more());
        return all;
    }

    private static List<String> ids(List<StoredEvent> events) {
        return events.stream().map(StoredEvent::eventId).toList();
    }
}
