package io.memlog.embedding;

import io.memlog.embedding.provider.FakeProvider;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/// Starts the application on a free port.
final class WorkerFixture {

    static final int DIMENSIONS = 64;

    private WorkerFixture() {}

    static ConfigurableApplicationContext start(String... arguments) {
        return run(application(), arguments);
    }

    /// @param provider embeds vectors of [#DIMENSIONS] values; arguments may override its settings
    static ConfigurableApplicationContext start(FakeProvider provider, String... arguments) {
        return start(_ -> {}, provider, arguments);
    }

    static ConfigurableApplicationContext start(
            ApplicationContextInitializer<?> initializer, FakeProvider provider, String... arguments) {
        return run(
                application()
                        .initializers(initializer)
                        .properties(
                                "memlog.embedding.provider=openai",
                                "memlog.embedding.openai.url=" + provider.url(),
                                "memlog.embedding.openai.model=fake-1",
                                "memlog.embedding.openai.dimensions=" + DIMENSIONS),
                arguments);
    }

    private static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(EmbeddingWorker.class).properties("spring.config.name=embedding-worker");
    }

    private static ConfigurableApplicationContext run(SpringApplicationBuilder application, String... arguments) {
        return application.run(Stream.concat(Stream.of("--server.port=0"), Stream.of(arguments))
                .toArray(String[]::new));
    }
}
