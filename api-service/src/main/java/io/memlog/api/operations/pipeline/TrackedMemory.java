package io.memlog.api.operations.pipeline;

import io.memlog.schemas.topic.Projection;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of one memory: its latest versions, and what was counted already, so that nothing counts twice.
final class TrackedMemory {

    static final int MAX_VERSIONS = 32;
    private static final int MAX_COUNTED = 64;
    private static final int VERSION_BYTES = Long.BYTES * (2 + Projection.values().length) + Byte.BYTES;
    private static final int BITS = 3;

    private final List<Version> versions = new ArrayList<>();
    private final List<Long> counted = new ArrayList<>();
    private long touched;

    /// One version. Times are in microseconds since 1970; 0 while they are unknown.
    static final class Version {

        final long number;
        long changedAt;
        private final long[] storedAt = new long[Projection.values().length];
        private int flags;

        private Version(long number) {
            this.number = number;
        }

        boolean isKnown() {
            return changedAt != 0;
        }

        long storedAt(Projection projection) {
            return storedAt[MinuteStatistics.indexOf(projection)];
        }

        void storedAt(Projection projection, long micros) {
            storedAt[MinuteStatistics.indexOf(projection)] = micros;
        }

        boolean is(Flag flag, Projection projection) {
            return (flags & flag.mask(projection)) != 0;
        }

        void set(Flag flag, Projection projection, boolean value) {
            flags = value ? flags | flag.mask(projection) : flags & ~flag.mask(projection);
        }
    }

    enum Flag {
        /// The projection has reported on this version.
        REPORTED(0),
        /// The projection has reported that it cannot apply this version.
        FAILED(1),
        /// The version is counted as one that the projection has not reported on.
        OUTSTANDING(2);

        private final int bit;

        Flag(int bit) {
            this.bit = bit;
        }

        private int mask(Projection projection) {
            return 1 << (MinuteStatistics.indexOf(projection) * BITS + bit);
        }
    }

    /// Oldest first.
    List<Version> versions() {
        return versions;
    }

    @Nullable
    Version find(long number) {
        return versions.stream()
                .filter(version -> version.number == number)
                .findFirst()
                .orElse(null);
    }

    /// The version, which is added unless it is known; null when it is older than all that are kept.
    @Nullable
    Version findOrAdd(long number) {
        var known = find(number);
        if (known != null || (versions.size() == MAX_VERSIONS && number < versions.getFirst().number)) {
            return known;
        }
        var added = new Version(number);
        int place = versions.size();
        while (place > 0 && versions.get(place - 1).number > number) {
            place--;
        }
        versions.add(place, added);
        return added;
    }

    /// @return whether it is counted for the first time
    boolean count(long id) {
        if (counted.contains(id)) {
            return false;
        }
        counted.add(id);
        if (counted.size() > MAX_COUNTED) {
            counted.removeFirst();
        }
        return true;
    }

    boolean isOutstanding() {
        return versions.stream().anyMatch(version -> {
            for (var projection : Projection.values()) {
                if (version.is(Flag.OUTSTANDING, projection)) {
                    return true;
                }
            }
            return false;
        });
    }

    /// When something was last heard of it, in milliseconds since 1970.
    long touched() {
        return touched;
    }

    byte[] toBytes(long touchedNow) {
        touched = touchedNow;
        var bytes = ByteBuffer.allocate(Long.BYTES + 2 + versions.size() * VERSION_BYTES + counted.size() * Long.BYTES);
        bytes.putLong(touched).put((byte) versions.size()).put((byte) counted.size());
        for (var version : versions) {
            bytes.putLong(version.number).putLong(version.changedAt).put((byte) version.flags);
            for (var at : version.storedAt) {
                bytes.putLong(at);
            }
        }
        counted.forEach(bytes::putLong);
        return bytes.array();
    }

    static TrackedMemory parse(byte @Nullable [] bytes) {
        var memory = new TrackedMemory();
        if (bytes == null) {
            return memory;
        }
        var buffer = ByteBuffer.wrap(bytes);
        memory.touched = buffer.getLong();
        var versionCount = buffer.get();
        var countedCount = buffer.get();
        for (int i = 0; i < versionCount; i++) {
            var version = new Version(buffer.getLong());
            version.changedAt = buffer.getLong();
            version.flags = buffer.get();
            for (int p = 0; p < version.storedAt.length; p++) {
                version.storedAt[p] = buffer.getLong();
            }
            memory.versions.add(version);
        }
        for (int i = 0; i < countedCount; i++) {
            memory.counted.add(buffer.getLong());
        }
        return memory;
    }
}
