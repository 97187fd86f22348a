package io.memlog.api.http;

import java.nio.charset.StandardCharsets;

/// JSON pointers as URI fragments (RFC 6901, section 6), extended member by member.
public final class JsonPointers {

    public static final String ROOT = "#";

    private static final String UNRESERVED = "-._~!$&'()*+,;=:@?";

    private JsonPointers() {}

    public static String member(String pointer, String name) {
        var escaped = name.replace("~", "~0").replace("/", "~1");
        var fragment = new StringBuilder(pointer).append('/');
        for (byte octet : escaped.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xFF);
            if (isUnreserved(character)) {
                fragment.append(character);
            } else {
                fragment.append(String.format("%%%02X", (int) character));
            }
        }
        return fragment.toString();
    }

    private static boolean isUnreserved(char character) {
        return character < 0x80 && (Character.isLetterOrDigit(character) || UNRESERVED.indexOf(character) >= 0);
    }
}
