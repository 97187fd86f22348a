package io.memlog.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    @Test
    void without_a_part_all_of_them_run() {
        var options = Options.parse(List.of());

        assertThat(options).isEqualTo(new Options(List.of(Part.values()), false, Path.of("memlog-bench")));
    }

    @Test
    void parts_run_in_their_own_order() {
        var options = Options.parse(List.of("search", "--short", "ingest", "--output", "out"));

        assertThat(options.parts()).containsExactly(Part.INGEST, Part.SEARCH);
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
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(sentence);
    }

    @Test
    void each_name_of_a_part_selects_it_once() {
        assertThat(Options.parse(List.of("vector")).parts()).containsExactly(Part.EMBEDDING);
        assertThat(Options.parse(List.of("vector", "embedding")).parts()).containsExactly(Part.EMBEDDING);
    }

    @Test
    void the_help_names_every_part() {
        assertThat(Options.class.getResourceAsStream("help.txt"))
                .asString(StandardCharsets.UTF_8)
                .contains(Part.allNames().stream()
                        .map(name -> "\n  " + name + " ")
                        .toList());
    }
}
