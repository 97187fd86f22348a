package io.memlog.cli.store;

import io.memlog.schemas.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/// Reads one JSON object from each line; an invalid line does not affect the others. Lines are read as bytes, so that
/// neither invalid UTF-8 nor a line of any length makes the rest unreadable.
public final class NdjsonReader implements RecordReader {

    private final InputStream in;
    private long line;

    /// @param in buffered
    public NdjsonReader(InputStream in) {
        this.in = in;
    }

    @Override
    public Optional<ImportRecord> next() throws IOException {
        for (int first = in.read(); first >= 0; first = in.read()) {
            line++;
            var bytes = new ByteArrayOutputStream();
            for (int next = first; next >= 0 && next != '\n'; next = in.read()) {
                if (bytes.size() <= Batch.MAX_RECORD_BYTES) {
                    bytes.write(next);
                }
            }
            if (bytes.size() > Batch.MAX_RECORD_BYTES) {
                return Optional.of(Batch.tooLarge(line));
            }
            try {
                var json = Json.mapper().readTree(bytes.toByteArray());
                if (!json.isMissingNode()) {
                    return Optional.of(ImportRecord.of(line, json));
                }
            } catch (JacksonException e) {
                return Optional.of(ImportRecord.malformed(line, e, ""));
            }
        }
        return Optional.empty();
    }
}
