package io.memlog.api.operations.deadletters.indexing;

import io.memlog.api.operations.deadletters.Cause;
import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.api.operations.deadletters.EventSubject;
import io.memlog.api.operations.deadletters.Failure;
import io.memlog.api.operations.deadletters.FailureReason;
import io.memlog.api.operations.deadletters.IndexedDeadLetter;
import io.memlog.api.operations.deadletters.OriginalRecord;
import io.memlog.api.operations.deadletters.RawRecord;
import io.memlog.api.operations.deadletters.RecordPosition;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.message.DeadLetterHeaders;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Reads messages of a dead-letter topic; whatever one holds, it becomes a letter.
final class DeadLetterParser {

    private static final int LONGEST_TOPIC = 249;
    private static final int LONGEST_EXCEPTION = 512;
    private static final int LONGEST_MESSAGE = 2 * 1024;
    private static final int LONGEST_STACK = 16 * 1024;
    private static final int LONGEST_CODE = 64;
    private static final int MOST_ATTEMPTS = 1_000_000;
    private static final int MOST_REPLAYS = 1_000_000;
    private static final long LATEST = Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();
    private static final String WRAPPERS = "org.springframework.kafka.";

    private DeadLetterParser() {}

    static IndexedDeadLetter read(ConsumerRecord<byte[], byte[]> message, Projection consumer) {
        var headers = new RecordHeaders(message.headers());
        return letter(message, consumer, cause(headers), headers, EventSubjectParser.read(message));
    }

    /// The letter without any text of its message, for one that cannot be kept otherwise.
    static IndexedDeadLetter bare(ConsumerRecord<byte[], byte[]> message, Projection consumer) {
        var headers = new RecordHeaders(message.headers());
        var cause = new Cause(FailureReason.UNCLASSIFIED, "", "the message cannot be indexed with its texts");
        var letter = letter(message, consumer, cause, headers, EventSubject.UNKNOWN);
        return new IndexedDeadLetter(
                letter.id(),
                consumer,
                letter.failure(),
                "",
                letter.causeText(),
                letter.group(),
                EventSubject.UNKNOWN,
                new OriginalRecord(place(message), timestamp(message.timestamp())),
                new RawRecord(message.key(), message.value(), "[]"));
    }

    private static IndexedDeadLetter letter(
            ConsumerRecord<byte[], byte[]> message,
            Projection consumer,
            Cause cause,
            RecordHeaders headers,
            EventSubject subject) {
        var origin = origin(message, headers);
        var replay = replay(headers);
        var causeText = ErrorFingerprint.of(cause);
        return new IndexedDeadLetter(
                replay.map(Replay::letter).orElseGet(() -> DeadLetterId.of(consumer, origin)),
                consumer,
                new Failure(
                        replay.map(Replay::number).orElse(0),
                        time(message.timestamp()),
                        cause,
                        headers.number(DeadLetterHeaders.ATTEMPTS)
                                .filter(attempts -> attempts <= MOST_ATTEMPTS)
                                .map(Long::intValue)
                                .orElse(1),
                        place(message)),
                headers.storyText("exception-stacktrace", LONGEST_STACK).orElse(""),
                causeText,
                ErrorFingerprint.group(consumer, causeText),
                subject,
                origin,
                new RawRecord(message.key(), message.value(), json(message)));
    }

    private static Cause cause(RecordHeaders headers) {
        return new Cause(
                headers.text(DeadLetterHeaders.REASON, LONGEST_CODE + 1)
                        .map(FailureReason::of)
                        .orElse(FailureReason.UNCLASSIFIED),
                exception(headers),
                headers.storyText("exception-message", LONGEST_MESSAGE).orElse(""));
    }

    /// Spring Kafka's own exceptions only wrap the one that tells something.
    private static String exception(RecordHeaders headers) {
        var outer = headers.storyText("exception-fqcn", LONGEST_EXCEPTION).orElse("");
        return outer.isEmpty() || outer.startsWith(WRAPPERS)
                ? headers.storyText("exception-cause-fqcn", LONGEST_EXCEPTION).orElse(outer)
                : outer;
    }

    /// Where the message stood that failed; where it does not say, its own place does.
    private static OriginalRecord origin(ConsumerRecord<byte[], byte[]> message, RecordHeaders headers) {
        var topic = headers.storyText("original-topic", LONGEST_TOPIC).filter(text -> !text.isBlank());
        var partition = headers.storyNumber("original-partition").filter(number -> number <= Integer.MAX_VALUE);
        var offset = headers.storyNumber("original-offset");
        if (topic.isEmpty() || partition.isEmpty() || offset.isEmpty()) {
            return new OriginalRecord(place(message), timestamp(message.timestamp()));
        }
        var place = new RecordPosition(topic.get(), partition.get().intValue(), offset.get());
        return new OriginalRecord(
                place,
                headers.storyNumber("original-timestamp")
                        .map(DeadLetterParser::timestamp)
                        .orElse(null));
    }

    /// Which replay of which letter a message was that failed again.
    private record Replay(DeadLetterId letter, int number) {}

    private static Optional<Replay> replay(RecordHeaders headers) {
        var letter =
                headers.text(DeadLetterHeaders.DEAD_LETTER_ID, LONGEST_CODE).flatMap(DeadLetterId::parse);
        var number = headers.number(DeadLetterHeaders.REPLAY).filter(replay -> replay > 0 && replay <= MOST_REPLAYS);
        return letter.flatMap(id -> number.map(replay -> new Replay(id, replay.intValue())));
    }

    private static RecordPosition place(ConsumerRecord<byte[], byte[]> message) {
        return new RecordPosition(message.topic(), message.partition(), message.offset());
    }

    private static Instant time(long timestamp) {
        var known = timestamp(timestamp);
        return Instant.ofEpochMilli(known == null ? 0 : known);
    }

    /// A time of the years 1970 to 9999, or null.
    private static @Nullable Long timestamp(long milliseconds) {
        return milliseconds < 0 || milliseconds > LATEST ? null : Long.valueOf(milliseconds);
    }

    private static String json(ConsumerRecord<byte[], byte[]> message) {
        var headers = Json.mapper().createArrayNode();
        for (var header : message.headers()) {
            var value = header.value();
            headers.addObject()
                    .put("name", header.key())
                    .put("value", value == null ? null : Base64.getEncoder().encodeToString(value));
        }
        return headers.toString();
    }
}
