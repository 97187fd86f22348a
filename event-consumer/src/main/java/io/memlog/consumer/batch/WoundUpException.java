package io.memlog.consumer.batch;

/// The batch is to end here: its partitions go elsewhere, or the consumer stops. What is settled stays so.
final class WoundUpException extends Exception {

    WoundUpException() {
        super("wound up", null, false, false);
    }
}
