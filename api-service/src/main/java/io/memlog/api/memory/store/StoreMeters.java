package io.memlog.api.memory.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.springframework.stereotype.Component;

/// `memlog.ingest`: how long it takes from a request's arrival until its memory log is safely stored.
/// `memlog.ingest.batch`: the same for a batch.
@Component
final class StoreMeters {

    private final MeterRegistry registry;
    private final Timer ingest;
    private final Timer batch;

    StoreMeters(MeterRegistry registry) {
        this.registry = registry;
        this.ingest = Timer.builder("memlog.ingest")
                .description("From a request's arrival until its memory log is stored")
                .publishPercentileHistogram()
                .register(registry);
        this.batch = Timer.builder("memlog.ingest.batch")
                .description("From a batch's arrival until its memory logs are stored")
                .register(registry);
    }

    Timer.Sample start() {
        return Timer.start(registry);
    }

    void stored(Timer.Sample started) {
        started.stop(ingest);
    }

    void storedBatch(Timer.Sample started) {
        started.stop(batch);
    }
}
