package io.memlog.embedding.chroma;

import io.memlog.embedding.vectors.VectorIndex;
import io.memlog.embedding.vectors.VectorIndexContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

@EnabledIf(value = "isDockerThere", disabledReason = "Docker is not there")
class ChromaVectorIndexContainerIT extends VectorIndexContract {

    private static final int PORT = 8000;
    private static final GenericContainer<?> CHROMA = new GenericContainer<>("chromadb/chroma:1.0.20")
            .withExposedPorts(PORT)
            .waitingFor(Wait.forHttp("/api/v2/heartbeat"));

    private final VectorIndex index =
            ChromaFixture.index("http://" + CHROMA.getHost() + ":" + CHROMA.getMappedPort(PORT));

    /// Where it has to be, the tests fail without it.
    static boolean isDockerThere() {
        return Boolean.getBoolean("memlog.tests.docker")
                || DockerClientFactory.instance().isDockerAvailable();
    }

    @BeforeAll
    static void start() {
        CHROMA.start();
    }

    @AfterAll
    static void stop() {
        CHROMA.stop();
    }

    @Override
    protected VectorIndex index() {
        return index;
    }
}
