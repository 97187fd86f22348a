package io.memlog.consumer.processing;

import io.memlog.consumer.ProjectionHandler;
import io.memlog.consumer.meters.ConsumerMeters;
import io.memlog.consumer.publishing.ResultPublisher;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/// Works through batches, one after the other: brings the index up to date, reports, buries what cannot be
/// applied. It comes back when everything is settled, however long an outage lasts, or the batch is wound
/// up.
public final class BatchWorker {

    private static final Logger log = LoggerFactory.getLogger(BatchWorker.class);

    private final RecordDecoder reader = new RecordDecoder();
    private final BatchProcessor settlement;
    private final DeadLetterPublisher burial;
    private final ConsumerMeters meters;

    public BatchWorker(
            ProjectionHandler index,
            ResultPublisher reports,
            PauseListener pauses,
            DataSize maxWrite,
            RetryProperties retries,
            OutageProperties outages,
            ConsumerMeters meters,
            Clock clock,
            RandomGenerator random) {
        this.meters = meters;
        var delivery = new RetryingPublisher(backoff(outages, random), pauses);
        var tenants = new TenantHealth(outages.patience(), clock);
        var outage = new OutageDetector(index, tenants, backoff(outages, random), pauses);
        this.burial = new DeadLetterPublisher(index.projection(), reports, delivery, meters, clock);
        var attempt = new ApplyAttempt(index, reports, delivery, outage, tenants, meters, clock);
        var separation = new PartialFailureHandler(
                new BatchBisector(attempt),
                new RecordRetrier(attempt, burial, retries),
                outage,
                burial,
                tenants,
                new OutageScope(tenants, outages.patience(), clock),
                retries,
                clock);
        this.settlement = new BatchProcessor(attempt, separation, outage, tenants, maxWrite.toBytes());
    }

    public void work(Batch batch) {
        try {
            var plan = BatchPlan.of(batch.messages().stream().map(reader::read).toList());
            meters.batch(batch.size());
            meters.superseded(plan.superseded());
            passOver(plan.unaddressed(), batch);
            settlement.settle(plan.tasks(), batch);
            burial.buryUndecodable(plan.undecodable(), batch);
        } catch (BatchCancelledException e) {
            log.debug("a batch of {} was wound up", batch.size(), e);
        }
    }

    private void passOver(List<DecodedRecord.Unaddressed> unaddressed, Batch batch) {
        for (var nobodys : unaddressed) {
            var message = nobodys.message();
            log.warn(
                    "passed over {}-{}@{}: it has no value and names no memory, user and project to erase",
                    message.topic(),
                    message.partition(),
                    message.offset());
            batch.settle(List.of(message));
        }
        meters.unaddressed(unaddressed.size());
    }

    private static Backoff backoff(OutageProperties outages, RandomGenerator random) {
        return new Backoff(outages.shortestWait(), outages.longestWait(), random);
    }
}
