package io.memlog.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memlog.bench.Options.UsageException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    @Test
    void without_a_part_all_of_them_run() throws UsageException {
        var options = Options.parse(List.of());

        assertThat(options).isEqualTo(new Options(Part.ALL, false, Path.of("memlog-bench")));
    }

    @Test
    void parts_run_in_their_own_order() throws UsageException {
        var options = Options.parse(List.of("search", "--short", "ingest", "--output", "out"));

        assertThat(options.parts()).extracting(Part::name).containsExactly("ingest", "search");
        assertThat(options.isShort()).isTrue();
        assertThat(options.output()).isEqualTo(Path.of("out"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            jump     | There is no part jump; the parts are ingest
            --jump   | There is no option --jump; --help shows those there are.
            --output | The option --output needs a folder.
            """)
    void a_mistake_is_said_in_a_sentence(String argument, String sentence) {
        assertThatThrownBy(() -> Options.parse(List.of(argument)))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(sentence);
    }

    @Test
    void the_help_names_every_part() {
        assertThat(Options.help())
                .contains(Part.ALL.stream()
                        .map(part -> "\n  " + part.name() + " ")
                        .toList());
    }
}
