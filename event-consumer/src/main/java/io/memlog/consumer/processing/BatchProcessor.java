package io.memlog.consumer.processing;

import static java.util.stream.Collectors.toSet;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.PauseCause;
import io.memlog.consumer.ProjectionHandler;
import io.memlog.consumer.publishing.ResultPublisher;
import io.memlog.schemas.retry.StopSignal;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Applies batches to the projection, publishes progress, and dead-letters what cannot be applied. Thread-safe: each
/// batch is processed on the thread of its caller.
public final class BatchProcessor<P> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BatchProcessor.class);

    private final ProjectionHandler<P> handler;
    private final RecordDecoder decoder = new RecordDecoder();
    private final TimedCalls calls = new TimedCalls();
    private final FailurePolicy policy;
    private final ProjectionWriter<P> writer;
    private final OutcomePublisher outcomes;
    private final ConsumerProperties settings;
    private final ConsumerMeters meters;

    public BatchProcessor(
            ProjectionHandler<P> handler,
            ResultPublisher results,
            ConsumerProperties settings,
            ConsumerMeters meters,
            Clock clock) {
        this.handler = handler;
        this.policy = new FailurePolicy(this::probe, settings.failure(), System::nanoTime);
        this.writer = new ProjectionWriter<>(handler, calls, meters, clock);
        this.outcomes = new OutcomePublisher(handler.projection(), results, meters, clock);
        this.settings = settings;
        this.meters = meters;
    }

    /// Acknowledges what is applied or became a dead letter. What is left is to be tried again: after a pause if this
    /// method throws, otherwise at once.
    ///
    /// @param stop after its request no slice is begun
    public void process(Batch batch, StopSignal stop) throws PauseException, InterruptedException {
        var plan = BatchPlan.of(batch.records().stream().map(decoder::decode).toList());
        meters.batch(batch.records().size());
        meters.superseded(plan.superseded());
        skip(plan.invalidTombstones(), batch);
        outcomes.publishPoison(plan.poison(), batch);
        new BatchRun<>(writer, policy, outcomes, calls, settings, stop, batch).apply(plan.tasks());
        if (!plan.newer().isEmpty()) {
            throw upgradeFirst(plan.newer());
        }
    }

    private void skip(List<DecodedRecord.InvalidTombstone> invalidTombstones, Batch batch) {
        for (var invalid : invalidTombstones) {
            var skipped = invalid.record();
            log.warn(
                    "skipped tombstone {}-{}@{}: it does not name a memory, user, project and version",
                    skipped.topic(),
                    skipped.partition(),
                    skipped.offset());
            batch.acknowledge(List.of(skipped));
        }
        meters.invalidTombstones(invalidTombstones.size());
    }

    /// An event of a later release stays unacknowledged until a worker of that release reads it.
    private static PauseException upgradeFirst(List<DecodedRecord.Newer> newer) {
        var first = newer.getFirst();
        return new PauseException(
                PauseCause.WORKER,
                "upgrade this worker first: %s-%s@%s has an %s"
                        .formatted(
                                first.record().topic(),
                                first.record().partition(),
                                first.record().offset(),
                                first.cause().getMessage()),
                first.cause(),
                newer.stream().map(each -> Batch.partition(each.record())).collect(toSet()));
    }

    private @Nullable IndexUnavailableException probe() {
        var result = calls.run(PauseCause.STORE, settings.failure().callTimeout(), () -> {
            handler.probe();
            return true;
        });
        if (!(result instanceof TimedCalls.Result.Failure<Boolean>(var cause, var _))) {
            return null;
        }
        return switch (cause) {
            case IndexUnavailableException unavailable -> unavailable;
            case Error error ->
                new IndexUnavailableException(PauseCause.WORKER, "the probe fails: " + error, error, null);
            default -> new IndexUnavailableException("the probe fails: " + cause.getMessage(), cause);
        };
    }

    @Override
    public void close() {
        calls.close();
    }
}
