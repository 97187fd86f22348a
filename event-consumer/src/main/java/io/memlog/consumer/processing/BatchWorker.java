package io.memlog.consumer.processing;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.PauseCause;
import io.memlog.consumer.ProjectionHandler;
import io.memlog.consumer.publishing.ResultPublisher;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/// Processes batches one after the other: applies them to the projection, publishes progress, and
/// dead-letters what cannot be applied. It returns when every record is acknowledged, however long an outage
/// lasts, or when the batch is cancelled.
public final class BatchWorker {

    private static final Logger log = LoggerFactory.getLogger(BatchWorker.class);

    private final RecordDecoder decoder = new RecordDecoder();
    private final BatchProcessor processor;
    private final DeadLetterPublisher deadLetters;
    private final OutageDetector outage;
    private final ConsumerMeters meters;

    public BatchWorker(
            ProjectionHandler handler,
            ResultPublisher results,
            PauseListener pauses,
            DataSize maxWrite,
            RetryProperties retry,
            OutageProperties outages,
            ConsumerMeters meters,
            Clock clock,
            RandomGenerator random) {
        this.meters = meters;
        var publisher = new RetryingPublisher(results, outages.backoff(random), pauses);
        var tenants = new TenantHealth(outages.scopeTimeout(), clock);
        var outage = new OutageDetector(handler, tenants, outages.backoff(random), pauses);
        var guard = new RejectionGuard();
        this.outage = outage;
        this.deadLetters = new DeadLetterPublisher(handler.projection(), publisher, guard, meters, clock);
        var attempt = new ApplyAttempt(handler, publisher, outage, tenants, guard, meters, clock);
        var partialFailures = new PartialFailureHandler(
                new BatchBisector(attempt),
                new RecordRetrier(attempt, deadLetters, retry.delays()),
                outage,
                deadLetters,
                tenants,
                new OutageScope(tenants, outages.scopeTimeout(), clock),
                retry.delays(),
                clock);
        this.processor = new BatchProcessor(attempt, partialFailures, outage, tenants, maxWrite.toBytes());
    }

    public void process(Batch batch) {
        try {
            var plan =
                    BatchPlan.of(batch.records().stream().map(decoder::decode).toList());
            meters.batch(batch.size());
            meters.superseded(plan.superseded());
            skip(plan.invalidTombstones(), batch);
            processor.process(plan.tasks(), batch);
            deadLetters.publishPoison(plan.poison(), batch);
            awaitUpgrade(plan.newer(), batch);
        } catch (BatchCancelledException e) {
            log.debug("a batch of {} records was cancelled", batch.size(), e);
        }
    }

    /// An event of a later release is not lost: it stays unacknowledged until a worker of that release reads it.
    private void awaitUpgrade(List<DecodedRecord.Newer> newer, Batch batch) throws BatchCancelledException {
        while (!newer.isEmpty()) {
            var first = newer.getFirst();
            outage.backOff(
                    new IndexUnavailableException(
                            PauseCause.WORKER,
                            "upgrade this worker first: %s-%s@%s has an %s"
                                    .formatted(
                                            first.record().topic(),
                                            first.record().partition(),
                                            first.record().offset(),
                                            first.cause().getMessage()),
                            first.cause(),
                            null),
                    batch.sleeper());
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
}
