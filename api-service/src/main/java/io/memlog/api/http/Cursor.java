package io.memlog.api.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// Cursors of lists: the key of the last item of a page, bound to the list's filter.
public final class Cursor {

    private Cursor() {}

    /// @param filter whose text names all of its parts, the same in every instance of the service
    public static String of(Object filter, long... key) {
        var bytes = ByteBuffer.allocate(key.length * Long.BYTES + Integer.BYTES);
        Arrays.stream(key).forEach(bytes::putLong);
        bytes.putInt(filter.toString().hashCode());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /// Empty when the text is no cursor, or one of a list with another filter.
    static Optional<long[]> parse(String text, Object filter, int keyLength) {
        try {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() != keyLength * Long.BYTES + Integer.BYTES) {
                return Optional.empty();
            }
            var key = new long[keyLength];
            Arrays.setAll(key, _ -> bytes.getLong());
            return bytes.getInt() == filter.toString().hashCode() ? Optional.of(key) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
