package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherIT {

    private static final Path LAUNCHER =
            Path.of("..", "memlog").toAbsolutePath().normalize();
    private static final List<String> BASIC_TOOLS = List.of("dirname", "grep", "readlink", "find", "head");

    private static final List<String> SHELL_TOOLS = List.of(
            "dirname", "grep", "readlink", "find", "head", "mkdir", "rmdir", "rm", "mv", "ln", "sleep", "cat", "env");

    @TempDir
    Path tools;

    @Test
    void without_maven_it_is_said_how_to_get_it() throws Exception {
        for (var tool : BASIC_TOOLS) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
        }

        var answer = launch("test", "PATH", tools.toString());

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.errors())
                .startsWith("Memlog is built with Maven, which is not on the PATH; get it from")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v18.20.4", "v20.18.9", "none"})
    void without_a_new_enough_node_it_is_said_how_to_get_it(String version) throws Exception {
        for (var tool : BASIC_TOOLS) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
        }
        program(tools.resolve("mvn"), "#!/bin/sh\nexit 1\n");
        program(
                tools.resolve("node"),
                version.equals("none") ? "#!/bin/sh\nexit 1\n" : "#!/bin/sh\necho " + version + "\n");

        var answer = launch("test", "PATH", tools.toString());

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.errors())
                .startsWith("Memlog needs Node 20.19 or newer with npm, and found " + version + ";")
                .hasLineCount(1);
    }

    @Test
    void the_options_of_run_are_shown_without_building_anything() throws Exception {
        Files.createSymbolicLink(tools.resolve("cat"), Path.of("/usr/bin/cat"));

        var answer = launch("run --help", "PATH", tools.toString());

        assertThat(answer.status()).isZero();
        assertThat(answer.output()).isEqualTo(Options.help());
    }

    @Test
    void an_unknown_command_is_named() throws Exception {
        var answer = launch("jump", "LANG", "C");

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.errors()).isEqualTo("There is no command jump; ./memlog help shows those there are.\n");
    }

    @Test
    void env_writes_a_random_secret_for_each_empty_value_and_never_over_those_of_before() throws Exception {
        var home = Files.createDirectories(tools.resolve("home"));
        var launcher = Files.copy(LAUNCHER, home.resolve("memlog"));
        Files.writeString(home.resolve(".env.example"), "# Secrets.\nA_KEY=\nA_PASSWORD=\nA_TOKEN=\nPORT=8080\n");
        var written = home.resolve(".env");

        assertThat(launch(launcher, "env", "LANG", "C").status()).isZero();
        var secrets = Files.readString(written);
        var again = launch(launcher, "env", "LANG", "C");

        assertThat(secrets)
                .matches("# Secrets.\nA_KEY=mlk_[\\w-]{43}\nA_PASSWORD=[\\w-]{43}\nA_TOKEN=[\\w-]{43}\nPORT=8080\n");
        assertThat(secrets.lines().map(line -> line.replaceFirst(".*=(mlk_)?", "")))
                .doesNotHaveDuplicates();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(written)))
                .isEqualTo("rw-------");
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.errors()).startsWith(written + " is there already.");
        assertThat(written).hasContent(secrets);
        assertThat(home.toFile().list()).containsExactlyInAnyOrder("memlog", ".env.example", ".env");
    }

    @Test
    void what_memlog_and_its_command_line_write_is_for_the_user_alone() throws Exception {
        var home = tools.resolve("home");
        for (var module : List.of("standalone", "cli")) {
            Files.createDirectories(home.resolve(module).resolve("target/lib"));
            Files.createFile(home.resolve(module).resolve("target/.built"));
        }
        var launcher = Files.copy(LAUNCHER, home.resolve("memlog"));
        var jdk = jdkThatShowsItsUmask();

        for (var command : List.of("run", "export memories.jsonl")) {
            var answer = launch(launcher, command, "JAVA_HOME", jdk.toString());

            assertThat(answer.output()).as(answer.errors()).isEqualTo("0077\n");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void one_command_at_a_time_builds_and_the_lock_of_a_killed_one_is_removed(boolean flock) throws Exception {
        var home = Files.createDirectories(tools.resolve("home"));
        Files.createDirectories(home.resolve("standalone/target"));
        var launcher = Files.copy(LAUNCHER, home.resolve("memlog"));
        var bin = Files.createDirectories(tools.resolve("bin"));
        for (var tool : SHELL_TOOLS) {
            Files.createSymbolicLink(bin.resolve(tool), Path.of("/usr/bin", tool));
        }
        if (flock) {
            Files.createSymbolicLink(bin.resolve("flock"), Path.of("/usr/bin/flock"));
        }
        program(bin.resolve("node"), "#!/bin/sh\necho v20.19.0\n");
        program(bin.resolve("mvn"), """
                #!/bin/sh
                mkdir "$HOME/inside" || echo overlap >>"$HOME/overlaps"
                echo build >>"$HOME/builds"
                sleep 0.2
                rmdir "$HOME/inside"
                """);
        var dead = new ProcessBuilder("/bin/sh", "-c", "exit").start();
        dead.waitFor();
        Files.createSymbolicLink(home.resolve(".building.lock.pid"), Path.of(Long.toString(dead.pid())));
        var jdk = jdkThatShowsItsUmask();

        List<Process> running = new ArrayList<>();
        for (var command = 0; command < 8; command++) {
            var builder = new ProcessBuilder("/bin/sh", launcher.toString(), "run")
                    .redirectError(home.resolve("errors" + command).toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment()
                    .putAll(Map.of("JAVA_HOME", jdk.toString(), "PATH", bin.toString(), "HOME", home.toString()));
            running.add(builder.start());
        }
        for (var process : running) {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(running).extracting(Process::exitValue).containsOnly(0);
        assertThat(home.resolve("builds")).exists();
        assertThat(home.resolve("overlaps")).doesNotExist();
    }

    /// The program of java writes the cache that it is told to make, and its arguments.
    @ParameterizedTest
    @CsvSource({"on, 0, 1, 2", "on, 1, 1, 0", "off, 0, 0, 0"})
    void the_first_run_of_a_build_makes_a_cache_for_all_runs(String setting, int status, int trainings, int uses)
            throws Exception {
        var home = tools.resolve("home of memlog");
        Files.createDirectories(home.resolve("standalone/target/lib"));
        Files.createFile(home.resolve("standalone/target/.built"));
        var launcher = Files.copy(LAUNCHER, home.resolve("memlog"));
        var jdk = jdkThatShowsItsUmask();
        program(jdk.resolve("bin/java"), """
                #!/bin/sh
                case $1 in
                    -XX:AOTCacheOutput=*) : >"${1#*=}" && echo "$@" >>"%1$s/trainings" && exit %2$d ;;
                    -XX:AOTCache=*) [ -f "${1#*=}" ] && echo "$@" >>"%1$s/uses" ;;
                esac
                """.formatted(home, status));

        for (var run = 0; run < 2; run++) {
            assertThat(launch(launcher, "run", Map.of("JAVA_HOME", jdk.toString(), "MEMLOG_AOT", setting))
                            .status())
                    .isZero();
        }

        assertThat(lines(home.resolve("trainings"))).isEqualTo(trainings);
        assertThat(lines(home.resolve("uses"))).isEqualTo(uses);
        assertThat(home.resolve("standalone/target")).isDirectoryNotContaining("glob:**/{training,memlog.aot}.[0-9]*");
    }

    private static long lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }

    private static void program(Path path, String text) throws IOException {
        Files.writeString(path, text);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path jdkThatShowsItsUmask() throws IOException {
        var jdk = tools.resolve("jdk");
        var bin = Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25\"\n");
        for (var program : List.of("java", "javac")) {
            program(bin.resolve(program), "#!/bin/sh\numask\n");
        }
        return jdk;
    }

    private Answer launch(String commandLine, String variable, String value) throws IOException, InterruptedException {
        return launch(LAUNCHER, commandLine, variable, value);
    }

    private Answer launch(Path launcher, String commandLine, String variable, String value)
            throws IOException, InterruptedException {
        return launch(launcher, commandLine, Map.of(variable, value));
    }

    private Answer launch(Path launcher, String commandLine, Map<String, String> environment)
            throws IOException, InterruptedException {
        var errors = tools.resolve("errors.txt").toFile();
        var command = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
        command.addAll(List.of(commandLine.split(" ")));
        var builder = new ProcessBuilder(command).redirectError(errors);
        builder.environment().putAll(environment);
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Answer(process.exitValue(), output, Files.readString(errors.toPath()));
    }

    private record Answer(int status, String output, String errors) {}
}
