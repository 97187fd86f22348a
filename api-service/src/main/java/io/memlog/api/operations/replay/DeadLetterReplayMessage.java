package io.memlog.api.operations.replay;

import io.memlog.api.operations.replay.DeadLetterReplayRepository.PendingReplay;
import io.memlog.api.operations.replay.send.ReplayMessage;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.message.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The message of a dead letter as it failed: key and value byte for byte, and its own headers. The headers about
/// its failure and its trace are stripped; the id of the dead letter and the number of the replay are added.
final class DeadLetterReplayMessage {

    private static final Set<String> TRACE_HEADERS = Set.of("traceparent", "tracestate", "baggage", "b3");
    private static final List<String> STRIPPED_PREFIXES =
            List.of("x-b3-", DeadLetterHeaders.PREFIX, "kafka_original-", "kafka_exception-", "memlog-dead-letter-");

    private DeadLetterReplayMessage() {}

    static ReplayMessage of(PendingReplay replay) {
        List<ReplayMessage.Header> headers = new ArrayList<>();
        for (var header : Json.mapper().readTree(replay.headers())) {
            var name = header.get("name").stringValue();
            var value = header.get("value");
            if (!isStripped(name.toLowerCase(Locale.ROOT))) {
                headers.add(new ReplayMessage.Header(
                        name, value.isNull() ? null : Base64.getDecoder().decode(value.stringValue())));
            }
        }
        headers.add(header(DeadLetterHeaders.DEAD_LETTER_ID, replay.id().toString()));
        headers.add(header(DeadLetterHeaders.REPLAY, Integer.toString(replay.number())));
        return new ReplayMessage(replay.partition(), replay.key(), replay.value(), headers);
    }

    private static boolean isStripped(String name) {
        return TRACE_HEADERS.contains(name) || STRIPPED_PREFIXES.stream().anyMatch(name::startsWith);
    }

    private static ReplayMessage.Header header(String name, String value) {
        return new ReplayMessage.Header(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
