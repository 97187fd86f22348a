package io.memlog.cli.store;

import io.memlog.schemas.json.Json;
import java.io.InputStream;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads JSON objects that follow each other or stand in a list, over any number of lines. Nothing can be read after
/// a syntax error.
final class JsonStreamReader implements RecordReader {

    private final JsonParser parser;
    private boolean inList;
    private boolean ended;

    JsonStreamReader(InputStream in) {
        this.parser = Json.mapper().createParser(in);
    }

    @Override
    public Optional<ImportRecord> next() {
        if (ended) {
            return Optional.empty();
        }
        try {
            var token = parser.nextToken();
            while ((token == JsonToken.START_ARRAY && !inList) || token == JsonToken.END_ARRAY) {
                inList = token == JsonToken.START_ARRAY;
                token = parser.nextToken();
            }
            if (token == null) {
                ended = true;
                return Optional.empty();
            }
            long line = parser.currentTokenLocation().getLineNr();
            return Optional.of(ImportRecord.of(line, parser.readValueAsTree()));
        } catch (JacksonException e) {
            ended = true;
            return Optional.of(ImportRecord.malformed(
                    parser.currentLocation().getLineNr(),
                    e,
                    "; the rest is not read (--format jsonl reads line by line)"));
        }
    }
}
