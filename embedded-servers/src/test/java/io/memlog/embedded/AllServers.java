package io.memlog.embedded;

import java.nio.file.Path;
import java.sql.DriverManager;

/// A program that starts the three servers, stores a row, and waits to be killed.
final class AllServers {

    private AllServers() {}

    public static void main(String[] arguments) throws Exception {
        var data = Path.of(arguments[0]);
        var postgres = PostgresServer.start(data.resolve("postgres"), Integer.parseInt(arguments[1]));
        KafkaServer.start(data.resolve("kafka"), Integer.parseInt(arguments[2]));
        ChromaServer.start(data.resolve("chroma"), Integer.parseInt(arguments[3]));
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            statement.execute("create table tea (name text)");
            statement.execute("insert into tea values ('sencha')");
        }
        FolderHolder.sayReadyAndWait();
    }
}
