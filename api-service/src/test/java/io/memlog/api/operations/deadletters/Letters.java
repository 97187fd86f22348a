package io.memlog.api.operations.deadletters;

import java.time.Duration;

/// Dead letters for tests.
public final class Letters {

    private Letters() {}

    /// The settings as they are by default.
    public static DeadLetterProperties properties() {
        return new DeadLetterProperties(
                3,
                Duration.ofHours(1),
                Duration.ofSeconds(5),
                200,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10));
    }
}
