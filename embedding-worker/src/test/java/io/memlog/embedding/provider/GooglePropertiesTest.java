package io.memlog.embedding.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class GooglePropertiesTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withUserConfiguration(Configuration.class)
            .withPropertyValues("memlog.embedding.provider=google");

    /// As the application's configuration file has it.
    @Test
    void a_key_in_the_environment_is_enough() {
        application
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withPropertyValues("spring.config.name=embedding-worker", "GOOGLE_API_KEY=some-key")
                .run(context -> {
                    var properties = context.getBean(GoogleProperties.class);
                    var api = new GoogleApi(properties);

                    assertThat(api.endpoint())
                            .hasToString("https://generativelanguage.googleapis.com/v1beta/models/"
                                    + "gemini-embedding-001:batchEmbedContents");
                    assertThat(properties.dimensions()).isEqualTo(768);
                    assertThat(properties.toString()).doesNotContain("some-key");
                });
    }

    @Test
    void a_missing_key_is_named_at_the_start() {
        application.run(context -> assertThat(context).getFailure().hasStackTraceContaining("GOOGLE_API_KEY"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url=ftp://example.com  | http or https, without",
                "url=https://c/v1?d=e   | without user, query or fragment",
                "model=models/a         | set the name of a model",
                "dimensions=64          | dimensions",
                "dimensions=4000        | dimensions",
                "batch-size=101         | batchSize",
                "max-tokens=3000        | maxTokens"
            })
    void an_invalid_setting_is_named_at_the_start(String setting, String expected) {
        application
                .withPropertyValues("memlog.embedding.google.api-key=some-key", "memlog.embedding.google." + setting)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("memlog.embedding.google")
                        .hasStackTraceContaining(expected));
    }

    @ConfigurationPropertiesScan
    static class Configuration {}
}
