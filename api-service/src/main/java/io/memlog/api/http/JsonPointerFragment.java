package io.memlog.api.http;

import java.nio.charset.StandardCharsets;

/// JSON pointers as URI fragments (RFC 6901, section 6), grown member by member.
record JsonPointerFragment(String text) {

    static final JsonPointerFragment ROOT = new JsonPointerFragment("#");

    private static final String PLAIN = "-._~!$&'()*+,;=:@?";

    JsonPointerFragment member(String name) {
        var escaped = name.replace("~", "~0").replace("/", "~1");
        var fragment = new StringBuilder(text).append('/');
        for (byte octet : escaped.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xFF);
            if (isPlain(character)) {
                fragment.append(character);
            } else {
                fragment.append(String.format("%%%02X", (int) character));
            }
        }
        return new JsonPointerFragment(fragment.toString());
    }

    JsonPointerFragment element(int index) {
        return new JsonPointerFragment(text + "/" + index);
    }

    private static boolean isPlain(char character) {
        return character < 0x80 && (Character.isLetterOrDigit(character) || PLAIN.indexOf(character) >= 0);
    }
}
