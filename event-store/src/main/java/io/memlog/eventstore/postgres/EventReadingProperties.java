package io.memlog.eventstore.postgres;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How the log is read.
///
/// @param horizonTimeout how long a query waits for open transactions before it returns only the events up to
///     the horizon: later ones could still be preceded by an uncommitted event
@Validated
@ConfigurationProperties("memlog.events")
record EventReadingProperties(
        @DurationMin(millis = 0) @DurationMax(seconds = 20) @DefaultValue("1s")
        Duration horizonTimeout) {}
