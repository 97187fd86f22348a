package io.memlog.api.search;

import io.memlog.schemas.search.IndexHit;
import java.util.List;

/// What one arm said.
sealed interface ArmAnswer {

    Arm arm();

    /// @param hits     best first
    /// @param complete whether the index has nothing more to offer
    record Hits(Arm arm, List<IndexHit> hits, boolean complete) implements ArmAnswer {

        public Hits {
            hits = List.copyOf(hits);
        }
    }

    /// The arm could not be asked.
    ///
    /// @param reason `timeout`, `down` or `error`
    record Unavailable(Arm arm, String reason) implements ArmAnswer {}
}
