package io.memlog.api.operations.replay;

import io.memlog.api.operations.replay.send.ReplayMessage;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.message.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A dead letter as the message that failed: key and value byte for byte, and its own headers. What was said
/// about its failure stays behind, as does the trace it was part of; which letter it is comes along.
final class DeadLetterReplayMessage {

    private static final Set<String> TRACE = Set.of("traceparent", "tracestate", "baggage", "b3");
    private static final List<String> PREFIXES =
            List.of("x-b3-", DeadLetterHeaders.PREFIX, "kafka_original-", "kafka_exception-", "memlog-dead-letter-");

    private DeadLetterReplayMessage() {}

    static ReplayMessage of(PendingReplay letter) {
        List<ReplayMessage.Header> headers = new ArrayList<>();
        Json.mapper().readTree(letter.headers()).forEach(header -> {
            var name = header.get("name").stringValue();
            if (!staysBehind(name.toLowerCase(Locale.ROOT))) {
                var value = header.get("value");
                headers.add(new ReplayMessage.Header(
                        name, value.isNull() ? null : Base64.getDecoder().decode(value.stringValue())));
            }
        });
        headers.add(text(DeadLetterHeaders.DEAD_LETTER_ID, letter.id().toString()));
        headers.add(text(DeadLetterHeaders.REPLAY, Integer.toString(letter.replay())));
        return new ReplayMessage(letter.partition(), letter.key(), letter.value(), headers);
    }

    private static boolean staysBehind(String name) {
        return TRACE.contains(name) || PREFIXES.stream().anyMatch(name::startsWith);
    }

    private static ReplayMessage.Header text(String name, String value) {
        return new ReplayMessage.Header(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
