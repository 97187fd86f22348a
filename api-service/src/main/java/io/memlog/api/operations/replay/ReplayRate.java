package io.memlog.api.operations.replay;

import io.memlog.api.http.JsonObjectReader;

/// How many messages a replay sends in a second.
final class ReplayRate {

    static final int FASTEST = 10_000;
    static final String MEMBER = "rate_per_second";

    private ReplayRate() {}

    static int of(JsonObjectReader body, ReplayProperties properties) {
        return body.wholeNumber(MEMBER, 1, FASTEST, properties.ratePerSecond());
    }
}
