package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.embedded.DataFolder;
import io.memlog.embedded.Passwords;
import io.memlog.embedded.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineIT {

    @TempDir
    Path work;

    @Test
    void an_unknown_option_is_named() throws Exception {
        var memlog = start("--colour", "blue");

        assertThat(memlog.awaitExit()).isEqualTo(2);
        assertThat(memlog.errors()).isEqualTo("There is no option --colour; --help shows those there are.\n");
    }

    @Test
    void a_second_start_on_the_same_data_is_refused() throws Exception {
        try (var folder = DataFolder.lock(data())) {
            var memlog = start("--data", folder.path().toString());

            assertFailsWith(
                    memlog,
                    "is in use by another Memlog (process "
                            + ProcessHandle.current().pid() + ")");
        }
    }

    @Test
    void a_data_path_that_is_a_file_is_refused() throws Exception {
        var file = Files.createFile(work.resolve("notes.txt"));

        var memlog = start("--data", file.toString());

        assertFailsWith(memlog, file + " is a file, not a folder");
    }

    @Test
    void a_port_in_use_is_named() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(other.getLocalPort());

            var memlog = start("--data", data().toString(), "--port", port);

            assertFailsWith(memlog, "Port " + port + " for Memlog is in use");
        }
    }

    @Test
    void a_failure_half_way_leaves_no_server_running() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var kafkaPort = Integer.toString(other.getLocalPort());

            var memlog = startOnFreePorts(Map.of(), "--kafka-port", kafkaPort);

            assertFailsWith(memlog, "Port " + kafkaPort + " for Kafka is in use");
            assertThat(memlog.output()).contains("PostgreSQL        up").contains("Chroma            up");
        }
    }

    @Test
    void the_start_says_where_the_passwords_are_and_prints_none() throws Exception {
        var memlog = startOnFreePorts(Map.of());
        await().atMost(Duration.ofSeconds(90)).until(() -> memlog.output().contains("Neo4j             up"));
        assertThat(memlog.terminate()).isEqualTo(143);

        assertThat(MemlogProcess.processesOn(data())).isEmpty();
        assertThat(memlog.output()).contains("Passwords         in " + data().resolve("passwords") + "\n");
        for (var login : List.of("postgresql.postgres", "postgresql.memlog", "kafka.memlog", "neo4j.neo4j")) {
            assertThat(memlog.output()).doesNotContain(Passwords.in(data()).of(login));
        }
    }

    @Test
    void without_node_it_is_said_how_to_go_on() throws Exception {
        var memlog = startOnFreePorts(Map.of("PATH", emptyFolder()));

        assertFailsWith(memlog, "install Node 20 or newer with npm, or use a running Chroma with --chroma-url");
    }

    @Test
    void a_node_that_is_too_old_is_named_with_its_version() throws Exception {
        var bin = folderWithNode("v18.20.4");

        var memlog = startOnFreePorts(Map.of("PATH", bin + ":/usr/bin:/bin"));

        assertFailsWith(memlog, "Chroma needs Node 20, and " + bin.resolve("node") + " is v18.20.4");
    }

    @Test
    void without_npm_the_first_start_says_what_it_needs_it_for() throws Exception {
        var bin = folderWithNode("v20.0.0");
        var emptyCache = work.resolve("cache").toString();

        var memlog = startOnFreePorts(Map.of("PATH", bin.toString(), "XDG_CACHE_HOME", emptyCache));

        assertFailsWith(memlog, "The first start downloads Chroma with npm, which is not on the PATH");
    }

    @Test
    void a_stop_during_the_start_leaves_no_server_running() throws Exception {
        var memlog = startOnFreePorts(Map.of());
        await().atMost(Duration.ofSeconds(30)).until(() -> memlog.output().contains("PostgreSQL        up"));

        assertThat(memlog.terminate()).isEqualTo(143);
        assertThat(memlog.errors()).isEmpty();
        assertThat(MemlogProcess.processesOn(data())).isEmpty();
    }

    private void assertFailsWith(MemlogProcess memlog, String sentence) throws InterruptedException {
        assertThat(memlog.awaitExit()).isEqualTo(1);
        assertThat(memlog.errors()).contains(sentence).hasLineCount(1);
        assertThat(MemlogProcess.processesOn(data())).isEmpty();
    }

    private MemlogProcess start(String... arguments) throws IOException {
        return MemlogProcess.start(work, Map.of(), arguments);
    }

    /// The options that follow win over the free ports.
    private MemlogProcess startOnFreePorts(Map<String, String> environment, String... more) throws IOException {
        var arguments = new ArrayList<>(List.of("--data", data().toString()));
        for (var option : List.of("--port", "--postgres-port", "--kafka-port", "--chroma-port")) {
            arguments.addAll(List.of(option, Integer.toString(Ports.free())));
        }
        arguments.addAll(List.of(more));
        return MemlogProcess.start(work, environment, arguments.toArray(String[]::new));
    }

    private Path data() {
        return work.resolve("data");
    }

    private Path folderWithNode(String version) throws IOException {
        var bin = Path.of(emptyFolder());
        var node = Files.writeString(bin.resolve("node"), "#!/bin/sh\necho " + version + "\n");
        Files.setPosixFilePermissions(node, PosixFilePermissions.fromString("rwxr-xr-x"));
        return bin;
    }

    private String emptyFolder() throws IOException {
        return Files.createDirectory(work.resolve("bin")).toString();
    }
}
