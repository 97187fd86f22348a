package io.memlog.api.operations.deadletters.indexing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.api.operations.deadletters.EventSubject;
import io.memlog.api.operations.deadletters.Failure;
import io.memlog.api.operations.deadletters.Failure.Cause;
import io.memlog.api.operations.deadletters.IndexedDeadLetter;
import io.memlog.api.operations.deadletters.OriginalRecord;
import io.memlog.api.operations.deadletters.RecordPosition;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.message.DeadLetterHeaders;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Parses records of a dead-letter topic. Any record becomes a dead letter, whatever its content.
final class DeadLetterParser {

    /// The consumer of each dead-letter topic.
    static final Map<String, Projection> CONSUMERS = Arrays.stream(Projection.values())
            .collect(Collectors.toUnmodifiableMap(
                    consumer -> Topic.deadLetters(consumer).name(), Function.identity()));

    private static final int MAX_ID_LENGTH = 256;
    private static final int MAX_TOPIC_LENGTH = 249;
    private static final int MAX_EXCEPTION_LENGTH = 512;
    private static final int MAX_MESSAGE_LENGTH = 2 * 1024;
    private static final int MAX_STACK_LENGTH = 16 * 1024;
    private static final int MAX_CODE_LENGTH = 64;
    private static final int MAX_ATTEMPTS = 1_000_000;
    private static final int MAX_REPLAYS = 1_000_000;
    private static final int MAX_VALUE_BYTES = 1024 * 1024;
    private static final long MAX_TIMESTAMP =
            Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();
    private static final Pattern MEMORY = Pattern.compile("[0-9]{1,18}");
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final String WRAPPER_PREFIX = "org.springframework.kafka.";

    private static final Cause WITHOUT_TEXTS =
            Cause.of(Cause.UNCLASSIFIED, "", "the message cannot be indexed with its texts", null);

    private DeadLetterParser() {}

    /// @param withTexts false leaves out all texts of a record that PostgreSQL would reject
    static IndexedDeadLetter parse(ConsumerRecord<byte[], byte[]> record, boolean withTexts) {
        var consumer = Objects.requireNonNull(CONSUMERS.get(record.topic()));
        var headers = new HeaderReader(record.headers());
        var origin = origin(record, headers);
        var replayed =
                headers.text(DeadLetterHeaders.DEAD_LETTER_ID, MAX_CODE_LENGTH).flatMap(DeadLetterId::parse);
        var replay = headers.number(DeadLetterHeaders.REPLAY)
                .filter(number -> number > 0 && number <= MAX_REPLAYS && replayed.isPresent());
        var attempts = headers.number(DeadLetterHeaders.ATTEMPTS).filter(number -> number <= MAX_ATTEMPTS);
        var stack = headers.text(DeadLetterHeaders.EXCEPTION_STACKTRACE, MAX_STACK_LENGTH);
        var bytes = record.value() == null ? 0 : record.value().length;
        var cause = withTexts ? cause(headers) : WITHOUT_TEXTS;
        var causeText = ErrorFingerprint.of(cause);
        return new IndexedDeadLetter(
                replay.flatMap(_ -> replayed).orElseGet(() -> DeadLetterId.of(consumer, origin)),
                consumer,
                new Failure(
                        replay.orElse(0L).intValue(),
                        Instant.ofEpochMilli(timestamp(record.timestamp()).orElse(0L)),
                        cause,
                        attempts.orElse(1L).intValue(),
                        position(record)),
                withTexts ? stack.orElse("") : "",
                causeText,
                ErrorFingerprint.group(consumer, causeText),
                withTexts ? subject(record, headers) : EventSubject.UNKNOWN,
                withTexts ? origin : ownOrigin(record),
                record.key(),
                record.value(),
                headers.number(DeadLetterHeaders.ORIGINAL_SIZE).orElse(0L) > bytes,
                withTexts ? json(record) : "[]");
    }

    private static Cause cause(HeaderReader headers) {
        return Cause.of(
                headers.text(DeadLetterHeaders.REASON, MAX_CODE_LENGTH + 1)
                        .filter(CODE.asMatchPredicate())
                        .orElse(Cause.UNCLASSIFIED),
                exception(headers),
                headers.text(DeadLetterHeaders.EXCEPTION_MESSAGE, MAX_MESSAGE_LENGTH)
                        .orElse(""),
                headers.text(DeadLetterHeaders.RETRY_CLASS, MAX_CODE_LENGTH).orElse(null));
    }

    /// Spring Kafka's own exceptions wrap the actual one.
    private static String exception(HeaderReader headers) {
        var outer =
                headers.text(DeadLetterHeaders.EXCEPTION, MAX_EXCEPTION_LENGTH).orElse("");
        return outer.isEmpty() || outer.startsWith(WRAPPER_PREFIX)
                ? headers.text(DeadLetterHeaders.EXCEPTION_CAUSE, MAX_EXCEPTION_LENGTH)
                        .orElse(outer)
                : outer;
    }

    /// Falls back to the position in the dead-letter topic.
    private static OriginalRecord origin(ConsumerRecord<byte[], byte[]> record, HeaderReader headers) {
        var topic =
                headers.text(DeadLetterHeaders.ORIGINAL_TOPIC, MAX_TOPIC_LENGTH).filter(text -> !text.isBlank());
        var partition =
                headers.number(DeadLetterHeaders.ORIGINAL_PARTITION).filter(number -> number <= Integer.MAX_VALUE);
        var offset = headers.number(DeadLetterHeaders.ORIGINAL_OFFSET);
        if (topic.isEmpty() || partition.isEmpty() || offset.isEmpty()) {
            return ownOrigin(record);
        }
        return new OriginalRecord(
                new RecordPosition(topic.get(), partition.get().intValue(), offset.get()),
                headers.number(DeadLetterHeaders.ORIGINAL_TIMESTAMP)
                        .flatMap(DeadLetterParser::timestamp)
                        .orElse(null));
    }

    private static OriginalRecord ownOrigin(ConsumerRecord<byte[], byte[]> record) {
        return new OriginalRecord(
                position(record), timestamp(record.timestamp()).orElse(null));
    }

    private static RecordPosition position(ConsumerRecord<byte[], byte[]> record) {
        return new RecordPosition(record.topic(), record.partition(), record.offset());
    }

    /// A time of the years 1970 to 9999.
    private static Optional<Long> timestamp(long milliseconds) {
        return Optional.of(milliseconds).filter(time -> time >= 0 && time <= MAX_TIMESTAMP);
    }

    /// What the key and the headers lack is read from the value.
    private static EventSubject subject(ConsumerRecord<byte[], byte[]> record, HeaderReader headers) {
        var memory = Optional.ofNullable(record.key())
                .map(key -> HeaderReader.text(key, MAX_ID_LENGTH))
                .filter(MEMORY.asMatchPredicate())
                .map(Long::parseLong)
                .filter(id -> id > 0);
        var version = headers.number(CloudEventHeaders.MEMORY_VERSION).filter(number -> number > 0);
        var user = id(headers, CloudEventHeaders.USER_ID);
        var project = id(headers, CloudEventHeaders.PROJECT_ID);
        var isComplete = Stream.of(memory, version, user, project).allMatch(Optional::isPresent);
        var value = isComplete ? MissingNode.getInstance() : tree(record.value());
        return new EventSubject(
                memory.or(() -> positive(value.path("id")))
                        .or(() -> positive(value.path("memory_log_id")))
                        .map(MemoryId::new)
                        .orElse(null),
                version.or(() -> positive(value.path("version"))).orElse(null),
                user.or(() -> id(value.path("user_id"))).orElse(null),
                project.or(() -> id(value.path("project_id"))).orElse(null),
                id(headers, CloudEventHeaders.TYPE).orElse(null));
    }

    private static Optional<Long> positive(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong() && value.longValue() > 0
                ? Optional.of(value.longValue())
                : Optional.empty();
    }

    private static Optional<String> id(HeaderReader headers, String name) {
        return headers.text(name, MAX_ID_LENGTH + 1).filter(DeadLetterParser::isId);
    }

    private static Optional<String> id(JsonNode value) {
        return value.stringValueOpt()
                .map(text -> HeaderReader.text(text.getBytes(UTF_8), MAX_ID_LENGTH + 1))
                .filter(DeadLetterParser::isId);
    }

    /// A longer id is not one of Memlog.
    private static boolean isId(String text) {
        return !text.isBlank() && text.length() <= MAX_ID_LENGTH;
    }

    private static JsonNode tree(byte @Nullable [] value) {
        if (value == null || value.length == 0 || value.length > MAX_VALUE_BYTES) {
            return MissingNode.getInstance();
        }
        try {
            return Json.mapper().readTree(value);
        } catch (JacksonException | IllegalArgumentException e) {
            return MissingNode.getInstance();
        }
    }

    private static String json(ConsumerRecord<byte[], byte[]> record) {
        var headers = Json.mapper().createArrayNode();
        record.headers()
                .forEach(header -> headers.addObject().put("name", header.key()).put("value", header.value()));
        return headers.toString();
    }
}
