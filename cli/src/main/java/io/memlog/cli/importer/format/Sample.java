package io.memlog.cli.importer.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;

/// The beginning of a file, by which a format recognises itself.
///
/// @param name of the file
/// @param text the beginning as text, without a byte order mark and white space
/// @param members the members of the first JSON value, `results/memory` of the elements of its list `results`, and
/// `/mapping` of the elements when it is a list itself
/// @param isText whether it is UTF-8 without control characters
public record Sample(String name, String text, Set<String> members, boolean isText) {

    private static final int MAX_BYTES = 1024 * 1024;
    private static final int MIN_PRINTABLE = ' ';

    /// How many bytes of a character may be missing at the end.
    private static final int MAX_CUT_BYTES = 3;

    /// Reads the beginning of a file.
    public static Sample of(SourceFile file) throws IOException {
        var head = file.head(MAX_BYTES);
        var text = new String(head, StandardCharsets.UTF_8);
        var stripped = (text.startsWith("\uFEFF") ? text.substring(1) : text).stripLeading();
        return new Sample(file.name(), stripped, members(head), isText(text));
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }

    boolean hasAll(String... paths) {
        return members.containsAll(Set.of(paths));
    }

    boolean isZip() {
        return text.startsWith("PK\u0003\u0004") || text.startsWith("PK\u0005\u0006");
    }

    private static boolean isText(String text) {
        var end = text.length();
        for (int i = 0; i < MAX_CUT_BYTES && end > 0 && text.charAt(end - 1) == '\uFFFD'; i++) {
            end--;
        }
        return text.substring(0, end)
                .chars()
                .allMatch(c -> c != '\uFFFD' && (c >= MIN_PRINTABLE || Character.isWhitespace(c)));
    }

    private static Set<String> members(byte[] head) {
        var members = new HashSet<String>();
        try (var parser = JsonElements.parser(new ByteArrayInputStream(head))) {
            var token = parser.nextToken();
            while (token != null) {
                if (token == JsonToken.PROPERTY_NAME) {
                    addPath(parser.streamReadContext(), members);
                } else if (parser.streamReadContext().inRoot()) {
                    return members;
                }
                token = parser.nextToken();
            }
        } catch (JacksonException e) {
            // The sample ends within a value.
            return members;
        }
        return members;
    }

    private static void addPath(TokenStreamContext object, Set<String> members) {
        var parent = object.getParent();
        if (parent.inRoot()) {
            members.add(object.currentName());
        } else if (parent.inArray() && parent.getParent().inRoot()) {
            members.add("/" + object.currentName());
        } else if (parent.inArray()
                && parent.getParent().getParent() != null
                && parent.getParent().getParent().inRoot()) {
            members.add(parent.getParent().currentName() + "/" + object.currentName());
        }
    }
}
