package io.memlog.consumer.contract;

import io.memlog.consumer.PendingChange;
import io.memlog.consumer.ProjectionHandler;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.ProjectionEvent;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.message.PrecomputedEmbedding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Applies changes to a projection as the consumer does: prepared together, written per tenant.
public final class Projections {

    private Projections() {}

    public static List<ProjectionEvent> apply(ProjectionHandler<?> projection, List<? extends MemoryChange> changes) {
        return apply(projection, changes, Map.of());
    }

    public static <P> List<ProjectionEvent> apply(
            ProjectionHandler<P> projection,
            List<? extends MemoryChange> changes,
            Map<MemoryKey, PrecomputedEmbedding> precomputed) {
        var pending = changes.stream()
                .map(change -> pending(change, precomputed.get(change.key())))
                .toList();
        var prepared = projection.prepare(pending);
        Map<Object, List<P>> tenants = new LinkedHashMap<>();
        for (int i = 0; i < prepared.size(); i++) {
            tenants.computeIfAbsent(changes.get(i).key().tenant(), _ -> new ArrayList<>())
                    .add(prepared.get(i));
        }
        List<ProjectionEvent> progress = new ArrayList<>();
        tenants.values().forEach(ofOneTenant -> progress.addAll(projection.write(ofOneTenant)));
        return progress;
    }

    private static PendingChange pending(MemoryChange change, @Nullable PrecomputedEmbedding precomputed) {
        return new PendingChange(change, precomputed, null);
    }
}
