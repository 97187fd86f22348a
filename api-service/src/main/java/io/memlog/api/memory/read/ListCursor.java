package io.memlog.api.memory.read;

import io.memlog.schemas.memory.MemoryId;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/// Where a list goes on: behind this id, in a list with the same filter.
record ListCursor(MemoryId behind, int filterHash) {

    static ListCursor behind(MemoryId last, MemoryFilter filter) {
        return new ListCursor(last, filter.hashCode());
    }

    String text() {
        var bytes = ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putLong(behind.value())
                .putInt(filterHash)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Empty when the text is no cursor, or one of a list with another filter.
    static Optional<ListCursor> parse(String text, MemoryFilter filter) {
        try {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() != Long.BYTES + Integer.BYTES) {
                return Optional.empty();
            }
            var cursor = new ListCursor(new MemoryId(bytes.getLong()), bytes.getInt());
            return cursor.filterHash == filter.hashCode() ? Optional.of(cursor) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
