package io.memlog.embedding.chroma;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.embedding.chroma.FaultProxy.Answer;
import io.memlog.embedding.vectors.VectorIndex;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChromaProbeIT {

    private FaultProxy proxy;
    private VectorIndex index;

    @BeforeEach
    void start() {
        proxy = new FaultProxy(SharedChroma.url());
        index = ChromaFixture.index(proxy.url());
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    @Test
    void a_store_that_takes_and_gives_back_passes_again_and_again() {
        index.probe();

        assertThatCode(index::probe).doesNotThrowAnyException();
    }

    @Test
    void a_store_that_reads_and_does_not_write_fails() {
        proxy.trouble(request -> request.writes() ? Optional.of(new Answer(500, null)) : Optional.empty());

        assertThatThrownBy(index::probe)
                .isInstanceOf(IndexUnavailableException.class)
                .hasMessage("Chroma answered 500 for the collection memlog-probe");
    }

    @Test
    void a_store_that_writes_and_does_not_read_fails() {
        proxy.trouble(
                request -> request.path().endsWith("/get") ? Optional.of(new Answer(500, null)) : Optional.empty());

        assertThatThrownBy(index::probe).isInstanceOf(IndexUnavailableException.class);
    }

    @Test
    void a_store_that_lost_the_probe_is_given_it_again() {
        index.probe();
        ChromaFixture.client(SharedChroma.url()).run(api -> api.drop("memlog-probe"));

        assertThatCode(index::probe).doesNotThrowAnyException();
    }
}
