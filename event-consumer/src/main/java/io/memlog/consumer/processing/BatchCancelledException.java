package io.memlog.consumer.processing;

/// Thrown when the partitions of the batch are revoked or the consumer stops. Acknowledged records stay
/// acknowledged.
final class BatchCancelledException extends Exception {}
