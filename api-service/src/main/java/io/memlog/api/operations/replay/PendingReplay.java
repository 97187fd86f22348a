package io.memlog.api.operations.replay;

import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.api.operations.replay.send.ReplayMessage;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.message.DeadLetterHeaders;
import io.memlog.schemas.topic.Projection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A requested replay of a dead letter, with the message of the dead-letter topic.
///
/// @param number    the number of the replay, from 1
/// @param partition the partition of the record that failed
/// @param headers   a JSON array of `{"name","value"}`, each value in base64 or null
@SuppressWarnings("ArrayRecordComponent")
record PendingReplay(
        DeadLetterId id,
        Projection consumer,
        int number,
        int partition,
        byte @Nullable [] key,
        byte @Nullable [] value,
        String headers) {

    private static final Set<String> TRACE_HEADERS = Set.of("traceparent", "tracestate", "baggage", "b3");
    private static final List<String> STRIPPED_PREFIXES =
            List.of("x-b3-", DeadLetterHeaders.PREFIX, "kafka_original-", "kafka_exception-", "memlog-dead-letter-");

    /// The message as it failed: key and value byte for byte, and its own headers. The headers about its failure and
    /// its trace are stripped; the id of the dead letter and the number of the replay are added.
    ReplayMessage message() {
        List<ReplayMessage.Header> own = new ArrayList<>();
        for (var header : Json.mapper().readTree(headers)) {
            var name = header.get("name").stringValue();
            var content = header.get("value");
            if (!isStripped(name.toLowerCase(Locale.ROOT))) {
                own.add(new ReplayMessage.Header(
                        name, content.isNull() ? null : Base64.getDecoder().decode(content.stringValue())));
            }
        }
        own.add(header(DeadLetterHeaders.DEAD_LETTER_ID, id.toString()));
        own.add(header(DeadLetterHeaders.REPLAY, Integer.toString(number)));
        return new ReplayMessage(partition, key, value, own);
    }

    private static boolean isStripped(String name) {
        return TRACE_HEADERS.contains(name) || STRIPPED_PREFIXES.stream().anyMatch(name::startsWith);
    }

    private static ReplayMessage.Header header(String name, String value) {
        return new ReplayMessage.Header(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
