package io.memlog.consumer.kafka;

import io.memlog.consumer.ProjectionHandler;
import io.memlog.consumer.processing.BatchWorker;
import io.memlog.consumer.processing.ConsumerMeters;
import io.memlog.consumer.publishing.KafkaResultPublisher;
import io.memlog.schemas.topic.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Creates a [ProjectionConsumer]; each of its threads has its own Kafka consumer, producer and worker.
///
/// @param source the CloudEvents source of the published events
record ProjectionConsumerFactory(
        ProjectionHandler handler,
        String group,
        ConsumerProperties settings,
        KafkaClients clients,
        ConsumerMeters meters,
        Clock clock,
        RandomGenerator random,
        String source) {

    private static final Duration LEAVE_GROUP_TIMEOUT = Duration.ofSeconds(8);

    ProjectionConsumer create() {
        var threads =
                IntStream.range(0, settings.threads()).mapToObj(this::thread).toList();
        return new ProjectionConsumer(
                handler.projection(), threads, settings.shutdownTimeout().plus(LEAVE_GROUP_TIMEOUT));
    }

    private ConsumerThread thread(int number) {
        var name = group + "-" + number;
        var state = new ConsumerState(name, clock);
        return new ConsumerThread(name, state, () -> loop(name, state));
    }

    private RestartingPollLoop loop(String name, ConsumerState state) {
        var projection = handler.projection();
        var results = new KafkaResultPublisher(() -> clients.producer(name), projection, source, group, clock);
        var worker = new BatchWorker(
                handler,
                results,
                state,
                settings.maxWrite(),
                settings.retry(),
                settings.outage(),
                meters,
                clock,
                random);
        return new RestartingPollLoop(
                name,
                () -> clients.consumer(group, name),
                worker,
                results,
                List.of(Topic.EVENTS.name(), Topic.replay(projection).name()),
                settings,
                state,
                settings.outage().backoff(random),
                clock);
    }
}
