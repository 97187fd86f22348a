package io.memlog.api.operations.replay.send;

import io.memlog.api.operations.jobs.JobContext;
import io.memlog.schemas.topic.Projection;
import java.util.List;

/// Sends messages to the replay topic of a consumer.
public interface ReplaySender {

    /// Returns when every message is acknowledged. Messages with the same key keep their order. After a failure all of
    /// them have to be sent again.
    ///
    /// @param context the job, whose rate applies
    /// @throws io.memlog.api.operations.jobs.DependencyUnavailableException when Kafka is unavailable
    void send(Projection consumer, List<ReplayMessage> messages, JobContext context) throws InterruptedException;
}
