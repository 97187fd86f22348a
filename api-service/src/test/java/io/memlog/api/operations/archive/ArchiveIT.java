package io.memlog.api.operations.archive;

import static io.memlog.api.operations.archive.ArchiveFixture.assertArchived;
import static io.memlog.api.operations.archive.ArchiveFixture.path;
import static io.memlog.api.operations.archive.ArchiveFixture.stream;
import static io.memlog.api.operations.archive.ArchiveFixture.updatedAt;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.RunningService;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.dao.QueryTimeoutException;

/// What is archived.
class ArchiveIT {

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
    void all_versions_but_the_latest_leave_the_log_and_are_restored_byte_for_byte() {
        var memory = archive.store(50);
        var rows = archive.rows(memory);
        var third = service.get(path(memory) + "?version=3");
        var asOfTheThird = service.get(path(memory) + "?as_of=" + updatedAt(third));

        archive.archiveAll();

        assertThat(archive.versions(memory)).containsExactly(50L);
        assertThat(service.get(path(memory)).json().get("version").longValue()).isEqualTo(50);
        assertThat(service.get(path(memory) + "?version=50").status()).isEqualTo(200);
        assertArchived(service.get(path(memory) + "?version=3"), 50);
        assertArchived(service.get(path(memory) + "?as_of=" + updatedAt(third)), 50);
        assertThat(service.get(path(memory) + "?version=51")
                        .json()
                        .get("detail")
                        .stringValue())
                .doesNotContain("archived");
        assertThat(archive.archivedRows(memory)).containsExactlyElementsOf(rows.subList(0, 49));

        archive.restoreAll();

        assertThat(archive.rows(memory)).containsExactlyElementsOf(rows);
        assertThat(service.get(path(memory) + "?version=3").body()).isEqualTo(third.body());
        assertThat(service.get(path(memory) + "?as_of=" + updatedAt(third)).body())
                .isEqualTo(asOfTheThird.body());
    }

    @Test
    void a_version_in_a_gap_of_the_log_is_archived_and_not_the_one_before() {
        var memory = archive.store(5);
        var second = service.get(path(memory) + "?version=2");

        sql.execute("DELETE FROM event WHERE stream_id = ? AND stream_version IN (3, 4)", stream(memory));

        assertArchived(service.get(path(memory) + "?as_of=" + updatedAt(second)), 5);
        assertArchived(service.get(path(memory) + "?version=4"), 5);
        assertThat(service.get(path(memory) + "?version=2").status()).isEqualTo(200);
    }

    @Test
    void latest_versions_agent_events_and_events_of_dead_letters_stay_in_the_log() {
        archive.store(3);
        for (int i = 0; i < 3; i++) {
            service.post("/events", """
                    {"event_id":"%s","event_type":"t","timestamp":"2026-01-01T00:00:00Z","data":1,%s}
                    """.formatted(UUID.randomUUID(), archive.tenant));
        }
        var deadLetter = "dead_letter-" + UUID.randomUUID();
        archive.insertEvent(deadLetter, 1);
        archive.insertEvent(deadLetter, 2);
        var latest = archive.latestVersions();
        var others = archive.countOtherEvents();

        archive.archiveAll();

        assertThat(archive.latestVersions()).isEqualTo(latest);
        assertThat(archive.countOtherEvents()).isEqualTo(others).isGreaterThanOrEqualTo(5);
        sql.execute("DELETE FROM event WHERE stream_id = ?", deadLetter);
    }

    @Test
    void events_that_are_far_apart_in_the_log_are_counted_and_archived() {
        var memory = archive.store(2);
        for (var gap : List.of(90_000, 300_000, 600_000)) {
            archive.awaitPublished();
            sql.execute("SELECT setval('event_position_seq', nextval('event_position_seq') + ?)", gap);
            archive.update(memory);
        }
        archive.awaitPublished();

        var counted = service.post("/archive", """
                {"older_than":"0s","dry_run":true}
                """).json().get("count").longValue();
        var job = archive.awaitCompleted(service.post("/archive", ArchiveFixture.EVERYTHING));

        assertThat(counted).isGreaterThanOrEqualTo(4);
        assertThat(job.at("/progress/total").longValue()).isEqualTo(counted);
        assertThat(job.at("/progress/done").longValue()).isEqualTo(counted);
        assertThat(archive.versions(memory)).containsExactly(5L);
        archive.restoreAll();
        assertThat(archive.versions(memory)).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void what_an_interrupted_run_left_of_a_file_is_removed_and_other_files_stay() throws IOException {
        var folder =
                Files.createDirectories(service.bean(ArchiveProperties.class).folder());
        var draft = Files.writeString(folder.resolve("events-1.tmp"), "interrupted");
        var unknown = Files.writeString(folder.resolve("events-1-2-0123456789ab.ndjson.gz"), "unknown");
        var other = Files.writeString(folder.resolve("notes.tmp"), "other");
        archive.store(3);

        archive.archiveAll();

        assertThat(draft).doesNotExist();
        assertThat(unknown).exists();
        assertThat(other).exists();
        Files.delete(unknown);
        Files.delete(other);
    }

    @Test
    void unpublished_and_parked_events_stay_in_the_log() {
        var memory = archive.store(4);
        var second = archive.position(memory, 2);
        archive.awaitPublished();
        sql.execute("""
                INSERT INTO outbox_parked (position, id, aggregatetype, aggregateid, type, payload, headers,
                                           recorded_at, parked_at, reason)
                VALUES (?, 'x', 'memory_log', '1', 't', '{}', '{}', now(), now(), 'r')
                """, second);

        archive.archiveAll();

        assertThat(archive.versions(memory)).containsExactly(2L, 4L);
        sql.execute("DELETE FROM outbox_parked WHERE position = ?", second);
    }

    @Test
    void a_failure_between_file_and_log_loses_and_duplicates_nothing() {
        var memory = archive.store(10);
        var rows = archive.rows(memory);
        archive.awaitPublished();
        archive.sharedRunner.stop();

        try (var failing = service.another(List.of(FailingOnce.class), "--memlog.jobs.poll-interval=50ms")) {
            archive.awaitCompleted(service.post("/archive", ArchiveFixture.EVERYTHING));

            assertThat(failing.getBean(FailingOnce.FailsOnce.class).failed).isTrue();
        }

        assertThat(archive.versions(memory)).containsExactly(10L);
        assertThat(archive.archivedRows(memory)).containsExactlyElementsOf(rows.subList(0, 9));
    }

    @Test
    void writers_continue_while_their_old_versions_are_archived() {
        var memory = archive.store(1);
        var writing = new AtomicBoolean(true);
        var writer = CompletableFuture.supplyAsync(() -> {
            long version = 1;
            while (writing.get()) {
                version = archive.update(memory);
            }
            return version;
        });

        for (int round = 0; round < 5; round++) {
            var answer = service.post("/archive", ArchiveFixture.EVERYTHING);
            assertThat(answer.status() == 200 || archive.awaitCompleted(answer).isObject())
                    .isTrue();
        }
        writing.set(false);
        var last = writer.join();
        archive.archiveAll();

        assertThat(archive.versions(memory)).containsExactly(last);
        archive.restoreAll();
        assertThat(archive.versions(memory))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, last).boxed().toList());
    }

    /// Fails when the first file is added, which is after it was written.
    static class FailingOnce {

        @Bean
        @Primary
        FailsOnce failingOnce(DSLContext sql) {
            return new FailsOnce(sql);
        }

        static final class FailsOnce extends ArchivedFileRepository {

            private volatile boolean failed;

            FailsOnce(DSLContext sql) {
                super(sql);
            }

            @Override
            void add(ArchivedFile file) {
                if (!failed) {
                    failed = true;
                    throw new QueryTimeoutException("the first one fails");
                }
                super.add(file);
            }
        }
    }
}
