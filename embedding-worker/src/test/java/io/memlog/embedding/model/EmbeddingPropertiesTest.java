package io.memlog.embedding.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.embedding.model.EmbeddingProperties.Cache;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;

class EmbeddingPropertiesTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withUserConfiguration(Configuration.class)
            .withPropertyValues("spring.config.name=embedding-worker")
            .withInitializer(new ConfigDataApplicationContextInitializer());

    @Test
    void the_default_cache_keeps_a_thousand_vectors_for_a_day() {
        application.run(
                context -> assertThat(context.getBean(EmbeddingProperties.class).cache())
                        .isEqualTo(new Cache(true, 1_000, Duration.ofHours(24))));
    }

    @Test
    void the_documented_environment_variables_configure_the_cache() {
        Map<String, Object> environment = Map.of(
                "EMBEDDING_CACHE_ENABLED", "false", "EMBEDDING_CACHE_SIZE", "7", "EMBEDDING_CACHE_TTL_HOURS", "3");

        application
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("environment", environment)))
                .run(context -> assertThat(
                                context.getBean(EmbeddingProperties.class).cache())
                        .isEqualTo(new Cache(false, 7, Duration.ofHours(3))));
    }

    @Test
    void a_cache_of_size_zero_is_rejected() {
        application
                .withPropertyValues("memlog.embedding.cache.size=0")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void an_unknown_provider_is_rejected() {
        application
                .withPropertyValues("memlog.embedding.provider=carrier-pigeon")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("memlog.embedding.provider")
                        .hasStackTraceContaining("carrier-pigeon"));
    }

    @Test
    void indexing_uses_one_core_less_than_there_are() {
        var properties =
                new EmbeddingProperties(EmbeddingProperties.Provider.ONNX, 0, new Cache(true, 1, Duration.ofHours(1)));

        assertThat(properties.threadsOn(8)).isEqualTo(7);
        assertThat(properties.threadsOn(1)).isEqualTo(1);
    }

    @EnableConfigurationProperties(EmbeddingProperties.class)
    static class Configuration {}
}
