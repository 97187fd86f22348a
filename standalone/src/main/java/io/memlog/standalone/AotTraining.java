package io.memlog.standalone;

import io.memlog.embedded.DataFolder;
import io.memlog.embedded.Ports;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// The training run for the AOT cache of `./memlog run`: starts Memlog on an empty data folder, stores memories, finds
/// them and stops, while the JVM records the classes that are loaded and the methods that are called often.
final class AotTraining {

    private static final Duration MAX_INDEXING = Duration.ofSeconds(50);
    private static final List<String> MODES = List.of("hybrid", "vector", "text", "graph");
    private static final List<String> QUERIES = List.of(
            "somebody else could read private data",
            "BasketStore idempotency",
            "PaymentGateway Caffeine",
            "why was the checkout slow in the evening");

    private AotTraining() {}

    /// @param arguments the data folder
    public static void main(String[] arguments) throws Exception {
        var options = new Options(
                Ports.free(),
                Path.of(arguments[0]),
                OptionalInt.of(Ports.free()),
                OptionalInt.of(Ports.free()),
                OptionalInt.of(Ports.free()),
                null,
                OptionalInt.of(Ports.free()),
                false);
        try (var folder = DataFolder.lock(options.data())) {
            Standalone.logTo(folder.path().resolve("logs"));
            var console = new Console(new PrintStream(System.out, true, StandardCharsets.UTF_8));
            try (var components = new Components(console);
                    var client = new LocalClient(options.port())) {
                Runtime.getRuntime()
                        .addShutdownHook(new ShutdownHook(components, folder, console, Thread.currentThread()));
                new Memlog(options, console, components).start(folder);
                storeAndFind(client);
            }
        }
    }

    private static void storeAndFind(LocalClient client) throws IOException, InterruptedException {
        var path = "";
        for (var memory : DemoMemories.all()) {
            path = "/memory-logs/"
                    + client.post("/memory-logs", memory).path("id").longValue();
        }
        // What is not indexed by then is missing in the cache, and in nothing else.
        client.get(path + "/status?wait_for=vector,graph&timeout_ms=" + MAX_INDEXING.toMillis());
        for (var query : QUERIES) {
            for (var mode : MODES) {
                client.post("/memory-logs/search", search(query, mode));
            }
        }
        client.get(path + "/related");
        client.get("/status");
    }

    private static Map<String, String> search(String query, String mode) {
        return Map.of("user_id", DemoMemories.USER, "project_id", DemoMemories.PROJECT, "query", query, "mode", mode);
    }
}
