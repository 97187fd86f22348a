package io.memlog.api.deadletters.follow;

import io.memlog.api.deadletters.BuriedLetter;
import io.memlog.api.deadletters.BuriedMessage;
import io.memlog.api.deadletters.Cause;
import io.memlog.api.deadletters.Failure;
import io.memlog.api.deadletters.LetterId;
import io.memlog.api.deadletters.Origin;
import io.memlog.api.deadletters.Place;
import io.memlog.api.deadletters.Reasons;
import io.memlog.api.deadletters.Subject;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.message.DeadLetterHeaders;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Reads messages of a dead-letter topic; whatever one holds, it becomes a letter.
final class LetterReader {

    private static final int LONGEST_TOPIC = 249;
    private static final int LONGEST_EXCEPTION = 512;
    private static final int LONGEST_MESSAGE = 2 * 1024;
    private static final int LONGEST_STACK = 16 * 1024;
    private static final int LONGEST_CODE = 64;
    private static final int MOST_ATTEMPTS = 1_000_000;
    private static final int MOST_REPLAYS = 1_000_000;
    private static final long LATEST = Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();
    private static final String WRAPPERS = "org.springframework.kafka.";

    private LetterReader() {}

    static BuriedLetter read(ConsumerRecord<byte[], byte[]> message, Projection consumer) {
        var headers = new HeaderReader(message.headers());
        return letter(message, consumer, cause(headers), headers, SubjectReader.read(message));
    }

    /// The letter without any text of its message, for one that cannot be kept otherwise.
    static BuriedLetter bare(ConsumerRecord<byte[], byte[]> message, Projection consumer) {
        var headers = new HeaderReader(message.headers());
        var cause = new Cause(Reasons.UNCLASSIFIED, "", "the message cannot be indexed with its texts");
        var letter = letter(message, consumer, cause, headers, Subject.UNKNOWN);
        return new BuriedLetter(
                letter.id(),
                consumer,
                letter.failure(),
                "",
                letter.causeText(),
                letter.group(),
                Subject.UNKNOWN,
                new Origin(place(message), timestamp(message.timestamp())),
                new BuriedMessage(message.key(), message.value(), "[]"));
    }

    private static BuriedLetter letter(
            ConsumerRecord<byte[], byte[]> message,
            Projection consumer,
            Cause cause,
            HeaderReader headers,
            Subject subject) {
        var origin = origin(message, headers);
        var replay = replay(headers);
        var causeText = CauseText.of(cause);
        return new BuriedLetter(
                replay.map(Replay::letter).orElseGet(() -> LetterId.of(consumer, origin)),
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
                CauseText.group(consumer, causeText),
                subject,
                origin,
                new BuriedMessage(message.key(), message.value(), json(message)));
    }

    private static Cause cause(HeaderReader headers) {
        return new Cause(
                headers.text(DeadLetterHeaders.REASON, LONGEST_CODE + 1)
                        .map(Reasons::of)
                        .orElse(Reasons.UNCLASSIFIED),
                exception(headers),
                headers.storyText("exception-message", LONGEST_MESSAGE).orElse(""));
    }

    /// Spring Kafka's own exceptions only wrap the one that tells something.
    private static String exception(HeaderReader headers) {
        var outer = headers.storyText("exception-fqcn", LONGEST_EXCEPTION).orElse("");
        return outer.isEmpty() || outer.startsWith(WRAPPERS)
                ? headers.storyText("exception-cause-fqcn", LONGEST_EXCEPTION).orElse(outer)
                : outer;
    }

    /// Where the message stood that failed; where it does not say, its own place does.
    private static Origin origin(ConsumerRecord<byte[], byte[]> message, HeaderReader headers) {
        var topic = headers.storyText("original-topic", LONGEST_TOPIC).filter(text -> !text.isBlank());
        var partition = headers.storyNumber("original-partition").filter(number -> number <= Integer.MAX_VALUE);
        var offset = headers.storyNumber("original-offset");
        if (topic.isEmpty() || partition.isEmpty() || offset.isEmpty()) {
            return new Origin(place(message), timestamp(message.timestamp()));
        }
        var place = new Place(topic.get(), partition.get().intValue(), offset.get());
        return new Origin(
                place,
                headers.storyNumber("original-timestamp")
                        .map(LetterReader::timestamp)
                        .orElse(null));
    }

    /// Which replay of which letter a message was that failed again.
    private record Replay(LetterId letter, int number) {}

    private static Optional<Replay> replay(HeaderReader headers) {
        var letter = headers.text(DeadLetterHeaders.LETTER_ID, LONGEST_CODE).flatMap(LetterId::parse);
        var number = headers.number(DeadLetterHeaders.REPLAY).filter(replay -> replay > 0 && replay <= MOST_REPLAYS);
        return letter.flatMap(id -> number.map(replay -> new Replay(id, replay.intValue())));
    }

    private static Place place(ConsumerRecord<byte[], byte[]> message) {
        return new Place(message.topic(), message.partition(), message.offset());
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
