package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.topic.Projection;
import java.util.Map;

/// What waits in Kafka for the consumer of an index, on its live and its replay topic.
interface ConsumerLag {

    /// Where each partition ends now; every message that was acknowledged before lies below.
    ///
    /// @return the offset of each partition, named as in `topic-partition`
    /// @throws io.memlog.api.operations.jobs.DependencyUnavailableException when Kafka is away
    Map<String, Long> ends(Projection projection);

    /// How many messages below these ends the consumer has not settled yet.
    long waiting(Projection projection, Map<String, Long> ends);
}
