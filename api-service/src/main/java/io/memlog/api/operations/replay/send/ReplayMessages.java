package io.memlog.api.operations.replay.send;

import io.memlog.api.memory.MemoryEvents;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.message.CloudEventHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Messages from events of the log, equal to those that the outbox has published.
public final class ReplayMessages {

    private ReplayMessages() {}

    public static ReplayMessage of(LatestEvents.Event event) {
        var change = MemoryEvents.decode(event.eventId(), event.type(), event.data());
        var message = MemoryEvents.message(event.eventId(), change);
        var headers = message.headers().entrySet().stream()
                .map(header -> new ReplayMessage.Header(header.getKey(), utf8(header.getValue())))
                .toList();
        return new ReplayMessage(null, utf8(message.key()), utf8(message.data()), headers);
    }

    /// Adds that the index first removes what it holds of the memory up to this version, and what is damaged.
    public static ReplayMessage purging(ReplayMessage message, long upTo) {
        return message.with(List.of(new ReplayMessage.Header(CloudEventHeaders.PURGE, utf8(Long.toString(upTo)))));
    }

    /// A message that removes what an index holds of a memory up to this version, and what is damaged.
    public static ReplayMessage purge(MemoryKey memory, long upTo) {
        var tenant = memory.tenant();
        return new ReplayMessage(
                null,
                utf8(memory.id().toString()),
                null,
                List.of(
                        new ReplayMessage.Header(CloudEventHeaders.USER_ID, utf8(tenant.userId())),
                        new ReplayMessage.Header(CloudEventHeaders.PROJECT_ID, utf8(tenant.projectId())),
                        new ReplayMessage.Header(CloudEventHeaders.MEMORY_VERSION, utf8(Long.toString(upTo)))));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
