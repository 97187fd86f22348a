package io.memlog.api.operations.replay.send;

import io.memlog.api.operations.jobs.JobContext;
import io.memlog.schemas.topic.Projection;
import java.util.List;

/// Sends messages to where only one consumer reads them.
public interface ReplaySender {

    /// Returns when every message is safe; the order of each key is kept. After a failure all of them have
    /// to be sent again.
    ///
    /// @param job on whose behalf, and at whose pace
    /// @throws io.memlog.api.operations.jobs.DependencyUnavailableException when Kafka is away
    void send(Projection consumer, List<ReplayMessage> messages, JobContext job) throws InterruptedException;
}
