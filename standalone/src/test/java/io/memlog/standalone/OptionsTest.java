package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    @Test
    void without_options_the_defaults_apply() {
        var options = Options.parse(List.of());

        assertThat(options.port()).isEqualTo(8080);
        assertThat(options.data()).isEqualTo(Path.of(".memlog"));
        assertThat(options.chromaUrl()).isNull();
        assertThat(options.demo()).isFalse();
    }

    @Test
    void a_value_follows_its_option_or_an_equals_sign() {
        var options = Options.parse(List.of(
                "--demo", "--port", "9000", "--data=/tmp/a=b", "--kafka-port=1", "--chroma-url", "http://host:8000/"));

        assertThat(options.port()).isEqualTo(9000);
        assertThat(options.data()).isEqualTo(Path.of("/tmp/a=b"));
        assertThat(options.demo()).isTrue();
        assertThat(options.kafkaPort()).hasValue(1);
        assertThat(options.postgresPort()).isEmpty();
        assertThat(options.chromaUrl()).isEqualTo(URI.create("http://host:8000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "-1", "http", "80 80"})
    void a_port_outside_of_1_to_65535_is_rejected(String port) {
        assertThatThrownBy(() -> Options.parse(List.of("--port=" + port)))
                .isInstanceOf(UsageException.class)
                .hasMessage("The option --port is a port from 1 to 65535, not " + port + ".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8000", "ftp://host", "http://"})
    void a_url_without_http_and_a_host_is_rejected(String url) {
        assertThatThrownBy(() -> Options.parse(List.of("--chroma-url", url)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--chroma-url is a URL");
    }

    @Test
    void an_option_without_its_value_is_rejected_by_name() {
        assertThatThrownBy(() -> Options.parse(List.of("--data", "--port", "1")))
                .isInstanceOf(UsageException.class)
                .hasMessage("The option --data needs a value.");
        assertThatThrownBy(() -> Options.parse(List.of("--port")))
                .isInstanceOf(UsageException.class)
                .hasMessage("The option --port needs a value.");
    }
}
