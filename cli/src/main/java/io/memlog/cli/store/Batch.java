package io.memlog.cli.store;

import io.memlog.cli.store.RecordReader.ImportRecord;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Memory logs that are sent together: few and small enough for one request, and for visible progress.
public final class Batch {

    /// More than any memory log needs, with white space and embedding.
    public static final int MAX_RECORD_BYTES = 1024 * 1024;

    private static final int MAX_ITEMS = 250;
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    private final List<Item> items = new ArrayList<>();
    private int bytes;

    static ImportRecord.Invalid tooLarge(long line) {
        return new ImportRecord.Invalid(line, "is longer than " + MAX_RECORD_BYTES / 1024 + " KiB");
    }

    public boolean hasRoomFor(Item item) {
        return items.size() < MAX_ITEMS && bytes + item.json().length <= MAX_BYTES;
    }

    public void add(Item item) {
        items.add(item);
        bytes += item.json().length;
    }

    List<Item> items() {
        return items;
    }

    /// The body of the request.
    byte[] body() {
        var body = new ByteArrayOutputStream(bytes + items.size() + 16);
        var separator = "{\"items\":[";
        for (var item : items) {
            body.writeBytes(separator.getBytes(StandardCharsets.UTF_8));
            body.writeBytes(item.json());
            separator = ",";
        }
        body.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }

    /// A memory log as it is sent, with its idempotency key.
    @SuppressWarnings("ArrayRecordComponent")
    public record Item(Origin origin, byte[] json) {}
}
