package io.memlog.api.memory.search;

import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/// Settings of the ranking for tests.
final class Rankings {

    /// As an installation has them that sets none.
    static final RankingProperties DEFAULTS = new Binder(new MapConfigurationPropertySource(Map.of()))
            .bindOrCreate("memlog.search.ranking", RankingProperties.class);

    private Rankings() {}
}
