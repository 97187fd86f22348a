package io.memlog.bench.system;

import io.memlog.embedded.ChromaServer;
import io.memlog.embedded.KafkaServer;
import io.memlog.embedded.Passwords;
import io.memlog.embedded.PostgresServer;
import io.memlog.embedded.ServerUnavailableException;
import io.memlog.standalone.Neo4jServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/// The main class of a JVM that runs one server, so that what the server uses can be told from what others use. It
/// prints the server's address, and stops it when its standard input ends, as it does when the parent dies.
final class ServerProcess {

    static final String READY = "ready ";
    static final String UNAVAILABLE = "unavailable ";

    private ServerProcess() {}

    public static void main(String[] arguments) throws IOException {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var server = Server.valueOf(arguments[0]);
        var folder = Path.of(arguments[1]);
        try {
            var running = start(server, folder);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(running.handle()), "stop"));
            out.println(READY + running.address());
        } catch (ServerUnavailableException e) {
            out.println(UNAVAILABLE + e.getMessage());
            System.exit(1);
        }
        while (System.in.read() >= 0) {
            // Nothing is sent.
        }
        System.exit(0);
    }

    private static Running start(Server server, Path folder) {
        var passwords = Passwords.in(folder);
        var data = folder.resolve(server.folder());
        return switch (server) {
            case POSTGRESQL -> {
                var postgres = PostgresServer.start(data, 0, passwords);
                yield new Running(postgres.jdbcUrl(), postgres);
            }
            case KAFKA -> {
                var kafka = KafkaServer.start(data, 0, passwords);
                yield new Running(kafka.bootstrapServers(), kafka);
            }
            case CHROMA -> {
                var chroma = ChromaServer.start(data, 0, passwords, _ -> {});
                yield new Running(chroma.url(), chroma);
            }
            case NEO4J -> {
                var neo4j = Neo4jServer.start(data, 0, passwords);
                yield new Running(neo4j.uri(), neo4j);
            }
        };
    }

    private static void close(AutoCloseable server) {
        try {
            server.close();
        } catch (Exception e) {
            LoggerFactory.getLogger(ServerProcess.class).error("The server did not stop cleanly", e);
        }
    }

    private record Running(String address, AutoCloseable handle) {}
}
