package io.memlog.schemas.topic;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A topic and its configuration, except the replication factor, which is a setting. Every key is a memory id
/// in decimal.
///
/// @param config topic settings under Kafka's own names
public record Topic(String name, int partitions, Map<String, String> config) {

    private static final int PARTITIONS = 12;
    private static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

    /// The changes of all memories. Every event contains the complete state, so compaction keeps the newest of each
    /// key; a tombstone purges the memory up to the version that it names.
    public static final Topic EVENTS = topic("memory-log-events", "cleanup.policy", "compact");

    /// The progress of the workers.
    public static final Topic PROGRESS = retained("memory-log-progress", Duration.ofDays(7));

    public Topic {
        config = Map.copyOf(config);
    }

    /// Events that only this projection applies again. Live and replayed events of a memory have the same
    /// partition number, so that one thread handles both.
    public static Topic replay(Projection projection) {
        return retained(EVENTS.name + "-" + projection.wireName() + "-replay", Duration.ofDays(7));
    }

    /// Events that this projection could not apply.
    public static Topic deadLetters(Projection projection) {
        return retained(EVENTS.name + "-" + projection.wireName() + "-dlt", Duration.ofDays(30));
    }

    /// Every topic of a deployment.
    public static List<Topic> all() {
        return Stream.concat(
                        Stream.of(EVENTS, PROGRESS),
                        Stream.of(Projection.values())
                                .flatMap(projection -> Stream.of(replay(projection), deadLetters(projection))))
                .toList();
    }

    private static Topic retained(String name, Duration retention) {
        return topic(name, "retention.ms", Long.toString(retention.toMillis()));
    }

    private static Topic topic(String name, String setting, String value) {
        return new Topic(
                name, PARTITIONS, Map.of(setting, value, "max.message.bytes", Integer.toString(MAX_MESSAGE_BYTES)));
    }
}
