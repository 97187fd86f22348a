package io.memlog.eventstore;

import static io.memlog.eventstore.Events.events;
import static io.memlog.eventstore.ExpectedVersion.any;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.memlog.eventstore.subscriptions.AppendNotifier;
import io.memlog.eventstore.subscriptions.CatchUpSubscriptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// The contract of every log about feeds and subscriptions.
public abstract class EventFeedContract extends EventQueriesContract {

    private final StreamId tea = new StreamId("tea");
    private final StreamId coffee = new StreamId("coffee");

    protected abstract EventFeed feed();

    protected abstract AppendNotifier notifier();

    @Test
    void the_whole_log_is_read_in_batches_from_one_checkpoint_to_the_next() {
        store().append(tea, any(), events("a", "b"));
        store().append(coffee, any(), events("c"));
        store().append(tea, any(), events("d", "e"));

        var first = feed().after(Checkpoint.BEGINNING, 2);
        var second = feed().after(first.end(), 2);
        var third = feed().after(second.end(), 2);
        var end = feed().after(third.end(), 2);

        assertThat(ids(first)).containsExactly("a", "b");
        assertThat(ids(second)).containsExactly("c", "d");
        assertThat(ids(third)).containsExactly("e");
        assertThat(end.isEmpty()).isTrue();
        assertThat(end.end()).isEqualTo(third.end());
    }

    @Test
    void after_the_end_comes_what_is_appended_later_and_nothing_else() {
        store().append(tea, any(), events("a", "b"));
        var end = feed().end();

        store().append(coffee, any(), events("c"));

        assertThat(ids(feed().after(end, 10))).containsExactly("c");
    }

    @Test
    void a_checkpoint_is_kept_as_a_text() {
        store().append(tea, any(), events("a", "b"));
        var kept = feed().after(Checkpoint.BEGINNING, 1).end().text();

        var rest = feed().after(Checkpoint.parse(kept), 10);

        assertThat(ids(rest)).containsExactly("b");
        assertThat(Checkpoint.parse(Checkpoint.BEGINNING.text())).isEqualTo(Checkpoint.BEGINNING);
        for (var text : List.of("", "7", "p", "p-1", "p1 ", "p9999999999999999999")) {
            assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_subscription_catches_up_and_then_follows() {
        store().append(tea, any(), events("a", "b", "c"));
        List<String> seen = new CopyOnWriteArrayList<>();
        try (var subscriptions = subscriptions(Duration.ofMillis(20));
                var _ = subscriptions.subscribe(Checkpoint.BEGINNING, batch -> seen.addAll(ids(batch)))) {
            await().until(() -> seen.size() == 3);

            store().append(coffee, any(), events("d"));
            await().until(() -> seen.size() == 4);
            store().append(tea, any(), events("e"));
            await().until(() -> seen.size() == 5);
        }

        assertThat(seen).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void an_append_wakes_a_subscription_that_would_ask_much_later() {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (var subscriptions = subscriptions(Duration.ofHours(1));
                var _ = subscriptions.subscribe(Checkpoint.BEGINNING, batch -> seen.addAll(ids(batch)))) {
            for (int n = 0; n < 20; n++) {
                var expected = n + 1;
                store().append(tea, any(), events("event-" + n));
                await().until(() -> seen.size() == expected);
            }
        }
    }

    @Test
    void a_subscription_goes_on_where_another_has_ended() {
        store().append(tea, any(), events("a", "b", "c"));
        List<Checkpoint> ends = new CopyOnWriteArrayList<>();
        List<String> seen = new CopyOnWriteArrayList<>();
        try (var subscriptions = subscriptions(Duration.ofMillis(20))) {
            subscriptions.subscribe(Checkpoint.BEGINNING, batch -> ends.add(batch.end()));
            await().until(() ->
                    !ends.isEmpty() && feed().after(ends.getLast(), 1).isEmpty());
        }
        store().append(tea, any(), events("d"));

        try (var subscriptions = subscriptions(Duration.ofMillis(20))) {
            subscriptions.subscribe(Checkpoint.parse(ends.getLast().text()), batch -> seen.addAll(ids(batch)));
            await().until(() -> !seen.isEmpty());
        }

        assertThat(seen).containsExactly("d");
    }

    @Test
    void a_batch_whose_handler_fails_is_passed_again_and_no_event_is_skipped() {
        store().append(tea, any(), events("a", "b", "c", "d", "e"));
        List<String> seen = new CopyOnWriteArrayList<>();
        var failures = new AtomicInteger();
        try (var subscriptions = subscriptions(Duration.ofMillis(20))) {
            subscriptions.subscribe(Checkpoint.BEGINNING, batch -> {
                if (failures.incrementAndGet() % 2 == 1) {
                    throw new IllegalStateException("the first time of each batch");
                }
                seen.addAll(ids(batch));
            });
            await().until(() -> seen.size() >= 5);
        }

        assertThat(seen).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void a_closed_subscription_gets_no_further_events() {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (var subscriptions = subscriptions(Duration.ofMillis(20))) {
            var subscription = subscriptions.subscribe(Checkpoint.BEGINNING, batch -> seen.addAll(ids(batch)));
            store().append(tea, any(), events("a"));
            await().until(() -> seen.size() == 1);

            subscription.close();
            store().append(tea, any(), events("b"));
            var all = new ArrayList<String>();
            subscriptions.subscribe(Checkpoint.BEGINNING, batch -> all.addAll(ids(batch)));
            await().until(() -> all.size() == 2);
        }

        assertThat(seen).containsExactly("a");
    }

    private CatchUpSubscriptions subscriptions(Duration pollInterval) {
        var settings =
                new CatchUpSubscriptions.Settings(3, pollInterval, Duration.ofMillis(10), Duration.ofSeconds(10));
        return new CatchUpSubscriptions(feed(), notifier(), settings);
    }

    private static List<String> ids(EventBatch batch) {
        return batch.events().stream().map(StoredEvent::eventId).toList();
    }
}
