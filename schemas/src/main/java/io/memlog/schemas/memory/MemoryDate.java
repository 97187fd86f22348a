package io.memlog.schemas.memory;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.memlog.schemas.json.UtcTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;

/// The date of a memory: an ISO date, which covers its whole UTC day, or a date-time, which covers one
/// microsecond.
///
/// @param text  the canonical form: `2025-11-13`, or `2025-11-13T08:30:00.000000Z`
/// @param first the first microsecond it covers
/// @param last  the last microsecond it covers
public record MemoryDate(@JsonValue String text, Instant first, Instant last) {

    private static final int MAX_CHARACTERS = 64;

    public static MemoryDate day(LocalDate day) {
        var start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        var end = start.plus(1, ChronoUnit.DAYS).minus(1, ChronoUnit.MICROS);
        return new MemoryDate(day.toString(), start, end);
    }

    public static MemoryDate moment(Instant moment) {
        var micros = moment.truncatedTo(ChronoUnit.MICROS);
        return new MemoryDate(UtcTime.format(micros), micros, micros);
    }

    /// Parses an ISO date or date-time of the years 1 to 9999; a date-time without an offset is UTC.
    ///
    /// @throws DateTimeException when the text is neither
    @JsonCreator
    public static MemoryDate parse(String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw new DateTimeException("too long for a date");
        }
        TemporalAccessor parsed = text.length() <= 10
                ? LocalDate.parse(text)
                : DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
        var date = switch (parsed) {
            case LocalDate day -> day(day);
            case OffsetDateTime moment -> moment(moment.toInstant());
            case LocalDateTime local -> moment(local.toInstant(ZoneOffset.UTC));
            default -> throw new DateTimeException("neither a date nor a date-time");
        };
        var year = date.first.atOffset(ZoneOffset.UTC).getYear();
        if (year < 1 || year > 9999) {
            throw new DateTimeException("a date lies in the years 1 to 9999");
        }
        return date;
    }

    @Override
    public String toString() {
        return text;
    }
}
