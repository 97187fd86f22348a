package io.memlog.consumer.processing;

/// The batch is to end here: its partitions go elsewhere, or the consumer stops. What is settled stays so.
final class BatchCancelledException extends Exception {

    BatchCancelledException() {
        super("wound up", null, false, false);
    }
}
