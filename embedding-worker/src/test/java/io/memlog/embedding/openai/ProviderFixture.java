package io.memlog.embedding.openai;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.web.client.RestClient;

/// A provider configured as in the application, with settings of a test.
final class ProviderFixture implements AutoCloseable {

    static final String KEY = "sk-test-1234567890";

    final MeterRegistry meters = new SimpleMeterRegistry();
    final ProviderClient provider;
    final OpenAiEmbedder embedder;

    private ProviderFixture(OpenAiProperties properties) {
        this.provider = new ProviderClient(properties, RestClient.builder(), meters, Clock.systemUTC());
        this.embedder = new OpenAiEmbedder(properties, provider, meters);
    }

    /// @param settings pairs of a name below `memlog.embedding.openai` and a value
    static ProviderFixture at(String url, int dimensions, String... settings) {
        Map<String, String> all = new HashMap<>(
                Map.of("url", url, "model", "fake-1", "api-key", KEY, "dimensions", Integer.toString(dimensions)));
        for (var i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return new ProviderFixture(properties(all));
    }

    static OpenAiProperties properties(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("", OpenAiProperties.class);
    }

    @Override
    public void close() {
        provider.close();
    }
}
