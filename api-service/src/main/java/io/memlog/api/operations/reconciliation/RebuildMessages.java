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

/// Events as messages; those for the vector index carry the vectors that were made of the same version, so
/// that they need not be made again.
@Component
final class RebuildMessages {

    /// Together with the largest memory well below what a message may have.
    private static final int MOST_VECTOR_BYTES = 2 * 1024 * 1024;

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
                    var its = stored.get(entry.memory());
                    return its != null && fits(its, message) ? message.with(headers(its)) : message;
                })
                .toList();
    }

    private static boolean fits(StoredVectorRepository.Vectors its, ReplayMessage message) {
        return its.values().length <= MOST_VECTOR_BYTES && isOf(its.version(), message);
    }

    private static boolean isOf(long version, ReplayMessage message) {
        return message.headers().stream()
                .anyMatch(header -> header.name().equals(CloudEventHeaders.MEMORY_VERSION)
                        && Arrays.equals(header.value(), utf8(Long.toString(version))));
    }

    private static List<ReplayMessage.Header> headers(StoredVectorRepository.Vectors its) {
        return List.of(
                new ReplayMessage.Header(PrecomputedEmbedding.MODEL, utf8(its.model())),
                new ReplayMessage.Header(PrecomputedEmbedding.DIMENSIONS, utf8(Integer.toString(its.dimensions()))),
                new ReplayMessage.Header(PrecomputedEmbedding.VECTORS, its.values()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
