package io.memlog.api.operations.deadletters.indexing;

import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.api.operations.deadletters.EventSubject;
import io.memlog.api.operations.deadletters.Failure;
import io.memlog.api.operations.deadletters.Failure.Cause;
import io.memlog.api.operations.deadletters.IndexedDeadLetter;
import io.memlog.api.operations.deadletters.OriginalRecord;
import io.memlog.api.operations.deadletters.RecordPosition;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.WireEnum;
import io.memlog.schemas.message.DeadLetterHeaders;
import io.memlog.schemas.message.RetryClass;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Parses records of a dead-letter topic. Any record becomes a dead letter, whatever its content.
final class DeadLetterParser {

    private static final int MAX_TOPIC_LENGTH = 249;
    private static final int MAX_EXCEPTION_LENGTH = 512;
    private static final int MAX_MESSAGE_LENGTH = 2 * 1024;
    private static final int MAX_STACK_LENGTH = 16 * 1024;
    private static final int MAX_CODE_LENGTH = 64;
    private static final int MAX_ATTEMPTS = 1_000_000;
    private static final int MAX_REPLAYS = 1_000_000;
    private static final long MAX_TIMESTAMP =
            Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final String WRAPPER_PREFIX = "org.springframework.kafka.";

    private DeadLetterParser() {}

    static IndexedDeadLetter parse(ConsumerRecord<byte[], byte[]> record, Projection consumer) {
        var headers = new RecordHeaders(record.headers());
        return deadLetter(record, consumer, cause(headers), headers, EventSubjectParser.read(record));
    }

    /// Leaves out all texts of a record that PostgreSQL would reject.
    static IndexedDeadLetter parseWithoutText(ConsumerRecord<byte[], byte[]> record, Projection consumer) {
        var headers = new RecordHeaders(record.headers());
        var cause = new Cause(Cause.UNCLASSIFIED, "", "the message cannot be indexed with its texts");
        var parsed = deadLetter(record, consumer, cause, headers, EventSubject.UNKNOWN);
        return new IndexedDeadLetter(
                parsed.id(),
                consumer,
                parsed.failure(),
                "",
                parsed.causeText(),
                parsed.group(),
                EventSubject.UNKNOWN,
                new OriginalRecord(position(record), timestamp(record.timestamp())),
                record.key(),
                record.value(),
                parsed.truncated(),
                "[]");
    }

    private static IndexedDeadLetter deadLetter(
            ConsumerRecord<byte[], byte[]> record,
            Projection consumer,
            Cause cause,
            RecordHeaders headers,
            EventSubject subject) {
        var origin = origin(record, headers);
        var replay = replay(headers);
        var causeText = ErrorFingerprint.of(cause);
        return new IndexedDeadLetter(
                replay.map(Replay::deadLetter).orElseGet(() -> DeadLetterId.of(consumer, origin)),
                consumer,
                new Failure(
                        replay.map(Replay::number).orElse(0),
                        time(record.timestamp()),
                        cause,
                        headers.number(DeadLetterHeaders.ATTEMPTS)
                                .filter(attempts -> attempts <= MAX_ATTEMPTS)
                                .map(Long::intValue)
                                .orElse(1),
                        position(record)),
                headers.dltHeaderText("exception-stacktrace", MAX_STACK_LENGTH).orElse(""),
                causeText,
                ErrorFingerprint.group(consumer, causeText),
                subject,
                origin,
                record.key(),
                record.value(),
                isTruncated(record, headers),
                json(record));
    }

    private static boolean isTruncated(ConsumerRecord<byte[], byte[]> record, RecordHeaders headers) {
        var bytes = record.value() == null ? 0 : record.value().length;
        return headers.number(DeadLetterHeaders.ORIGINAL_SIZE).orElse(0L) > bytes;
    }

    private static Cause cause(RecordHeaders headers) {
        var cause = new Cause(
                headers.text(DeadLetterHeaders.REASON, MAX_CODE_LENGTH + 1)
                        .filter(CODE.asMatchPredicate())
                        .orElse(Cause.UNCLASSIFIED),
                exception(headers),
                headers.dltHeaderText("exception-message", MAX_MESSAGE_LENGTH).orElse(""));
        return headers.text(DeadLetterHeaders.RETRY_CLASS, MAX_CODE_LENGTH)
                .flatMap(name -> WireEnum.find(RetryClass.class, name))
                .map(cause::withRetryClass)
                .orElse(cause);
    }

    /// Spring Kafka's own exceptions wrap the actual one.
    private static String exception(RecordHeaders headers) {
        var outer =
                headers.dltHeaderText("exception-fqcn", MAX_EXCEPTION_LENGTH).orElse("");
        return outer.isEmpty() || outer.startsWith(WRAPPER_PREFIX)
                ? headers.dltHeaderText("exception-cause-fqcn", MAX_EXCEPTION_LENGTH)
                        .orElse(outer)
                : outer;
    }

    /// Falls back to the position in the dead-letter topic.
    private static OriginalRecord origin(ConsumerRecord<byte[], byte[]> record, RecordHeaders headers) {
        var topic = headers.dltHeaderText("original-topic", MAX_TOPIC_LENGTH).filter(text -> !text.isBlank());
        var partition = headers.dltHeaderNumber("original-partition").filter(number -> number <= Integer.MAX_VALUE);
        var offset = headers.dltHeaderNumber("original-offset");
        if (topic.isEmpty() || partition.isEmpty() || offset.isEmpty()) {
            return new OriginalRecord(position(record), timestamp(record.timestamp()));
        }
        var position = new RecordPosition(topic.get(), partition.get().intValue(), offset.get());
        return new OriginalRecord(
                position,
                headers.dltHeaderNumber("original-timestamp")
                        .map(DeadLetterParser::timestamp)
                        .orElse(null));
    }

    /// The replay that failed again.
    private record Replay(DeadLetterId deadLetter, int number) {}

    private static Optional<Replay> replay(RecordHeaders headers) {
        var deadLetter =
                headers.text(DeadLetterHeaders.DEAD_LETTER_ID, MAX_CODE_LENGTH).flatMap(DeadLetterId::parse);
        var number = headers.number(DeadLetterHeaders.REPLAY).filter(replay -> replay > 0 && replay <= MAX_REPLAYS);
        return deadLetter.flatMap(id -> number.map(replay -> new Replay(id, replay.intValue())));
    }

    private static RecordPosition position(ConsumerRecord<byte[], byte[]> record) {
        return new RecordPosition(record.topic(), record.partition(), record.offset());
    }

    private static Instant time(long timestamp) {
        var known = timestamp(timestamp);
        return Instant.ofEpochMilli(known == null ? 0 : known);
    }

    /// A time of the years 1970 to 9999, or null.
    private static @Nullable Long timestamp(long milliseconds) {
        return milliseconds < 0 || milliseconds > MAX_TIMESTAMP ? null : Long.valueOf(milliseconds);
    }

    private static String json(ConsumerRecord<byte[], byte[]> record) {
        var headers = Json.mapper().createArrayNode();
        for (var header : record.headers()) {
            var value = header.value();
            headers.addObject()
                    .put("name", header.key())
                    .put("value", value == null ? null : Base64.getEncoder().encodeToString(value));
        }
        return headers.toString();
    }
}
