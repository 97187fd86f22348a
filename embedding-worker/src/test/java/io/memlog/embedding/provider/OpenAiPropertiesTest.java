package io.memlog.embedding.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.HttpHeaders;

class OpenAiPropertiesTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withUserConfiguration(Configuration.class)
            .withPropertyValues(
                    "memlog.embedding.provider=openai",
                    "memlog.embedding.openai.url=https://api.example.com/v1",
                    "memlog.embedding.openai.model=some-model",
                    "memlog.embedding.openai.dimensions=1536");

    @Test
    void url_model_and_dimensions_are_required_and_the_rest_has_defaults() {
        application.run(context -> {
            var properties = context.getBean(OpenAiProperties.class);

            assertThat(new OpenAiApi(properties).endpoint()).hasToString("https://api.example.com/v1/embeddings");
            assertThat(properties.apiKey().isGiven()).isFalse();
            assertThat(properties.batchSize()).isEqualTo(32);
            assertThat(properties.maxTokens()).isEqualTo(512);
            assertThat(properties.maxElapsed()).isEqualTo(Duration.ofSeconds(10));
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url=                   | set the base URL of the provider's API",
                "model=                 | set it to the provider's name for the model",
                "dimensions=0           | set it to the length of the model's vectors",
                "url=api.example.com    | http or https, without",
                "url=ftp://example.com  | http or https, without",
                "url=https://a:b@c/v1   | without user, query or fragment",
                "url=https://c/v1?d=e   | without user, query or fragment",
                "batch-size=0           | batchSize",
                "batch-size=5000        | batchSize",
                "max-tokens=100         | maxTokens",
                "search-timeout=0s      | searchTimeout"
            })
    void an_invalid_setting_is_named_at_the_start(String setting, String expected) {
        application
                .withPropertyValues("memlog.embedding.openai." + setting)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("memlog.embedding.openai")
                        .hasStackTraceContaining(expected));
    }

    @Test
    void missing_settings_are_named_at_the_start() {
        new ApplicationContextRunner()
                .withUserConfiguration(Configuration.class)
                .withPropertyValues("memlog.embedding.provider=openai")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("set the base URL of the provider's API")
                        .hasStackTraceContaining("set it to the provider's name for the model")
                        .hasStackTraceContaining("set it to the length of the model's vectors"));
    }

    @Test
    void no_setting_is_required_without_the_provider() {
        new ApplicationContextRunner()
                .withUserConfiguration(Configuration.class)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(OpenAiProperties.class));
    }

    @Test
    void a_key_is_stripped_of_white_space() {
        application
                .withPropertyValues("memlog.embedding.openai.api-key=  sk-123\n")
                .run(context -> {
                    var headers = new HttpHeaders();
                    new OpenAiApi(context.getBean(OpenAiProperties.class)).authorize(headers);

                    assertThat(headers.getFirst(HttpHeaders.AUTHORIZATION)).isEqualTo("Bearer sk-123");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-secret with a space", "sk-secret\nsecond-line", "sk-secret-ü"})
    void a_key_that_cannot_be_sent_is_rejected_without_being_shown(String key) {
        application
                .withPropertyValues("memlog.embedding.openai.api-key=" + key)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("memlog.embedding.openai.api-key")
                        .satisfies(failure -> assertThat(stackTrace(failure)).doesNotContain("sk-secret")));
    }

    @Test
    void a_key_is_never_shown() {
        application
                .withPropertyValues("memlog.embedding.openai.api-key=sk-secret")
                .run(context -> assertThat(
                                context.getBean(OpenAiProperties.class).toString())
                        .contains("apiKey=***")
                        .doesNotContain("sk-secret"));
    }

    private static String stackTrace(Throwable failure) {
        var trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    @ConfigurationPropertiesScan
    static class Configuration {}
}
