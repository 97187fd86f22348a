package io.memlog.api.http;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// JSON pointers as URI fragments (RFC 6901, section 6), extended member by member.
public final class JsonPointers {

    public static final String ROOT = "#";

    private static final int MAX_LENGTH = 1_000;
    private static final String UNRESERVED = "-._~!$&'()*+,;=:@?";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private JsonPointers() {}

    /// The pointer of an object's member, or of the object itself where that would be longer than 1,000 characters.
    public static String member(String pointer, String name) {
        if (pointer.length() + name.length() >= MAX_LENGTH) {
            return pointer;
        }
        var escaped = name.replace("~", "~0").replace("/", "~1");
        var fragment = new StringBuilder(pointer).append('/');
        for (byte octet : escaped.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xFF);
            if (isUnreserved(character)) {
                fragment.append(character);
            } else {
                fragment.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return fragment.length() > MAX_LENGTH ? pointer : fragment.toString();
    }

    /// The pointer of a value, or of the innermost one around it whose pointer has at most 1,000 characters.
    ///
    /// @param path names of members and indices of elements, outermost first
    static String of(String pointer, Iterable<Object> path) {
        var place = pointer;
        for (var step : path) {
            var next = member(place, step.toString());
            if (next.equals(place)) {
                return place;
            }
            place = next;
        }
        return place;
    }

    private static boolean isUnreserved(char character) {
        return character < 0x80 && (Character.isLetterOrDigit(character) || UNRESERVED.indexOf(character) >= 0);
    }
}
