package io.memlog.cli.store;

import io.memlog.schemas.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// One JSON object on each line; a broken one does not hurt its neighbours.
final class JsonLines implements Entries {

    /// Larger than any memory log, white space and embedding included.
    static final int LONGEST = 1024 * 1024;

    private final InputStream in;
    private long line;

    /// @param in buffered
    JsonLines(InputStream in) {
        this.in = in;
    }

    @Override
    public Optional<Entry> next() throws IOException {
        while (true) {
            var bytes = new ByteArrayOutputStream();
            int last = in.read();
            if (last < 0) {
                return Optional.empty();
            }
            line++;
            long length = 0;
            for (; last >= 0 && last != '\n'; last = in.read()) {
                if (++length <= LONGEST) {
                    bytes.write(last);
                }
            }
            if (length > LONGEST) {
                return Optional.of(Entry.Unreadable.tooLong(line));
            }
            if (!bytes.toString(StandardCharsets.UTF_8).isBlank()) {
                return Optional.of(parse(bytes.toByteArray()));
            }
        }
    }

    private Entry parse(byte[] bytes) {
        try {
            return Json.mapper().readTree(bytes) instanceof ObjectNode log
                    ? new Entry.Log(line, log)
                    : new Entry.Unreadable(line, "is no JSON object");
        } catch (JacksonException e) {
            return new Entry.Unreadable(line, Unreadable.why(e));
        }
    }
}
