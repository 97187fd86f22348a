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
    void a_thousand_vectors_are_kept_for_a_day_by_default() {
        application.run(
                context -> assertThat(context.getBean(EmbeddingProperties.class).cache())
                        .isEqualTo(new Cache(true, 1_000, Duration.ofHours(24))));
    }

    @Test
    void the_cache_is_set_by_its_documented_environment_variables() {
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
    void a_cache_of_no_size_is_refused() {
        application
                .withPropertyValues("memlog.embedding.cache.size=0")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void a_provider_that_nobody_knows_is_refused_with_those_there_are() {
        application
                .withPropertyValues("memlog.embedding.provider=carrier-pigeon")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("memlog.embedding.provider")
                        .hasStackTraceContaining("carrier-pigeon"));
    }

    @Test
    void indexing_leaves_a_core_to_everything_else() {
        var properties =
                new EmbeddingProperties(EmbeddingProperties.Provider.ONNX, 0, new Cache(true, 1, Duration.ofHours(1)));

        assertThat(properties.threadsOn(8)).isEqualTo(7);
        assertThat(properties.threadsOn(1)).isEqualTo(1);
    }

    @EnableConfigurationProperties(EmbeddingProperties.class)
    static class Configuration {}
}
