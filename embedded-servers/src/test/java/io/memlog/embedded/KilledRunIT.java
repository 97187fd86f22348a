package io.memlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledRunIT {

    @TempDir
    Path data;

    @Test
    void after_a_kill_the_next_start_stops_the_old_servers_and_finds_committed_data() throws Exception {
        var ports = List.of(Ports.free(), Ports.free(), Ports.free());
        var killed = runAllServersIn(data, ports);
        killed.destroyForcibly().waitFor();

        try (var postgres = PostgresServer.start(data.resolve("postgres"), ports.get(0));
                var kafka = KafkaServer.start(data.resolve("kafka"), ports.get(1));
                var chroma = ChromaServer.start(data.resolve("chroma"), ports.get(2));
                var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var row = connection.createStatement().executeQuery("select name from tea")) {
            row.next();

            assertThat(row.getString(1)).isEqualTo("sencha");
            assertThat(ChromaServer.isUp(chroma.url())).isTrue();
            assertThat(kafka.port()).isEqualTo(ports.get(1));
        }
    }

    @Test
    void a_data_folder_is_free_again_once_its_holder_was_killed() throws Exception {
        var holder = start(FolderHolder.class, List.of(data.toString()));
        awaitReady(holder);

        assertThat(catchLock()).contains("in use by another Memlog (process " + holder.pid() + ")");
        holder.destroyForcibly().waitFor();

        DataFolder.lock(data).close();
    }

    private String catchLock() {
        try (var folder = DataFolder.lock(data)) {
            return "got " + folder.path();
        } catch (ServerUnavailableException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static Process runAllServersIn(Path data, List<Integer> ports) throws Exception {
        var arguments = new ArrayList<>(List.of(data.toString()));
        ports.forEach(port -> arguments.add(port.toString()));
        var process = start(AllServers.class, arguments);
        awaitReady(process);
        return process;
    }

    private static Process start(Class<?> main, List<String> arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void awaitReady(Process process) throws Exception {
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line;
        do {
            line = output.readLine();
        } while (line != null && !line.equals("ready"));
        assertThat(line).isEqualTo("ready");
    }
}
