package io.memlog.cli;

import com.sun.net.httpserver.HttpServer;
import io.memlog.cli.terminal.Surroundings;
import io.memlog.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;

/// Runs a few commands against a server that knows two answers, so that the JVM gets to know the classes
/// that commands use. The launcher has them archived, which saves every command the time to load them.
final class Rehearsal {

    private static final String STATUS = """
            {"status":"up","at":"2025-11-13T08:30:00.000000Z","stores":{"postgres":{"state":"up","reason":null}},
             "consumers":{"vector":{"state":"following","lag":0}},"outbox":{"rows":0,"limit":1},
             "dead_letters":{"open":0,"oldest_age_seconds":1.5}}""";
    private static final String HITS = """
            [{"memory_log_id":1,"score":0.5,"similarity":null,"matched_by":["text"],"metadata":{"task":"tea"}}]""";

    private Rehearsal() {}

    static void main() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", request -> {
            request.getRequestBody().readAllBytes();
            var path = request.getRequestURI().getPath();
            var answer = (path.equals("/status") ? STATUS : HITS).getBytes(StandardCharsets.UTF_8);
            request.sendResponseHeaders(200, answer.length);
            request.getResponseBody().write(answer);
            request.close();
        });
        server.start();
        try {
            var url = "http://127.0.0.1:" + server.getAddress().getPort();
            var cli = new MemlogCli(silence());
            cli.run("--help");
            cli.run("status", "--url", url);
            cli.run("search", "--url", url, "--user", "ada", "--project", "shop", "tea");
        } finally {
            server.stop(0);
        }
    }

    private static Surroundings silence() {
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Surroundings(
                InputStream.nullInputStream(),
                nowhere,
                nowhere,
                Terminal.none(),
                Map.of(),
                Clock.systemUTC(),
                Thread::sleep);
    }
}
