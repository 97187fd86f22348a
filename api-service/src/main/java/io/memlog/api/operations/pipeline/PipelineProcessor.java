package io.memlog.api.operations.pipeline;

import io.memlog.api.operations.pipeline.MinuteStatistics.Count;
import io.memlog.api.operations.pipeline.TrackedMemory.Flag;
import io.memlog.api.operations.pipeline.TrackedMemory.Version;
import io.memlog.schemas.event.EmbeddingGenerated;
import io.memlog.schemas.event.ProjectionDeleted;
import io.memlog.schemas.event.ProjectionEvent;
import io.memlog.schemas.event.ProjectionFailed;
import io.memlog.schemas.event.ProjectionReplayed;
import io.memlog.schemas.event.ProjectionStored;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// Joins the changes of a memory with what is reported about them, whatever comes first. A change and a report count
/// once, in the minute of their own time, however late they come.
///
/// The clocks of two machines may differ. A change that is stored before it was made has the latency 0, and what is
/// said to happen in the future happens now.
final class PipelineProcessor implements Processor<byte[], byte[], Void, Void> {

    /// What is still waited for is kept for as long as reports stay in their topic.
    private static final Duration MAX_WAIT = Duration.ofDays(7);

    private static final Duration EXPIRY_INTERVAL = Duration.ofMinutes(1);
    private static final int MIN_SCAN = 10_000;

    /// A longer key of a message is not the id of a memory.
    private static final int MAX_KEY_LENGTH = 32;
    private static final long MICROS_PER_MINUTE = Duration.ofMinutes(1).toNanos() / 1_000;

    private final Duration retention;
    private final PipelineMeters meters;
    private final Map<String, Projection> deadLetterTopics = new HashMap<>();

    @SuppressWarnings("NullAway.Init")
    private ProcessorContext<Void, Void> context;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<String, byte[]> memories;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<Long, byte[]> minutes;

    private @Nullable String scanned;
    private int written;

    PipelineProcessor(Duration retention, PipelineMeters meters) {
        this.retention = retention;
        this.meters = meters;
        for (var projection : Projection.values()) {
            deadLetterTopics.put(Topic.deadLetters(projection).name(), projection);
        }
    }

    @Override
    public void init(ProcessorContext<Void, Void> processorContext) {
        context = processorContext;
        memories = context.getStateStore(PipelineTopology.MEMORIES);
        minutes = context.getStateStore(PipelineTopology.MINUTES);
        context.schedule(EXPIRY_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::expire);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        var message = new PipelineMessage(record);
        var topic = context.recordMetadata().map(metadata -> metadata.topic()).orElse("");
        if (record.timestamp() < now() - retention.toMillis()) {
            return;
        }
        if (topic.equals(Topic.EVENTS.name())) {
            change(message);
        } else if (topic.equals(Topic.PROGRESS.name())) {
            progress(message);
        } else {
            var projection = deadLetterTopics.get(topic);
            if (projection != null) {
                deadLetter(message, projection);
            }
        }
    }

    private void change(PipelineMessage message) {
        var memory = message.key();
        var number = message.version();
        if (memory == null || number == null) {
            return;
        }
        if (message.isTombstone()) {
            purge(memory, number);
            return;
        }
        var time = message.time();
        if (time != null) {
            var changedAt = Math.min(micros(time), nowMicros());
            update(memory, tracked -> accept(tracked, number, changedAt));
        }
    }

    private void accept(TrackedMemory memory, long number, long changedAt) {
        var version = memory.findOrAdd(number);
        if (version == null || version.isKnown()) {
            return;
        }
        version.changedAt = changedAt;
        figures(changedAt, MinuteStatistics::accept);
        meters.accepted();
        for (var projection : Projection.values()) {
            if (version.storedAt(projection) != 0) {
                stored(version, projection);
            } else if (isUnreported(memory, version, projection)) {
                version.set(Flag.OUTSTANDING, projection, true);
                count(changedAt, projection, Count.OUTSTANDING, 1);
            }
        }
    }

    /// A report on a later version says that this one is superseded.
    private static boolean isUnreported(TrackedMemory memory, Version version, Projection projection) {
        return memory.versions().stream()
                .noneMatch(other -> other.number >= version.number && other.is(Flag.REPORTED, projection));
    }

    private void progress(PipelineMessage message) {
        var event = message.report();
        if (event != null) {
            update(event.key().id().toString(), tracked -> report(tracked, event));
        }
    }

    private void report(TrackedMemory memory, ProjectionEvent event) {
        switch (event) {
            case ProjectionStored stored -> storedAt(memory, stored.projection(), stored.version(), stored.at());
            case ProjectionDeleted deleted -> storedAt(memory, deleted.projection(), deleted.version(), deleted.at());
            case ProjectionFailed failed -> {
                var version = memory.findOrAdd(failed.version());
                if (version != null && !version.is(Flag.FAILED, failed.projection())) {
                    version.set(Flag.FAILED, failed.projection(), true);
                    reported(memory, version, failed.projection());
                    count(micros(failed.at()), failed.projection(), Count.FAILED, 1);
                    meters.reported(failed.projection(), Count.FAILED);
                }
            }
            case ProjectionReplayed replayed -> {
                if (memory.count(PipelineMessage.hash(
                        replayed.type() + "/" + replayed.deadLetter() + "/" + replayed.replay()))) {
                    count(micros(replayed.at()), replayed.projection(), Count.REPLAYED, 1);
                    meters.reported(replayed.projection(), Count.REPLAYED);
                }
            }
            case EmbeddingGenerated _ -> {}
        }
    }

    private void storedAt(TrackedMemory memory, Projection projection, long number, Instant at) {
        var version = memory.findOrAdd(number);
        if (version != null && version.storedAt(projection) == 0) {
            version.storedAt(projection, micros(at));
            reported(memory, version, projection);
            if (version.isKnown()) {
                stored(version, projection);
            }
        }
    }

    private void stored(Version version, Projection projection) {
        var storedAt = version.storedAt(projection);
        figures(storedAt, minute -> minute.addStored(projection, storedAt - version.changedAt));
        meters.reported(projection, Count.STORED);
    }

    /// Ends the wait for this version and for those that it supersedes.
    private void reported(TrackedMemory memory, Version version, Projection projection) {
        version.set(Flag.REPORTED, projection, true);
        memory.versions().stream()
                .filter(other -> other.number <= version.number)
                .forEach(other -> {
                    release(other, projection);
                });
    }

    private void release(Version version, Projection projection) {
        if (version.is(Flag.OUTSTANDING, projection)) {
            version.set(Flag.OUTSTANDING, projection, false);
            count(version.changedAt, projection, Count.OUTSTANDING, -1);
        }
    }

    private void deadLetter(PipelineMessage message, Projection projection) {
        var id = message.origin();
        var own = message.key();
        var isMemory = own != null && own.length() < MAX_KEY_LENGTH;
        var key = own != null && isMemory ? own : "dead-letter-" + id;
        var number = message.version();
        update(key, memory -> {
            if (memory.count(id)) {
                count(micros(Instant.ofEpochMilli(message.record().timestamp())), projection, Count.DEAD_LETTERED, 1);
                meters.reported(projection, Count.DEAD_LETTERED);
                var version = isMemory && number != null ? memory.findOrAdd(number) : null;
                if (version != null) {
                    reported(memory, version, projection);
                }
            }
        });
    }

    private void purge(String memory, long number) {
        var known = memories.get(memory);
        if (known == null) {
            return;
        }
        var tracked = TrackedMemory.parse(known);
        tracked.versions().stream()
                .filter(version -> version.number <= number)
                .forEach(version -> List.of(Projection.values()).forEach(each -> release(version, each)));
        tracked.versions().removeIf(version -> version.number <= number);
        write(memory, tracked);
    }

    private void update(String key, Consumer<TrackedMemory> change) {
        var memory = TrackedMemory.parse(memories.get(key));
        change.accept(memory);
        if (memory.versions().size() > TrackedMemory.MAX_VERSIONS) {
            var oldest = memory.versions().removeFirst();
            List.of(Projection.values()).forEach(projection -> release(oldest, projection));
        }
        write(key, memory);
    }

    private void write(String key, TrackedMemory memory) {
        memories.put(key, memory.toBytes(now()));
        written++;
    }

    private void count(long micros, Projection projection, Count count, long amount) {
        figures(micros, minute -> minute.add(projection, count, amount));
    }

    /// Changes the figures of a minute, unless they are expired.
    private void figures(long micros, Consumer<MinuteStatistics> change) {
        var minute = Math.floorDiv(Math.min(micros, nowMicros()), MICROS_PER_MINUTE);
        if (minute < oldestMinute(now())) {
            return;
        }
        var known = minutes.get(minute);
        var figures = known == null ? new MinuteStatistics() : MinuteStatistics.parse(known);
        change.accept(figures);
        minutes.put(minute, figures.toBytes());
    }

    private long oldestMinute(long millis) {
        return Duration.ofMillis(millis).minus(retention).toMinutes();
    }

    /// Removes expired minutes, and memories of which nothing was heard since. The memories are read a part at a time,
    /// so that a minute's work is bounded.
    private void expire(long timestamp) {
        List<Long> expiredMinutes = new ArrayList<>();
        try (var old = minutes.range(0L, oldestMinute(timestamp) - 1)) {
            old.forEachRemaining(minute -> expiredMinutes.add(minute.key));
        }
        expiredMinutes.forEach(minutes::delete);

        List<String> expiredMemories = new ArrayList<>();
        var left = MIN_SCAN + 2 * written;
        try (var known = memories.range(scanned, null)) {
            while (left > 0 && known.hasNext()) {
                left--;
                var memory = known.next();
                scanned = memory.key;
                if (isExpired(memory, timestamp)) {
                    expiredMemories.add(memory.key);
                }
            }
            scanned = known.hasNext() ? scanned : null;
        }
        expiredMemories.forEach(memories::delete);
        written = 0;
    }

    private boolean isExpired(KeyValue<String, byte[]> entry, long timestamp) {
        var memory = TrackedMemory.parse(entry.value);
        var kept = memory.isOutstanding() ? MAX_WAIT : retention;
        return memory.touched() < timestamp - kept.toMillis();
    }

    private long now() {
        return context.currentSystemTimeMs();
    }

    private static long micros(Instant time) {
        return Math.max(1, ChronoUnit.MICROS.between(Instant.EPOCH, time));
    }

    private long nowMicros() {
        return (now() + 1) * 1_000;
    }
}
