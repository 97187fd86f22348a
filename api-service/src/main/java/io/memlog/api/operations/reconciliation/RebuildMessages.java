package io.memlog.api.operations.reconciliation;

import io.memlog.api.operations.replay.send.LatestEvent;
import io.memlog.api.operations.replay.send.ReplayMessage;
import io.memlog.api.operations.replay.send.ReplayMessages;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.message.PrecomputedEmbedding;
import io.memlog.schemas.topic.Projection;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Turns events into messages. Those for the vector index carry the stored vectors of the same version, so they
/// are not embedded again.
@Component
final class RebuildMessages {

    /// Together with the largest memory well below the maximum size of a message.
    private static final int MAX_VECTOR_BYTES = 2 * 1024 * 1024;

    private final StoredVectorRepository vectors;

    RebuildMessages(StoredVectorRepository vectors) {
        this.vectors = vectors;
    }

    List<ReplayMessage> of(Projection projection, List<LatestEvent> entries) {
        Map<MemoryId, StoredVectorRepository.Vectors> stored = projection == Projection.VECTOR
                ? vectors.of(entries.stream().map(LatestEvent::memory).toList())
                : Map.of();
        return entries.stream()
                .map(entry -> {
                    var message = ReplayMessages.of(entry);
                    var own = stored.get(entry.memory());
                    return own != null && fits(own, message) ? message.with(headers(own)) : message;
                })
                .toList();
    }

    private static boolean fits(StoredVectorRepository.Vectors own, ReplayMessage message) {
        return own.values().length <= MAX_VECTOR_BYTES && isOf(own.version(), message);
    }

    private static boolean isOf(long version, ReplayMessage message) {
        return message.headers().stream()
                .anyMatch(header -> header.name().equals(CloudEventHeaders.MEMORY_VERSION)
                        && Arrays.equals(header.value(), utf8(Long.toString(version))));
    }

    private static List<ReplayMessage.Header> headers(StoredVectorRepository.Vectors own) {
        return List.of(
                new ReplayMessage.Header(PrecomputedEmbedding.MODEL, utf8(own.model())),
                new ReplayMessage.Header(PrecomputedEmbedding.DIMENSIONS, utf8(Integer.toString(own.dimensions()))),
                new ReplayMessage.Header(PrecomputedEmbedding.VECTORS, own.values()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
