package io.memlog.api.http;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// What callers may take of api-service.
///
/// @param requestsPerSecond of one API key or token, with a burst of as many; 0 for no limit
/// @param failedAuthenticationsPerSecond wrong keys and tokens of one address, with a burst of as many; 0 for no limit
/// @param maxBodiesInFlight the size of all bodies that are read or processed at the same time; one key or token has
///     at most half, unless a single body is larger
/// @param maxWaiting        how many requests may wait for an index at the same time (`wait_for`); one key or token has
///     at most half
/// @param bodyTimeout       how long the arrival of one body may take
/// @param maxMemories       memory logs of one user and project that are not deleted; 0 for no limit
/// @param maxMemoryBytes    the size of these in the database, compressed, and of the agents' events of this user and
///     project as they were sent; 0 for no limit
@Validated
@ConfigurationProperties("memlog.limits")
public record LimitProperties(
        @Min(0) @DefaultValue("1000") int requestsPerSecond,
        @Min(0) @DefaultValue("100") int failedAuthenticationsPerSecond,
        @NotNull @DefaultValue("64MB") DataSize maxBodiesInFlight,
        @Positive @DefaultValue("200") int maxWaiting,
        @DurationMin(millis = 1) @DefaultValue("60s") Duration bodyTimeout,
        @Min(0) @DefaultValue("0") long maxMemories,
        @NotNull @DefaultValue("0B") DataSize maxMemoryBytes) {}
