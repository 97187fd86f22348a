package io.memlog.api.operations.archive;

import static io.memlog.api.operations.archive.ArchiveFixture.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.RunningService;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The answers to requests of the archive.
class ArchiveRequestIT {

    private final RunningService service = RunningService.maintenance();
    private final DSLContext sql = service.bean(DSLContext.class);
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
    void before_bounds_what_is_archived_and_a_dry_run_only_counts() {
        var memory = archive.store(3);
        sql.execute(
                "UPDATE event SET recorded_at = '1999-01-01T00:00:00Z' WHERE stream_id = ? AND stream_version = 1",
                stream(memory));
        archive.awaitPublished();

        var counted = service.post("/archive", """
                {"before":"2000-01-01","dry_run":true}
                """);
        assertThat(counted.status()).isEqualTo(200);
        assertThat(counted.json().get("count").longValue()).isOne();
        assertThat(archive.versions(memory)).containsExactly(1L, 2L, 3L);

        archive.awaitCompleted(service.post("/archive", """
                {"before":"2000-01-01"}
                """));
        assertThat(archive.versions(memory)).containsExactly(2L, 3L);
    }

    @Test
    void a_second_job_on_the_archive_is_a_conflict() {
        archive.store(3);
        archive.awaitPublished();
        archive.sharedRunner.stop();
        var first = service.post("/archive", ArchiveFixture.EVERYTHING);

        var second = service.post("/archive", ArchiveFixture.EVERYTHING);

        assertThat(second.status()).isEqualTo(409);
        archive.sharedRunner.start();
        archive.awaitCompleted(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none.ndjson.gz", "../archive/x", "/etc/passwd"})
    void restoring_an_unknown_file_is_404(String name) {
        assertThat(service.post("/archive/restore", """
                {"file":"%s"}
                """.formatted(name)).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\0', textBlock = """
            /archive; {}; #/older_than
            /archive; {"older_than":"90 years"}; #/older_than
            /archive; {"older_than":"-1d"}; #/older_than
            /archive; {"older_than":90}; #/older_than
            /archive; {"before":"2999-01-01"}; #/before
            /archive; {"before":"x"}; #/before
            /archive; {"before":"2020-01-01","older_than":"1d"}; #/before
            /archive; {"older_than":"1d","dry_run":1,"x":1}; #/dry_run #/x
            /archive/restore; {"file":" "}; #/file
            /archive/restore; {"files":"a"}; #/files
            """)
    void invalid_members_are_named(String path, String body, String places) {
        var answer = service.post(path, body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.errorLocations()).containsExactlyInAnyOrder(places.split(" "));
    }
}
