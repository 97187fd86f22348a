package io.memlog.api.operations.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.memlog.api.operations.jobs.FakeJobContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files hold two events.
class ArchiveJobTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final FakeEventArchive events = new FakeEventArchive(3, 5, 8, 9, 12);
    private final FakeArchivedFiles files = new FakeArchivedFiles();
    private final FakeJobContext context = new FakeJobContext(ArchiveJob.KIND, """
            {"before":"2026-01-01T00:00:00.000000Z"}
            """);

    @SuppressWarnings("NullAway.Init")
    private ArchiveJob job;

    @BeforeEach
    void createJob() {
        var properties = new ArchiveProperties(folder, 2);
        job = new ArchiveJob(events, new ArchiveStore(properties), files, properties, Clock.systemUTC());
    }

    @Test
    void all_superseded_events_move_to_files_of_a_batch_each() throws Exception {
        context.run(job);

        assertThat(events.log).isEmpty();
        assertThat(files.all())
                .extracting(ArchivedFile::firstPosition, ArchivedFile::events)
                .containsExactly(tuple(3L, 2L), tuple(8L, 2L), tuple(12L, 1L));
        assertThat(namesInFolder()).containsExactlyInAnyOrderElementsOf(files.files.keySet());
        assertThat(context.progress().toString()).isEqualTo("""
                {"total":0,"done":5,"sent":5,"skipped":0}""");
    }

    @Test
    void without_superseded_events_there_is_no_plan() {
        events.log.clear();

        assertThat(context.plan(job)).isFalse();
    }

    @Test
    void a_plan_that_is_executed_again_after_a_failed_commit_writes_the_same_file() throws Exception {
        context.plan(job);
        files.failNext();
        assertThatThrownBy(() -> job.execute(context)).isInstanceOf(IllegalStateException.class);
        var written = namesInFolder();

        context.run(job);

        assertThat(namesInFolder()).containsAll(written).hasSize(3);
        assertThat(events.log).isEmpty();
    }

    private List<String> namesInFolder() {
        try (var paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
