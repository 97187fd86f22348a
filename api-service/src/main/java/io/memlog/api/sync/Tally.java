package io.memlog.api.sync;

/// What a job has come to so far.
///
/// @param checked  memories that were compared
/// @param inFlight differences that were passed over because a change was on its way
/// @param repaired findings that a repair has closed
/// @param left     findings that a repair could not close
public record Tally(
        long checked, long inFlight, long missing, long stale, long orphaned, long gone, long repaired, long left) {

    static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, 0, 0);

    static Tally checked(long memories, long inFlight) {
        return new Tally(memories, inFlight, 0, 0, 0, 0, 0, 0);
    }

    static Tally inFlight(long memories) {
        return checked(0, memories);
    }

    static Tally found(FindingKind kind) {
        return switch (kind) {
            case MISSING -> new Tally(0, 0, 1, 0, 0, 0, 0, 0);
            case STALE -> new Tally(0, 0, 0, 1, 0, 0, 0, 0);
            case ORPHANED -> new Tally(0, 0, 0, 0, 1, 0, 0, 0);
        };
    }

    static Tally mended(long gone, long repaired, long left) {
        return new Tally(0, 0, 0, 0, 0, gone, repaired, left);
    }

    Tally plus(Tally other) {
        return new Tally(
                checked + other.checked,
                inFlight + other.inFlight,
                missing + other.missing,
                stale + other.stale,
                orphaned + other.orphaned,
                gone + other.gone,
                repaired + other.repaired,
                left + other.left);
    }
}
