package io.memlog.api.operations.pipeline;

import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/// From the changes, the reports of the workers and the dead letters to figures per minute. All these topics have the
/// memory as key and as many partitions, so that one task sees all of a memory.
final class PipelineTopology {

    /// What is known of each memory, by its id.
    static final String MEMORIES = "memories";

    /// The figures of each minute, by its number since 1970; each partition has its own.
    static final String MINUTES = "minutes";

    private static final String PROCESSOR = "pipeline";

    private PipelineTopology() {}

    /// @param retention how long the figures of a minute are kept
    static Topology build(Duration retention, PipelineMeters meters) {
        var topology = new Topology();
        var sources = sources();
        for (var topic : sources) {
            topology.addSource(
                    AutoOffsetReset.earliest(),
                    topic.name(),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer(),
                    topic.name());
        }
        return topology.addProcessor(
                        PROCESSOR,
                        () -> new PipelineProcessor(retention, meters),
                        sources.stream().map(Topic::name).toArray(String[]::new))
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                        Stores.persistentKeyValueStore(MEMORIES), Serdes.String(), Serdes.ByteArray())
                                .withCachingEnabled(),
                        PROCESSOR)
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                        Stores.persistentKeyValueStore(MINUTES), Serdes.Long(), Serdes.ByteArray())
                                .withCachingEnabled(),
                        PROCESSOR);
    }

    static List<Topic> sources() {
        List<Topic> sources = new ArrayList<>(List.of(Topic.EVENTS, Topic.PROGRESS));
        for (var projection : Projection.values()) {
            sources.add(Topic.deadLetters(projection));
        }
        return sources;
    }
}
