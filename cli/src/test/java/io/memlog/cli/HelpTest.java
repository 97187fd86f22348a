package io.memlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.cli.terminal.CommandContext;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {

    @ParameterizedTest
    @MethodSource("commands")
    void help_has_examples_and_exit_codes(String name, CommandLine command) {
        var help = command.getUsageMessage();

        assertThat(help).startsWith("Usage: " + name).contains("Exit codes:", "  6   done in part");
        assertThat(help).containsPattern("(?s)Examples:|generate-completion|memlog COMMAND --help");
        assertThat(help.lines()).allMatch(line -> line.length() <= 110 || line.contains("memlog "));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_without_subcommands_has_json_output(String name, CommandLine command) {
        var works = command.getSubcommands().isEmpty() && !name.endsWith("generate-completion");

        assertThat(command.getCommandSpec().findOption("--output") != null)
                .isEqualTo(works || name.equals("memlog jobs"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void a_command_is_the_same_with_and_without_the_others(String name, CommandLine command) {
        var words = name.split(" ", -1);
        var alone = new MemlogCli(CommandContext.ofProcess()).commands(words.length < 2 ? "" : words[1]);

        for (int i = 1; i < words.length; i++) {
            alone = Objects.requireNonNull(alone.getSubcommands().get(words[i]));
        }

        assertThat(alone.getUsageMessage()).isEqualTo(command.getUsageMessage());
    }

    static Stream<Object[]> commands() {
        return withAllBelow(new MemlogCli(CommandContext.ofProcess()).commands(""))
                .map(command -> new Object[] {command.getCommandSpec().qualifiedName(), command});
    }

    private static Stream<CommandLine> withAllBelow(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTest::withAllBelow));
    }
}
