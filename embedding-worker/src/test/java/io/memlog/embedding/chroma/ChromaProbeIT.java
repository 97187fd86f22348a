package io.memlog.embedding.chroma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.contract.FaultyProxy;
import io.memlog.embedding.vectors.VectorIndex;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChromaProbeIT {

    private FaultyProxy chroma;
    private VectorIndex index;

    @BeforeEach
    void start() {
        chroma = new FaultyProxy(ChromaFixture.url());
        index = ChromaFixture.index(chroma.url());
    }

    @AfterEach
    void stop() {
        chroma.close();
    }

    @Test
    void a_healthy_chroma_passes_every_probe() {
        index.probe();

        assertThatCode(index::probe).doesNotThrowAnyException();
    }

    @Test
    void a_chroma_that_reads_and_does_not_write_fails_the_probe() {
        chroma.fail(request -> request.path().endsWith("/upsert"), 500);

        assertThatThrownBy(index::probe)
                .isInstanceOf(IndexUnavailableException.class)
                .hasMessage("Chroma answered 500 for the collection memlog-probe");
    }

    @Test
    void a_chroma_that_writes_and_does_not_read_fails_the_probe() {
        chroma.fail(request -> request.path().endsWith("/get"), 500);

        assertThatThrownBy(index::probe).isInstanceOf(IndexUnavailableException.class);
    }

    @Test
    void a_chroma_without_the_probe_collection_gets_it_again() {
        index.probe();
        ChromaFixture.client(ChromaFixture.url()).run(api -> api.drop("memlog-probe"));

        assertThatCode(index::probe).doesNotThrowAnyException();
    }

    @Test
    void no_error_quotes_the_name_of_the_tenant() {
        index.probe();
        chroma.fail(request -> request.path().contains(ChromaFixture.tenant()), 503);
        var answered = catchThrowable(index::probe);
        chroma.close();
        var unreachable = catchThrowable(index::probe);

        assertThat(List.of(answered, unreachable))
                .allSatisfy(error -> assertThat(stackTrace(error)).doesNotContain(ChromaFixture.tenant()));
    }

    private static String stackTrace(Throwable error) {
        var text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
