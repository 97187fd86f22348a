package io.memlog.api.operations.jobs;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/// The last job of a page.
record JobCursor(Instant createdAt, JobId id) {

    private static final int BYTES = 3 * Long.BYTES + Integer.BYTES;

    static JobCursor after(Job job) {
        return new JobCursor(job.createdAt(), job.id());
    }

    String text(JobFilter filter) {
        var bytes = ByteBuffer.allocate(BYTES)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, createdAt))
                .putLong(id.value().getMostSignificantBits())
                .putLong(id.value().getLeastSignificantBits())
                .putInt(filter.fingerprint())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Empty when the text is no cursor, or one of a list with another filter.
    static Optional<JobCursor> parse(String text, JobFilter filter) {
        try {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() != BYTES) {
                return Optional.empty();
            }
            var createdAt = Instant.EPOCH.plus(bytes.getLong(), ChronoUnit.MICROS);
            var cursor = new JobCursor(createdAt, new JobId(new UUID(bytes.getLong(), bytes.getLong())));
            return bytes.getInt() == filter.fingerprint() ? Optional.of(cursor) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
