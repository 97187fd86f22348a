package io.memlog.cli.store;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Memory logs that are sent together: few enough and small enough for one request, and for a progress that
/// moves.
final class Batch {

    private static final int MOST_LINES = 250;
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private final List<Line> lines = new ArrayList<>();
    private int bytes;

    boolean hasRoomFor(Line line) {
        return lines.size() < MOST_LINES && bytes + line.json().length <= MOST_BYTES;
    }

    void add(Line line) {
        lines.add(line);
        bytes += line.json().length;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    int size() {
        return lines.size();
    }

    Line line(int index) {
        return lines.get(index);
    }

    /// The body of the request.
    byte[] body() {
        var body = new ByteArrayOutputStream(bytes + lines.size() + 16);
        body.writeBytes("{\"items\":[".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < lines.size(); i++) {
            if (i > 0) {
                body.write(',');
            }
            body.writeBytes(lines.get(i).json());
        }
        body.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }
}
