package io.memlog.api.operations.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memlog.api.operations.archive.ArchiveStore.CorruptArchiveException;
import io.memlog.api.operations.jobs.FakeJobContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreJobTest {

    private static final long[] POSITIONS = LongStream.rangeClosed(1, 250).toArray();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final FakeEventArchive events = new FakeEventArchive(POSITIONS);
    private final FakeArchivedFiles files = new FakeArchivedFiles();
    private final FakeJobContext context = new FakeJobContext(RestoreJob.KIND, "{}");

    @SuppressWarnings("NullAway.Init")
    private RestoreJob job;

    @BeforeEach
    void archiveEverything() throws Exception {
        var properties = new ArchiveProperties(folder, 150);
        var store = new ArchiveStore(properties);
        new FakeJobContext(ArchiveJob.KIND, """
                {"before":"2026-01-01T00:00:00.000000Z"}
                """)
                .run(new ArchiveJob(events, store, files, properties, Clock.systemUTC()));
        job = new RestoreJob(events, store, files, Clock.systemUTC());
    }

    @Test
    void all_files_are_restored() throws Exception {
        context.run(job);

        assertThat(events.log).hasSize(250);
        assertThat(files.notRestored()).isEmpty();
        assertThat(context.progress().toString()).isEqualTo("""
                {"total":0,"done":250,"sent":250,"skipped":0}""");
    }

    @Test
    void events_that_the_log_has_already_are_skipped() throws Exception {
        events.log.put(7L, "7");

        context.run(job);

        assertThat(context.progress().toString()).isEqualTo("""
                {"total":0,"done":250,"sent":249,"skipped":1}""");
    }

    @Test
    void one_file_is_restored_once() throws Exception {
        var first = files.all().getFirst().name();
        var one = new FakeJobContext(RestoreJob.KIND, """
                {"file":"%s"}
                """.formatted(first));

        one.run(job);

        assertThat(events.log).hasSize(150);
        assertThat(files.notRestored())
                .extracting(ArchivedFile::name)
                .doesNotContain(first)
                .hasSize(1);
    }

    @Test
    void an_interrupted_file_continues_at_its_checkpoint() throws Exception {
        context.plan(job);
        events.failAfter(1);
        assertThatThrownBy(() -> job.execute(context)).isInstanceOf(IllegalStateException.class);
        events.log.clear();

        job.execute(context);

        assertThat(events.log.firstKey()).isEqualTo(101);
        assertThat(events.log).hasSize(50);
    }

    @Test
    void nothing_of_a_file_with_a_changed_byte_is_restored() throws IOException {
        var path = folder.resolve(files.all().getFirst().name());
        var content = Files.readAllBytes(path);
        content[content.length - 9] ^= 1;
        Files.write(path, content);
        context.plan(job);

        assertThatThrownBy(() -> job.execute(context))
                .isInstanceOf(CorruptArchiveException.class)
                .hasMessageContaining("another SHA-256");
        assertThat(events.log).isEmpty();
    }

    @Test
    void a_missing_file_fails() throws IOException {
        Files.delete(folder.resolve(files.all().getFirst().name()));
        context.plan(job);

        assertThatThrownBy(() -> job.execute(context))
                .isInstanceOf(CorruptArchiveException.class)
                .hasMessageContaining("is not in the folder");
    }
}
