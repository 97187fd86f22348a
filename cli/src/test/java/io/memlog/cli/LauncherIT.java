package io.memlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.cli.terminal.CommandContext;
import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher, in a folder of its own that looks like the project, with the command line built.
class LauncherIT {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    private final FakeMemlog memlog = new FakeMemlog();

    @TempDir
    Path home;

    @BeforeEach
    void build() throws IOException {
        Files.copy(PROJECT.resolve("memlog"), home.resolve("memlog"), StandardCopyOption.COPY_ATTRIBUTES);
        for (var folder : List.of("cli/src/main", "schemas/src/main", "cli/target", "bin")) {
            Files.createDirectories(home.resolve(folder));
        }
        for (var part : List.of("memlog.jar", "lib")) {
            Files.createSymbolicLink(
                    home.resolve("cli/target").resolve(part),
                    PROJECT.resolve("cli/target").resolve(part));
        }
        for (var file :
                List.of("pom.xml", "cli/pom.xml", "schemas/pom.xml", "cli/src/main/A.java", "cli/target/.built")) {
            Files.writeString(home.resolve(file), "");
        }
    }

    @AfterEach
    void stop() {
        memlog.close();
    }

    @Test
    void a_command_runs_without_building_what_is_built() throws Exception {
        memlog.respond("GET /status", 200, "{\"status\":\"up\"}");

        var ended = launch(home.resolve("memlog"), "status", "--url", memlog.url(), "-o", "json");

        assertThat(ended).isEqualTo(new Ended(0, "{\"status\":\"up\"}\n", ""));
    }

    @Test
    void the_exit_code_is_that_of_the_command() throws Exception {
        memlog.respond("GET /status", 404, """
                {"title":"nothing here"}""");

        var ended = launch(home.resolve("memlog"), "status", "--url", memlog.url());

        assertThat(ended).isEqualTo(new Ended(3, "", "nothing here (404)\n"));
    }

    @Test
    void a_symbolic_link_to_the_launcher_works() throws Exception {
        memlog.respond("GET /status", 200, "{\"status\":\"up\"}");
        var link = Files.createSymbolicLink(home.resolve("bin/memlog"), Path.of("../memlog"));

        var ended = launch(link, "status", "--url", memlog.url(), "-o", "json");

        assertThat(ended.status()).isZero();
    }

    @Test
    void arguments_that_are_not_ascii_work_in_every_locale() throws Exception {
        memlog.respond("POST /memory-logs/search", 200, "[]");

        launch(
                home.resolve("memlog"),
                Map.of("LC_ALL", "C"),
                List.of("search", "--url", memlog.url(), "-u", "ada", "-p", "caf\u00e9", "\u8336"));

        var asked = Json.mapper().readTree(memlog.requests().getFirst().body());
        assertThat(asked.path("query").stringValue()).isEqualTo("\u8336");
        assertThat(asked.path("project_id").stringValue()).isEqualTo("caf\u00e9");
    }

    @Test
    void an_outdated_command_line_is_built_without_output() throws Exception {
        memlog.respond("GET /status", 200, "{\"status\":\"up\"}");
        maven("echo building \"$@\"");
        touch("cli/src/main/A.java");

        var ended = launch(home.resolve("memlog"), "status", "--url", memlog.url(), "-o", "json");

        assertThat(ended.output()).isEqualTo("{\"status\":\"up\"}\n");
        assertThat(ended.errors()).startsWith("Building the command line").contains("-pl cli -am package");
        assertThat(home.resolve("cli/target/memlog.jsa")).isNotEmptyFile();
    }

    @Test
    void of_two_commands_one_builds_and_the_other_waits() throws Exception {
        memlog.respond("GET /status", 200, "{\"status\":\"up\"}").respond("GET /status", 200, "{\"status\":\"up\"}");
        maven("echo once >> builds; sleep 2");
        Files.setLastModifiedTime(home.resolve("cli/target/.built"), FileTime.from(Instant.EPOCH));

        try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = both.submit(() -> launch(home.resolve("memlog"), "status", "--url", memlog.url(), "-o", "json"));
            var other =
                    both.submit(() -> launch(home.resolve("memlog"), "status", "--url", memlog.url(), "-o", "json"));

            assertThat(List.of(one.get(), other.get()))
                    .allSatisfy(ended ->
                            assertThat(ended.status()).as(ended.errors()).isZero())
                    .anySatisfy(ended -> assertThat(ended.errors()).contains("waits for it"));
        }
        assertThat(Files.readString(home.resolve("builds"))).isEqualTo("once\n");
        assertThat(home.resolve(".building")).doesNotExist();
        assertThat(Files.isSymbolicLink(home.resolve(".building.lock.pid"))).isFalse();
    }

    @Test
    void a_failed_build_is_reported() throws Exception {
        maven("echo why; exit 1");
        touch("schemas/pom.xml");

        var ended = launch(home.resolve("memlog"), "status");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output()).isEmpty();
        assertThat(ended.errors()).endsWith("why\nMemlog could not be built; the lines above say why.\n");
    }

    @Test
    void long_tests_run_with_the_option_long() throws Exception {
        maven("echo \"$@\"");

        var usual = launch(home.resolve("memlog"), "test", "-pl", "schemas");
        var all = launch(home.resolve("memlog"), "test", "-pl", "schemas", "--long");

        assertThat(usual.output()).endsWith("verify -pl schemas\n");
        assertThat(all.output()).endsWith("verify -pl schemas -Dmemlog.tests.excluded=\n");
    }

    @Test
    void its_help_lists_every_command() throws Exception {
        var help = launch(home.resolve("memlog"), "help").output();

        assertThat(help.lines()
                        .filter(line -> line.startsWith("  "))
                        .map(line -> line.strip().split(" ", 2)[0]))
                .containsAll(commands());
    }

    @Test
    void it_knows_every_command() throws Exception {
        for (var command : commands()) {
            assertThat(launch(home.resolve("memlog"), "help", command).output()).startsWith("Usage: memlog " + command);
        }
    }

    private void maven(String script) throws IOException {
        var maven = Files.writeString(home.resolve("bin/mvn"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void touch(String file) throws IOException {
        var built = Files.getLastModifiedTime(home.resolve("cli/target/.built")).toInstant();
        Files.setLastModifiedTime(home.resolve(file), FileTime.from(built.plus(Duration.ofSeconds(5))));
    }

    private static List<String> commands() {
        return List.copyOf(new MemlogCli(CommandContext.ofProcess())
                .commands("")
                .getSubcommands()
                .keySet());
    }

    private Ended launch(Path launcher, String... arguments) throws IOException, InterruptedException {
        return launch(launcher, Map.of(), List.of(arguments));
    }

    private Ended launch(Path launcher, Map<String, String> environment, List<String> arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
        command.addAll(arguments);
        var errors = Files.createTempFile(home, "errors", ".txt").toFile();
        var builder = new ProcessBuilder(command).redirectError(errors);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("PATH", home.resolve("bin") + ":/usr/bin:/bin");
        builder.environment().putAll(environment);
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), output, Files.readString(errors.toPath()));
    }

    private record Ended(int status, String output, String errors) {}
}
