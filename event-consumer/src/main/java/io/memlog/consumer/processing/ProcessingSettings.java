package io.memlog.consumer.processing;

import java.time.Duration;
import org.springframework.util.unit.DataSize;

/// How a batch is processed.
///
/// @param maxWrite     the maximal size of one write; a larger record is a write of its own
/// @param batchTimeout after which the rest of a batch is handed back
public record ProcessingSettings(
        DataSize maxWrite, Duration batchTimeout, RetryProperties retry, FailureProperties failure) {}
