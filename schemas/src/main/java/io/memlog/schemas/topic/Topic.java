package io.memlog.schemas.topic;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A topic and how it is set up; the replication factor is the deployment's choice. Every key is a memory
/// id in decimal.
///
/// @param config topic settings under Kafka's own names
public record Topic(String name, int partitions, Map<String, String> config) {

    private static final int PARTITIONS = 12;
    private static final int LARGEST_MESSAGE_BYTES = 4 * 1024 * 1024;

    /// The changes of all memories. Every event carries the whole state, so the newest of a key is enough;
    /// a message without a value erases the memory.
    public static final Topic EVENTS = topic("memory-log-events", "cleanup.policy", "compact");

    /// What the workers achieved.
    public static final Topic PROGRESS = kept("memory-log-progress", Duration.ofDays(7));

    public Topic {
        config = Map.copyOf(config);
    }

    /// What only this consumer is to apply again. It has as many partitions as the events, so that the live
    /// and the replayed events of one memory are handled by the same thread.
    public static Topic replay(Projection consumer) {
        return kept(EVENTS.name + "-" + consumer.wireName() + "-replay", Duration.ofDays(7));
    }

    /// What this consumer could not apply.
    public static Topic deadLetters(Projection consumer) {
        return kept(EVENTS.name + "-" + consumer.wireName() + "-dlt", Duration.ofDays(30));
    }

    /// Every topic of a deployment.
    public static List<Topic> all() {
        return Stream.concat(
                        Stream.of(EVENTS, PROGRESS),
                        Stream.of(Projection.values())
                                .flatMap(consumer -> Stream.of(replay(consumer), deadLetters(consumer))))
                .toList();
    }

    private static Topic kept(String name, Duration retention) {
        return topic(name, "retention.ms", Long.toString(retention.toMillis()));
    }

    private static Topic topic(String name, String setting, String value) {
        return new Topic(
                name, PARTITIONS, Map.of(setting, value, "max.message.bytes", Integer.toString(LARGEST_MESSAGE_BYTES)));
    }
}
