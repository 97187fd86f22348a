package io.memlog.consumer.processing;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How an outage is waited out, and how long a trouble that may be that of some memories only is taken for one.
///
/// @param shortestWait how long to wait at first before looking again
/// @param longestWait  the wait grows up to this; a longer `Retry-After` is honoured
/// @param patience     how long memories whose writes fail while the probe passes hold up the others, when no write
///                     of anybody proves that the store works; with a proof it is as long as `memlog.consumer.retry`
///                     says
public record OutageProperties(
        @DurationMin(millis = 1) @DefaultValue("500ms") Duration shortestWait,
        @DurationMin(millis = 1) @DefaultValue("30s") Duration longestWait,
        @DurationMin(millis = 0) @DefaultValue("15m") Duration patience) {}
