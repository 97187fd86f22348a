package io.memlog.consumer.kafka;

import io.memlog.consumer.ProjectionHandler;
import io.memlog.consumer.meters.ConsumerMeters;
import io.memlog.consumer.processing.Backoff;
import io.memlog.consumer.processing.BatchWorker;
import io.memlog.consumer.publishing.KafkaResultPublisher;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Puts a follower together: every thread has its own consumer, producer and worker.
///
/// @param source the CloudEvents source of what it reports
record ProjectionConsumerFactory(
        ProjectionHandler index,
        ConsumerProperties settings,
        KafkaClients clients,
        ConsumerMeters meters,
        Clock clock,
        RandomGenerator random,
        String source) {

    private static final Duration TO_LEAVE_THE_GROUP = Duration.ofSeconds(8);

    ProjectionConsumer follower() {
        var threads =
                IntStream.range(0, settings.threads()).mapToObj(this::thread).toList();
        return new ProjectionConsumer(projection(), threads, settings.stopWait().plus(TO_LEAVE_THE_GROUP));
    }

    private ConsumerThread thread(int number) {
        var name = settings.group(projection()) + "-" + number;
        var state = new ConsumerState(name, clock);
        return new ConsumerThread(name, state, () -> loop(name, state));
    }

    private RestartingPollLoop loop(String name, ConsumerState state) {
        var group = settings.group(projection());
        var reports = new KafkaResultPublisher(() -> clients.producer(name), projection(), source, group, clock);
        var worker = new BatchWorker(
                index, reports, state, settings.maxWrite(), settings.retry(), settings.outage(), meters, clock, random);
        var outage = settings.outage();
        return new RestartingPollLoop(
                name,
                () -> clients.consumer(group, name),
                worker,
                reports,
                List.of(Topic.EVENTS.name(), Topic.replay(projection()).name()),
                settings,
                state,
                new Backoff(outage.shortestWait(), outage.longestWait(), random),
                clock);
    }

    private Projection projection() {
        return index.projection();
    }
}
