package io.memlog.api.operations.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.RunningService;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is restored.
class RestoreIT {

    private final RunningService service = RunningService.maintenance();
    private final ArchiveFixture archive = new ArchiveFixture();

    @BeforeEach
    void awaitOtherJobs() {
        archive.awaitOtherJobs();
    }

    @AfterEach
    void startSharedRunner() {
        archive.sharedRunner.start();
    }

    @Test
    void a_second_restore_changes_nothing() {
        var memory = archive.store(5);
        var rows = archive.rows(memory);
        archive.archiveAll();
        var file = """
                {"file":"%s"}
                """.formatted(archive.fileOf(memory).name());
        archive.awaitCompleted(service.post("/archive/restore", file));

        var again = archive.awaitCompleted(service.post("/archive/restore", file));

        assertThat(again.at("/progress/sent").longValue()).isZero();
        assertThat(again.at("/progress/skipped").longValue())
                .isEqualTo(archive.fileOf(memory).events());
        assertThat(archive.rows(memory)).containsExactlyElementsOf(rows);
        assertThat(archive.fileOf(memory).restoredAt()).isNotNull();
    }

    @Test
    void nothing_of_a_truncated_file_is_restored() throws IOException {
        var memory = archive.store(5);
        archive.archiveAll();
        var file = archive.fileOf(memory);
        var path = service.bean(ArchiveProperties.class).folder().resolve(file.name());
        var whole = Files.readAllBytes(path);
        Files.write(path, Arrays.copyOf(whole, whole.length - 20));

        var job = service.awaitFinished(service.post("/archive/restore", """
                {"file":"%s"}
                """.formatted(file.name())));

        Files.write(path, whole);
        assertThat(job.get("state").stringValue()).isEqualTo("failed");
        assertThat(job.get("error").stringValue()).contains(file.name(), "bytes instead of", "nothing");
        assertThat(archive.versions(memory)).containsExactly(5L);
        assertThat(archive.fileOf(memory).restoredAt()).isNull();
    }
}
