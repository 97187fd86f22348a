package io.memlog.cli.store;

import java.io.IOException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the memory logs of a file, one after the other.
public interface RecordReader {

    /// The next record, or nothing at the end.
    Optional<ImportRecord> next() throws IOException;

    /// A memory log, or something that cannot be sent.
    sealed interface ImportRecord {

        /// The line that it begins on.
        long line();

        record Valid(long line, ObjectNode log) implements ImportRecord {}

        record Invalid(long line, String reason) implements ImportRecord {}

        static ImportRecord of(long line, JsonNode json) {
            return json instanceof ObjectNode log ? new Valid(line, log) : new Invalid(line, "is not a JSON object");
        }

        static Invalid malformed(long line, JacksonException failure, String advice) {
            var location = failure.getLocation();
            var column = location == null || location.getColumnNr() < 1 ? "" : ", column " + location.getColumnNr();
            return new Invalid(line, "is not valid JSON" + column + ": " + failure.getOriginalMessage() + advice);
        }
    }
}
