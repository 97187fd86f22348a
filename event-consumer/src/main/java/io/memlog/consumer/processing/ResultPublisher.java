package io.memlog.consumer.processing;

import java.util.List;

/// Publishes the results of a consumer: dead letters, then progress.
public interface ResultPublisher {

    /// Returns when all messages are acknowledged and durable.
    ///
    /// @throws PauseException when Kafka does not acknowledge a message; it may be stored nevertheless
    void publish(List<DeadLetter> deadLetters, List<ProgressReport> progress) throws PauseException;
}
