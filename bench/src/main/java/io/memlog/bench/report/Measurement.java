package io.memlog.bench.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that was measured. Those of one scenario are compared with the limit among them.
///
/// @param part       of the bench
/// @param scenario   what was done, such as `POST, 8 clients`
/// @param subject    who did it: Memlog, or what the limit is
/// @param limit      whether this is what the others of the scenario are compared with
/// @param count      how many operations, such as memories
/// @param seconds    the time that all of them took
/// @param latency    of each of them; null where only the rate is known
/// @param deviations null where nothing was counted
/// @param costs      what each process used; empty where that is unknown
public record Measurement(
        String part,
        String scenario,
        String subject,
        boolean limit,
        long count,
        double seconds,
        @Nullable Latency latency,
        @Nullable Deviations deviations,
        List<ProcessCost> costs) {

    public static final String MEMLOG = "Memlog";

    public Measurement {
        costs = List.copyOf(costs);
    }

    /// Operations per second.
    @JsonProperty
    public double perSecond() {
        return seconds > 0 ? count / seconds : 0;
    }
}
