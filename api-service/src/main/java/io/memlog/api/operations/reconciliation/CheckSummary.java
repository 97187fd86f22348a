package io.memlog.api.operations.reconciliation;

import java.util.Map;

/// The result of a job so far.
///
/// @param checked  compared memories
/// @param inFlight discrepancies that were ignored because a change was in flight
/// @param gone     findings that were resolved without a repair
/// @param repaired findings that a repair closed
/// @param left     findings that a repair could not close
record CheckSummary(
        long checked, long inFlight, long missing, long stale, long orphaned, long gone, long repaired, long left) {

    static final CheckSummary NOTHING = checked(0, 0);

    static CheckSummary checked(long memories, long inFlight) {
        return new CheckSummary(memories, inFlight, 0, 0, 0, 0, 0, 0);
    }

    static CheckSummary found(Map<FindingKind, Long> findings) {
        var missing = findings.getOrDefault(FindingKind.MISSING, 0L);
        var stale = findings.getOrDefault(FindingKind.STALE, 0L);
        var orphaned = findings.getOrDefault(FindingKind.ORPHANED, 0L);
        return new CheckSummary(0, 0, missing, stale, orphaned, 0, 0, 0);
    }

    static CheckSummary repaired(long gone, long repaired, long left) {
        return new CheckSummary(0, 0, 0, 0, 0, gone, repaired, left);
    }

    CheckSummary plus(CheckSummary other) {
        return new CheckSummary(
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
