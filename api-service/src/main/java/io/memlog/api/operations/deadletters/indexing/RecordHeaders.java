package io.memlog.api.operations.deadletters.indexing;

import io.memlog.api.operations.deadletters.NumericHeader;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/// The headers of a record. Of several with one name the last counts.
///
/// Spring Kafka has two families of dead-letter headers: `kafka_dlt-original-topic` and `kafka_original-topic`,
/// `kafka_dlt-exception-fqcn` and `kafka_exception-fqcn`, and so on. The first is preferred.
final class RecordHeaders {

    private static final String DLT_PREFIX = "kafka_dlt-";
    private static final String PLAIN_PREFIX = "kafka_";

    private final Headers headers;

    RecordHeaders(Headers headers) {
        this.headers = headers;
    }

    Optional<String> text(String name, int maxLength) {
        return value(name).map(bytes -> TextSanitizer.of(bytes, maxLength));
    }

    /// The text of a header of either family.
    ///
    /// @param name without the prefix of a family, such as `original-topic`
    Optional<String> dltHeaderText(String name, int maxLength) {
        return text(DLT_PREFIX + name, maxLength).or(() -> text(PLAIN_PREFIX + name, maxLength));
    }

    /// A non-negative number.
    Optional<Long> number(String name) {
        return value(name).flatMap(NumericHeader::of);
    }

    /// The number in a header of either family.
    Optional<Long> dltHeaderNumber(String name) {
        return number(DLT_PREFIX + name).or(() -> number(PLAIN_PREFIX + name));
    }

    private Optional<byte[]> value(String name) {
        return Optional.ofNullable(headers.lastHeader(name)).map(header -> header.value());
    }
}
