package io.memlog.eventstore.postgres;

import static io.memlog.eventstore.Events.events;
import static io.memlog.eventstore.ExpectedVersion.any;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.memlog.eventstore.Append;
import io.memlog.eventstore.AppendResult;
import io.memlog.eventstore.StoredEvent;
import io.memlog.eventstore.StreamId;
import io.memlog.eventstore.Writers;
import io.memlog.eventstore.servers.TestDatabase;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Lists of appends to many streams, from many writers at once.
class ManyStreamsIT {

    private static final HikariDataSource POOL =
            TestDatabase.create().migrated().pool(10);
    private static final PostgresFixture POSTGRES = new PostgresFixture(POOL, Clock.systemUTC());

    private static final int WRITERS = 8;
    private static final int ROUNDS = 25;
    private static final int LENGTH = 50;
    private static final int STREAMS = 2 * WRITERS;

    @AfterAll
    static void close() {
        POOL.close();
    }

    @BeforeEach
    void empty() {
        POSTGRES.empty();
    }

    @Test
    void lists_that_name_the_same_streams_in_any_order_never_wait_in_a_circle() {
        var results = writeAll((writer, round, random) ->
                append("stream-" + random.nextInt(STREAMS), writer + "-" + random.nextLong()));

        assertThat(results).hasSize(WRITERS * ROUNDS * LENGTH).allMatch(AppendResult.Appended.class::isInstance);
        assertThatTheLogIsWhole(results);
    }

    @Test
    void lists_that_name_the_same_ids_in_any_order_never_wait_in_a_circle() {
        var results = writeAll((writer, round, random) ->
                append("stream-" + (writer + WRITERS * random.nextInt(2)), round + "-" + random.nextInt(LENGTH)));

        assertThat(results).anyMatch(AppendResult.Duplicate.class::isInstance);
        assertThatTheLogIsWhole(results);
    }

    @Test
    void a_thousand_events_of_two_hundred_streams_take_as_many_statements_as_one() {
        var statements = new AtomicInteger();
        var counted = new PostgresFixture(POOL, Clock.systemUTC(), statements::incrementAndGet);
        counted.store.append(new StreamId("warm"), any(), events("up"));
        var forOne = statements.getAndSet(0);

        var results = counted.store.appendAll(IntStream.range(0, 1_000)
                .mapToObj(n -> new Append(new StreamId("stream-" + n % 200), any(), events("event-" + n)))
                .toList());

        assertThat(results).hasSize(1_000).allMatch(AppendResult.Appended.class::isInstance);
        assertThat(statements).hasValue(forOne);
    }

    private interface AppendMaker {
        Append make(int writer, int round, Random random);
    }

    /// Appends lists from all writers at once.
    private static Collection<AppendResult> writeAll(AppendMaker maker) {
        var results = new ConcurrentLinkedQueue<AppendResult>();
        Writers.run(WRITERS, writer -> {
            var random = new Random(writer);
            for (int n = 0; n < ROUNDS; n++) {
                var round = n;
                results.addAll(POSTGRES.store.appendAll(Stream.generate(() -> maker.make(writer, round, random))
                        .limit(LENGTH)
                        .toList()));
            }
        });
        return results;
    }

    private static void assertThatTheLogIsWhole(Collection<AppendResult> results) {
        var streams = streams();
        var appended = results.stream().filter(AppendResult.Appended.class::isInstance);
        assertThat(streams.stream().mapToInt(List::size).sum()).isEqualTo((int) appended.count());
        assertThat(streams.stream().flatMap(List::stream).map(StoredEvent::eventId))
                .doesNotHaveDuplicates();
        assertThat(streams).allSatisfy(stream -> {
            assertThat(stream)
                    .extracting(StoredEvent::streamVersion)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, stream.size()).boxed().toList());
            assertThat(stream).extracting(StoredEvent::position).isSorted();
        });
    }

    private static Append append(String stream, String eventId) {
        return new Append(new StreamId(stream), any(), events(eventId));
    }

    private static List<List<StoredEvent>> streams() {
        return IntStream.range(0, STREAMS)
                .mapToObj(n -> POSTGRES.store.read(new StreamId("stream-" + n), 0, WRITERS * ROUNDS * LENGTH))
                .toList();
    }
}
