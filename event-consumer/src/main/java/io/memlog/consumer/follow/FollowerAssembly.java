package io.memlog.consumer.follow;

import io.memlog.consumer.Index;
import io.memlog.consumer.batch.Backoff;
import io.memlog.consumer.batch.BatchWorker;
import io.memlog.consumer.meters.ConsumerMeters;
import io.memlog.consumer.report.KafkaReports;
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
record FollowerAssembly(
        Index index,
        ConsumerProperties settings,
        KafkaClients clients,
        ConsumerMeters meters,
        Clock clock,
        RandomGenerator random,
        String source) {

    private static final Duration TO_LEAVE_THE_GROUP = Duration.ofSeconds(8);

    Follower follower() {
        var threads =
                IntStream.range(0, settings.threads()).mapToObj(this::thread).toList();
        return new Follower(projection(), threads, settings.stopWait().plus(TO_LEAVE_THE_GROUP));
    }

    private FollowerThread thread(int number) {
        var name = settings.group(projection()) + "-" + number;
        var state = new FollowerState(name, clock);
        return new FollowerThread(name, state, () -> loop(name, state));
    }

    private PollLoop loop(String name, FollowerState state) {
        var group = settings.group(projection());
        var reports = new KafkaReports(() -> clients.producer(name), projection(), source, group, clock);
        var worker = new BatchWorker(
                index, reports, state, settings.maxWrite(), settings.retry(), settings.outage(), meters, clock, random);
        var outage = settings.outage();
        return new PollLoop(
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
