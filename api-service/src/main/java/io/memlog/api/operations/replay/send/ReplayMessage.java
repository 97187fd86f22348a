package io.memlog.api.operations.replay.send;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.api.memory.MemoryEvents;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.message.DeadLetterHeaders;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A message for the replay topic of a consumer.
///
/// @param partition null leaves it to the key, as does a partition that the topic does not have
@SuppressWarnings("ArrayRecordComponent")
public record ReplayMessage(
        @Nullable Integer partition, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {

    private static final Set<String> TRACE_HEADERS = Set.of("traceparent", "tracestate", "baggage", "b3");
    private static final List<String> STRIPPED_PREFIXES =
            List.of("x-b3-", DeadLetterHeaders.PREFIX, "kafka_original-", "kafka_exception-", "memlog-dead-letter-");

    /// A header; Kafka allows null values.
    @SuppressWarnings("ArrayRecordComponent")
    public record Header(String name, byte @Nullable [] value) {

        Header(String name, String value) {
            this(name, value.getBytes(UTF_8));
        }
    }

    public ReplayMessage {
        headers = List.copyOf(headers);
    }

    /// The latest event of a memory, equal to the message that the outbox has published.
    public static ReplayMessage of(LatestEvents.Event event) {
        var change = MemoryEvents.decode(event.eventId(), event.type(), event.data());
        var message = MemoryEvents.message(event.eventId(), change);
        var headers = message.headers().entrySet().stream()
                .map(header -> new Header(header.getKey(), header.getValue()))
                .toList();
        return new ReplayMessage(
                null, message.key().getBytes(UTF_8), message.data().getBytes(UTF_8), headers);
    }

    /// The message of a dead letter as it failed, key and value byte for byte. Its headers about its failure and its
    /// trace are stripped; the id of the dead letter and the number of the replay are added.
    ///
    /// @param partition the partition of the record that failed
    /// @param headers   a JSON array of `{"name","value"}`, each value in base64 or null
    public static ReplayMessage ofDeadLetter(
            UUID id, int number, int partition, byte @Nullable [] key, byte @Nullable [] value, String headers) {
        var own = Json.mapper()
                .readTree(headers)
                .valueStream()
                .filter(header -> !isStripped(header.get("name").stringValue().toLowerCase(Locale.ROOT)))
                .map(header -> new Header(
                        header.get("name").stringValue(),
                        header.get("value").isNull()
                                ? null
                                : Base64.getDecoder().decode(header.get("value").stringValue())))
                .toList();
        return new ReplayMessage(partition, key, value, own)
                .with(List.of(
                        new Header(DeadLetterHeaders.DEAD_LETTER_ID, id.toString()),
                        new Header(DeadLetterHeaders.REPLAY, Integer.toString(number))));
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

    /// Returns the message with additional headers.
    public ReplayMessage with(List<Header> additional) {
        return new ReplayMessage(
                partition,
                key,
                value,
                Stream.concat(headers.stream(), additional.stream()).toList());
    }

    private static boolean isStripped(String name) {
        return TRACE_HEADERS.contains(name) || STRIPPED_PREFIXES.stream().anyMatch(name::startsWith);
    }
}
