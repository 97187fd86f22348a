package io.memlog.api.operations.deadletters.indexing;

import io.memlog.api.operations.deadletters.NumericHeader;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/// The headers of a message, as far as they make sense. Of several with one name the last counts.
///
/// Spring Kafka has two families of names for what it says about a dead letter: `kafka_dlt-original-topic`
/// and `kafka_original-topic`, `kafka_dlt-exception-fqcn` and `kafka_exception-fqcn`, and so on. The first is
/// preferred.
final class RecordHeaders {

    private static final String DEAD_LETTER = "kafka_dlt-";
    private static final String PLAIN = "kafka_";

    private final Headers headers;

    RecordHeaders(Headers headers) {
        this.headers = headers;
    }

    Optional<String> text(String name, int longest) {
        return value(name).map(bytes -> TextSanitizer.of(bytes, longest));
    }

    /// The text of a header of either family.
    ///
    /// @param name without what tells the families apart, such as `original-topic`
    Optional<String> storyText(String name, int longest) {
        return text(DEAD_LETTER + name, longest).or(() -> text(PLAIN + name, longest));
    }

    /// A number that is not negative.
    Optional<Long> number(String name) {
        return value(name).flatMap(NumericHeader::of);
    }

    /// The number in a header of either family.
    Optional<Long> storyNumber(String name) {
        return number(DEAD_LETTER + name).or(() -> number(PLAIN + name));
    }

    private Optional<byte[]> value(String name) {
        return Optional.ofNullable(headers.lastHeader(name)).map(header -> header.value());
    }
}
