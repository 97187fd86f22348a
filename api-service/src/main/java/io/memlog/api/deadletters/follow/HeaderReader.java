package io.memlog.api.deadletters.follow;

import io.memlog.api.deadletters.HeaderNumber;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/// The headers of a message, as far as they make sense. Of several with one name the last counts.
///
/// Spring Kafka has two families of names for what it says about a dead letter: `kafka_dlt-original-topic`
/// and `kafka_original-topic`, `kafka_dlt-exception-fqcn` and `kafka_exception-fqcn`, and so on. The first is
/// preferred.
final class HeaderReader {

    private static final String DEAD_LETTER = "kafka_dlt-";
    private static final String PLAIN = "kafka_";

    private final Headers headers;

    HeaderReader(Headers headers) {
        this.headers = headers;
    }

    Optional<String> text(String name, int longest) {
        return value(name).map(bytes -> Texts.of(bytes, longest));
    }

    /// The text of a header of either family.
    ///
    /// @param name without what tells the families apart, such as `original-topic`
    Optional<String> storyText(String name, int longest) {
        return text(DEAD_LETTER + name, longest).or(() -> text(PLAIN + name, longest));
    }

    /// A number that is not negative.
    Optional<Long> number(String name) {
        return value(name).flatMap(HeaderNumber::of);
    }

    /// The number in a header of either family.
    Optional<Long> storyNumber(String name) {
        return number(DEAD_LETTER + name).or(() -> number(PLAIN + name));
    }

    private Optional<byte[]> value(String name) {
        return Optional.ofNullable(headers.lastHeader(name)).map(header -> header.value());
    }
}
