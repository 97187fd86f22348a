package io.memlog.api.operations.deadletters;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.memlog.api.http.ProblemException;
import io.memlog.eventstore.StreamId;
import io.memlog.schemas.topic.Projection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Identifies a dead letter. The same record of the same consumer always has the same id, so indexing is idempotent.
public record DeadLetterId(@JsonValue UUID value) implements Comparable<DeadLetterId> {

    private static final UUID NAMESPACE = UUID.fromString("b3a1c6de-5d0f-4f53-9c39-5a3e2c1f7d40");
    private static final String STREAM_PREFIX = "dead_letter-";
    private static final Pattern FORMAT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    @JsonCreator
    public DeadLetterId {}

    /// The version 5 UUID of the consumer and the original record.
    public static DeadLetterId of(Projection consumer, OriginalRecord origin) {
        var timestamp = origin.timestamp() == null ? "" : "/" + origin.timestamp();
        return new DeadLetterId(nameBased(consumer.wireName() + "/" + origin.position() + timestamp));
    }

    /// Empty for a text that is no UUID.
    public static Optional<DeadLetterId> parse(String text) {
        return FORMAT.matcher(text).matches() ? Optional.of(new DeadLetterId(UUID.fromString(text))) : Optional.empty();
    }

    /// Parses the id in a path.
    ///
    /// @throws ProblemException `404` for a text that is no UUID, which no dead letter has
    public static DeadLetterId ofPath(String text) {
        return parse(text).orElseThrow(() -> notFound(text));
    }

    public ProblemException notFound() {
        return notFound(toString());
    }

    private static ProblemException notFound(String id) {
        return ProblemException.notFound("there is no dead letter " + id);
    }

    /// The stream of its events.
    public StreamId stream() {
        return new StreamId(STREAM_PREFIX + value);
    }

    @Override
    public int compareTo(DeadLetterId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return value.toString();
    }

    private static UUID nameBased(String name) {
        try {
            var sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(ByteBuffer.allocate(16)
                    .putLong(NAMESPACE.getMostSignificantBits())
                    .putLong(NAMESPACE.getLeastSignificantBits())
                    .array());
            var hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
            var high = (hash.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x5000L;
            var low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
            return new UUID(high, low);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
