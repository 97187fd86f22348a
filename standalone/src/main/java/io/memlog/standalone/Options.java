package io.memlog.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The options of the command line.
///
/// @param chromaUrl a running Chroma to use; null to start one
record Options(
        int port,
        Path data,
        OptionalInt postgresPort,
        OptionalInt kafkaPort,
        OptionalInt chromaPort,
        @Nullable URI chromaUrl,
        OptionalInt neo4jPort,
        boolean demo) {

    private static final Set<String> NAMES = Set.of(
            "--port",
            "--data",
            "--postgres-port",
            "--kafka-port",
            "--chroma-port",
            "--chroma-url",
            "--neo4j-port",
            "--demo");

    /// The help text, which the launcher also prints without Java.
    static String help() {
        try (var text = Objects.requireNonNull(Options.class.getResourceAsStream("help.txt"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @throws UsageException when an option is unknown, or its value is missing or wrong
    static Options parse(List<String> arguments) {
        var given = new HashMap<String, String>();
        for (var rest = arguments.stream().flatMap(Options::nameAndValue).iterator(); rest.hasNext(); ) {
            var name = rest.next();
            if (!NAMES.contains(name)) {
                throw new UsageException("There is no option " + name + "; --help shows those there are.");
            }
            given.put(name, name.equals("--demo") ? "" : value(name, rest));
        }
        var data = given.get("--data");
        var chromaUrl = given.get("--chroma-url");
        return new Options(
                port("--port", given).orElse(8080),
                Path.of(data == null ? ".memlog" : data),
                port("--postgres-port", given),
                port("--kafka-port", given),
                port("--chroma-port", given),
                chromaUrl == null ? null : url("--chroma-url", chromaUrl),
                port("--neo4j-port", given),
                given.containsKey("--demo"));
    }

    private static Stream<String> nameAndValue(String argument) {
        return argument.startsWith("--") ? Stream.of(argument.split("=", 2)) : Stream.of(argument);
    }

    private static String value(String option, Iterator<String> rest) {
        var value = rest.hasNext() ? rest.next() : "";
        if (value.isBlank() || value.startsWith("--")) {
            throw new UsageException("The option " + option + " needs a value.");
        }
        return value;
    }

    private static OptionalInt port(String option, Map<String, String> given) {
        var value = given.get(option);
        if (value == null) {
            return OptionalInt.empty();
        }
        var port = value.matches("[0-9]{1,5}") ? Integer.parseInt(value) : 0;
        if (port < 1 || port > 65_535) {
            throw new UsageException("The option " + option + " is a port from 1 to 65535, not " + value + ".");
        }
        return OptionalInt.of(port);
    }

    private static URI url(String option, String value) {
        try {
            var url = new URI(value.replaceAll("/+$", ""));
            if (value.matches("https?://[^\\s/]+.*")) {
                return url;
            }
            throw new URISyntaxException(value, "not an HTTP URL");
        } catch (URISyntaxException e) {
            throw new UsageException(
                    "The option " + option + " is a URL such as http://localhost:8000, not " + value + ".", e);
        }
    }
}
