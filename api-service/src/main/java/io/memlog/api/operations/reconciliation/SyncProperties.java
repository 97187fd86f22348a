package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.topic.Projection;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How the indexes are compared with the log and brought back to it.
///
/// @param enabled       whether the indexes are checked all the time, without being asked
/// @param interval      the pause between two rounds of that check; a round passes over tenants that have
///     not changed since an index agreed about them
/// @param fullInterval  how often a round passes over nobody
/// @param pause         the pause between two pages of such a round
/// @param repair        whether a round that found something is followed by a repair
/// @param page          how many memories are compared at a time
/// @param grace         how long after its last change a memory is left alone, being on its way
/// @param secondLook    how long to wait before a difference is looked at again
/// @param patience      how long to wait for a consumer that has to handle what was sent
/// @param repairWait    how long an index may take to show what a repair has sent
/// @param ratePerSecond how many messages a repair or rebuild sends in a second
/// @param vectorGroup   the consumer group of embedding-worker
/// @param graphGroup    the consumer group of graph-worker
@Validated
@ConfigurationProperties("memlog.sync")
record SyncProperties(
        @DefaultValue("true") boolean enabled,
        @DurationMin(millis = 10) @DefaultValue("5m") Duration interval,
        @DurationMin(millis = 10) @DefaultValue("24h") Duration fullInterval,
        @DurationMin(millis = 0) @DefaultValue("200ms") Duration pause,
        @DefaultValue("false") boolean repair,
        @Min(1) @Max(10_000) @DefaultValue("1000") int page,
        @DurationMin(millis = 0) @DefaultValue("30s") Duration grace,

        @DurationMin(millis = 0) @DurationMax(minutes = 5) @DefaultValue("1s")
        Duration secondLook,

        @DurationMin(millis = 0) @DefaultValue("30s") Duration patience,
        @DurationMin(millis = 0) @DefaultValue("60s") Duration repairWait,
        @Min(1) @Max(10_000) @DefaultValue("500") int ratePerSecond,
        @NotBlank @DefaultValue("memlog-vector") String vectorGroup,
        @NotBlank @DefaultValue("memlog-graph") String graphGroup) {

    String groupOf(Projection projection) {
        return switch (projection) {
            case VECTOR -> vectorGroup;
            case GRAPH -> graphGroup;
        };
    }
}
