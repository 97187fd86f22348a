package io.memlog.consumer.batch;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How an outage is waited out, and how long a trouble that only some memories have may hold up the others.
///
/// @param shortestWait    how long to wait at first before looking again
/// @param longestWait     the wait grows up to this; a longer `Retry-After` is honoured
/// @param patience        how long a tenant whose writes fail holds up the others, once, while theirs succeed
///                        and the probe passes; then its events become dead letters until a write succeeds
/// @param lonelyPatience  the same while nobody else's write proves that the store works
public record OutageProperties(
        @DurationMin(millis = 1) @DefaultValue("500ms") Duration shortestWait,
        @DurationMin(millis = 1) @DefaultValue("30s") Duration longestWait,
        @DurationMin(millis = 0) @DefaultValue("3s") Duration patience,
        @DurationMin(millis = 0) @DefaultValue("15m") Duration lonelyPatience) {}
