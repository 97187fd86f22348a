package io.memlog.bench;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A stage of Memlog that is measured beside its limit. Those with the same applications follow each other.
@SuppressWarnings("ImmutableEnumChecker")
enum Part {
    INGEST(context -> new IngestPart(context).run(), Set.of(Application.API_SERVICE), "ingest"),
    RELAY(context -> new RelayPart(context).run(), Set.of(Application.API_SERVICE), "relay"),
    GROWTH(context -> new GrowthPart(context).run(), Set.of(Application.API_SERVICE), "growth"),
    EMBEDDING(
            EmbeddingPart::run,
            EnumSet.of(Application.API_SERVICE, Application.EMBEDDING_WORKER),
            "embedding",
            "vector"),
    GRAPH(GraphPart::run, EnumSet.of(Application.API_SERVICE, Application.GRAPH_WORKER), "graph"),
    SEARCH(context -> new SearchPart(context).run(), EnumSet.allOf(Application.class), "search"),
    CHECK(context -> new CheckPart(context).run(), EnumSet.allOf(Application.class), "check");

    private final Stage stage;
    private final Set<Application> applications;
    private final List<String> names;

    Part(Stage stage, Set<Application> applications, String... names) {
        this.stage = stage;
        this.applications = Set.copyOf(applications);
        this.names = List.of(names);
    }

    static List<String> allNames() {
        return Arrays.stream(values()).flatMap(part -> part.names.stream()).toList();
    }

    /// What selects it; of several names each does.
    List<String> names() {
        return names;
    }

    String title() {
        return String.join(" and ", names);
    }

    Set<Application> applications() {
        return applications;
    }

    /// Whether what other parts have stored would change its result.
    boolean needsNewData() {
        return this == GROWTH;
    }

    void run(PartContext context) throws Exception {
        stage.run(context);
    }

    @FunctionalInterface
    private interface Stage {

        void run(PartContext context) throws Exception;
    }
}
