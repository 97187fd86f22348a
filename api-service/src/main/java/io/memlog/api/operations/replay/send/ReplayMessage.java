package io.memlog.api.operations.replay.send;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.api.memory.MemoryEvents;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.message.CloudEventHeaders;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A message for the replay topic of a consumer.
///
/// @param partition null leaves it to the key, as does a partition that the topic does not have
@SuppressWarnings("ArrayRecordComponent")
public record ReplayMessage(
        @Nullable Integer partition, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {

    /// A header; Kafka allows null values.
    @SuppressWarnings("ArrayRecordComponent")
    public record Header(String name, byte @Nullable [] value) {

        public Header(String name, String value) {
            this(name, value.getBytes(UTF_8));
        }
    }

    public ReplayMessage {
        headers = List.copyOf(headers);
    }

    /// The latest event of a memory, equal to the message that the outbox has published but for its predecessor, which
    /// may have changed since.
    public static ReplayMessage of(LatestEvents.Event event) {
        var message = MemoryEvents.message(event.eventId(), event.change(), event.predecessor(), null);
        var headers = message.headers().entrySet().stream()
                .map(header -> new Header(header.getKey(), header.getValue()))
                .toList();
        return new ReplayMessage(
                null, message.key().getBytes(UTF_8), message.data().getBytes(UTF_8), headers);
    }

    /// A message that removes what an index holds of a memory up to this version, and what is damaged.
    public static ReplayMessage purge(MemoryKey memory, long upTo) {
        var tenant = memory.tenant();
        return new ReplayMessage(
                null,
                memory.id().toString().getBytes(UTF_8),
                null,
                List.of(
                        new Header(CloudEventHeaders.USER_ID, tenant.userId()),
                        new Header(CloudEventHeaders.PROJECT_ID, tenant.projectId()),
                        new Header(CloudEventHeaders.MEMORY_VERSION, Long.toString(upTo))));
    }

    /// Adds that the index first removes what it holds of the memory up to this version, and what is damaged.
    public ReplayMessage purging(long upTo) {
        return with(List.of(new Header(CloudEventHeaders.PURGE, Long.toString(upTo))));
    }

    /// The last header of this name as text; null when there is none.
    public @Nullable String header(String name) {
        return headers.reversed().stream()
                .filter(header -> header.name().equals(name) && header.value() != null)
                .findFirst()
                .map(header -> new String(Objects.requireNonNull(header.value()), UTF_8))
                .orElse(null);
    }

    /// Returns the message with additional headers.
    public ReplayMessage with(List<Header> additional) {
        return new ReplayMessage(
                partition,
                key,
                value,
                Stream.concat(headers.stream(), additional.stream()).toList());
    }
}
