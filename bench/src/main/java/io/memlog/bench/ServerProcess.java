package io.memlog.bench;

import io.memlog.embedded.ChromaServer;
import io.memlog.embedded.KafkaServer;
import io.memlog.embedded.Passwords;
import io.memlog.embedded.PostgresServer;
import io.memlog.standalone.Neo4jServer;
import java.nio.file.Path;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/// The main class of a JVM that runs one server, so that what the server uses can be told from what others use. It
/// prints the server's address, and stops it when its standard input ends, as it does when the parent dies.
final class ServerProcess {

    private ServerProcess() {}

    public static void main(String[] arguments) {
        var server = Server.valueOf(arguments[0]);
        var passwords = Passwords.in(Path.of(arguments[1]));
        var data = Path.of(arguments[1], server.folder);
        switch (server) {
            case POSTGRESQL -> run(PostgresServer.start(data, 0, passwords), PostgresServer::jdbcUrl);
            case KAFKA -> run(KafkaServer.start(data, 0, passwords), KafkaServer::bootstrapServers);
            case CHROMA -> run(ChromaServer.start(data, 0, passwords, _ -> {}), ChromaServer::url);
            case NEO4J -> run(Neo4jServer.start(data, 0, passwords), Neo4jServer::uri);
        }
    }

    private static <T extends AutoCloseable> void run(T server, Function<T, String> address) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server), "stop"));
        System.out.println(Child.RESULT + address.apply(server));
        ApplicationProcess.exitWithParent();
    }

    private static void close(AutoCloseable server) {
        try {
            server.close();
        } catch (Exception e) {
            LoggerFactory.getLogger(ServerProcess.class).error("The server did not stop cleanly", e);
        }
    }
}
