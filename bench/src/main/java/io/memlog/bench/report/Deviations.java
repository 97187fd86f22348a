package io.memlog.bench.report;

/// What did not arrive as it should.
///
/// @param missing    acknowledged and never seen
/// @param doubled    seen more than once
/// @param outOfOrder seen after a newer one of the same key
/// @param failed     requests without an acknowledgement
public record Deviations(long missing, long doubled, long outOfOrder, long failed) {

    public static Deviations failed(long failed) {
        return new Deviations(0, 0, 0, failed);
    }
}
