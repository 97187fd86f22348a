package io.memlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.cli.terminal.Surroundings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LauncherIT {

    private static final Path LAUNCHER =
            Path.of("..", "memlog").toAbsolutePath().normalize();

    @Test
    void its_help_lists_every_command() throws Exception {
        var process = new ProcessBuilder("/bin/sh", LAUNCHER.toString(), "help").start();

        var help = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(help.lines()
                        .filter(line -> line.startsWith("  "))
                        .map(line -> line.strip().split(" ", 2)[0]))
                .containsAll(commands());
    }

    @Test
    void it_knows_every_command() throws Exception {
        var script = Files.readAllLines(LAUNCHER);

        var names = script.get(script.indexOf("            talk \"$command\" \"$@\" ;;") - 1);

        assertThat(names.strip().replace(")", "").split(" \\| ", -1)).containsExactlyInAnyOrderElementsOf(commands());
    }

    private static Iterable<String> commands() {
        return new MemlogCli(Surroundings.ofProcess())
                .commands()
                .getSubcommands()
                .keySet();
    }
}
