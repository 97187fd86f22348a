package io.memlog.api.operations.deadletters.indexing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.api.operations.deadletters.NumericHeader;
import io.memlog.schemas.message.DeadLetterHeaders;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/// Reads the headers of a record. Of several with one name the last counts. Where a `kafka_dlt-` header is
/// missing, Spring Kafka's other one counts, such as `kafka_original-topic` instead of `kafka_dlt-original-topic`.
record HeaderReader(Headers headers) {

    private static final String PLAIN_PREFIX = "kafka_";
    private static final char REPLACEMENT = '\uFFFD';

    Optional<String> text(String name, int maxLength) {
        return values(name).map(bytes -> text(bytes, maxLength)).findFirst();
    }

    /// A non-negative number.
    Optional<Long> number(String name) {
        return values(name).map(NumericHeader::of).flatMap(Optional::stream).findFirst();
    }

    /// Makes a text storable in PostgreSQL: replaces NUL and what is not UTF-8, and truncates.
    static String text(byte[] bytes, int maxLength) {
        return truncate(new String(bytes, UTF_8).replace('\0', REPLACEMENT), maxLength);
    }

    /// Splits no surrogate pair.
    static String truncate(String text, int maxLength) {
        if (text.length() <= maxLength) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(maxLength - 1)) ? maxLength - 1 : maxLength);
    }

    private Stream<byte[]> values(String name) {
        return Stream.of(name, name.replace(DeadLetterHeaders.PREFIX, PLAIN_PREFIX))
                .distinct()
                .flatMap(each -> Stream.ofNullable(headers.lastHeader(each)))
                .map(Header::value)
                .flatMap(Stream::ofNullable);
    }
}
