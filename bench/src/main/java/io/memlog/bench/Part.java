package io.memlog.bench;

import io.memlog.bench.system.Application;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// A part of the bench: a stage of Memlog beside its limit.
interface Part {

    /// In the order in which they run: parts with the same applications follow each other.
    List<Part> ALL = List.of(
            new IngestPart(),
            new RelayPart(),
            new GrowthPart(),
            new EmbeddingPart(),
            new VectorPart(),
            new GraphPart(),
            new SearchPart(),
            new CheckPart());

    String name();

    /// What it needs to run.
    Set<Application> applications();

    /// How long it takes on two cores, without the start of the applications.
    Duration expected(Sizes sizes);

    void run(PartContext context) throws Exception;
}
