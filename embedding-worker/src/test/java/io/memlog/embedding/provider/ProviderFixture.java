package io.memlog.embedding.provider;

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
    final ProviderEmbedder embedder;

    private ProviderFixture(ProviderApi api) {
        this.provider = new ProviderClient(api, RestClient.builder(), meters, Clock.systemUTC());
        this.embedder = new ProviderEmbedder(api, provider, meters);
    }

    /// @param settings pairs of a name below `memlog.embedding.openai` and a value
    static ProviderFixture at(String url, int dimensions, String... settings) {
        Map<String, String> all = new HashMap<>(
                Map.of("url", url, "model", "fake-1", "api-key", KEY, "dimensions", Integer.toString(dimensions)));
        for (var i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return new ProviderFixture(new OpenAiApi(properties(all)));
    }

    /// @param settings pairs of a name below `memlog.embedding.google` and a value
    static ProviderFixture atGoogle(String url, int dimensions, String... settings) {
        Map<String, String> all =
                new HashMap<>(Map.of("url", url, "api-key", KEY, "dimensions", Integer.toString(dimensions)));
        for (var i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return new ProviderFixture(new GoogleApi(
                new Binder(new MapConfigurationPropertySource(all)).bindOrCreate("", GoogleProperties.class)));
    }

    static OpenAiProperties properties(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("", OpenAiProperties.class);
    }

    @Override
    public void close() {
        provider.close();
    }
}
