package io.memlog.api.operations.replay.send;

import io.memlog.schemas.event.EventCodec;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.MemoryDeleted;
import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.event.MemoryUpdated;
import io.memlog.schemas.event.UndecodableEventException;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.message.EventMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// Messages from events of the log, equal to those that the outbox has published.
public final class ReplayMessages {

    private static final String SOURCE = "/memlog/api-service";
    private static final EventCodec CODEC = new EventCodec();

    private ReplayMessages() {}

    public static ReplayMessage of(LatestEvent event) {
        var change = change(event);
        var message = EventMessage.of(event.eventId(), SOURCE, time(change), change);
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

    private static MemoryChange change(LatestEvent latest) {
        try {
            var event = CODEC.decode(latest.type(), EventCodec.SCHEMA_VERSION, utf8(latest.data()));
            if (event instanceof MemoryChange change) {
                return change;
            }
        } catch (UndecodableEventException e) {
            throw new IllegalStateException("the log holds an unreadable event: " + latest.eventId(), e);
        }
        throw new IllegalStateException("the log holds an event that changes no memory: " + latest.eventId());
    }

    private static Instant time(MemoryChange change) {
        return switch (change) {
            case MemoryStored stored -> stored.memory().updatedAt();
            case MemoryUpdated updated -> updated.memory().updatedAt();
            case MemoryDeleted deleted -> deleted.deletedAt();
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
