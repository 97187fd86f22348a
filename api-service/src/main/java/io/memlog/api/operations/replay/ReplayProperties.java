package io.memlog.api.operations.replay;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How messages are replayed.
///
/// @param ratePerSecond how many messages a replay sends per second, unless its request has another rate
@Validated
@ConfigurationProperties("memlog.replay")
record ReplayProperties(
        @Min(1) @Max(MAX_RATE_PER_SECOND) @DefaultValue("200")
        int ratePerSecond) {

    static final int MAX_RATE_PER_SECOND = 10_000;
}
