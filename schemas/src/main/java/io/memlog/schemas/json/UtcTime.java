package io.memlog.schemas.json;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// The format of times: UTC with microseconds and `Z`.
public final class UtcTime {

    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private UtcTime() {}

    public static String format(Instant time) {
        return MICROSECONDS.format(time);
    }
}
