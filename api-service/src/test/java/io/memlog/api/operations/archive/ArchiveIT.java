package io.memlog.api.operations.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.dao.QueryTimeoutException;
import tools.jackson.databind.JsonNode;

/// Batches are of twenty events.
class ArchiveIT {

    private static final String EVERYTHING = "{\"older_than\":\"0s\"}";

    private final RunningService service = RunningService.shared();
    private final DSLContext sql = service.bean(DSLContext.class);
    private final ArchivedFileRepository files = service.bean(ArchivedFileRepository.class);
    private final ArchiveStore folder = service.bean(ArchiveStore.class);
    private final SmartLifecycle sharedRunner = service.bean("jobRunner", SmartLifecycle.class);
    private final String tenant = "\"user_id\":\"archived-" + UUID.randomUUID() + "\",\"project_id\":\"p\"";

    /// Other tests of the same service archive, too.
    @BeforeEach
    void awaitOthers() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> service.get("/jobs?limit=100")
                        .json()
                        .get("items")
                        .valueStream()
                        .filter(job -> job.get("kind").stringValue().startsWith("archive"))
                        .noneMatch(job -> job.get("finished_at").isNull()));
    }

    @AfterEach
    void work() {
        sharedRunner.start();
    }

    @Test
    void all_versions_but_the_latest_leave_the_log_and_come_back_to_the_letter() {
        var memory = stored(50);
        var rows = rows(memory);
        var third = service.get(path(memory) + "?version=3");
        var asOfTheThird = service.get(path(memory) + "?as_of=" + updatedAt(third));

        archive();

        assertThat(versions(memory)).containsExactly(50L);
        assertThat(service.get(path(memory)).json().get("version").longValue()).isEqualTo(50);
        assertThat(service.get(path(memory) + "?version=50").status()).isEqualTo(200);
        assertArchived(service.get(path(memory) + "?version=3"), 50);
        assertArchived(service.get(path(memory) + "?as_of=" + updatedAt(third)), 50);
        assertThat(service.get(path(memory) + "?version=51")
                        .json()
                        .get("detail")
                        .stringValue())
                .doesNotContain("archived");
        assertThat(archivedRows(memory)).containsExactlyElementsOf(rows.subList(0, 49));

        restoreAll();

        assertThat(rows(memory)).containsExactlyElementsOf(rows);
        assertThat(service.get(path(memory) + "?version=3").body()).isEqualTo(third.body());
        assertThat(service.get(path(memory) + "?as_of=" + updatedAt(third)).body())
                .isEqualTo(asOfTheThird.body());
    }

    @Test
    void a_gap_between_versions_that_are_kept_is_not_taken_for_a_state() {
        var memory = stored(5);
        var second = service.get(path(memory) + "?version=2");

        sql.execute("DELETE FROM event WHERE stream_id = ? AND stream_version IN (3, 4)", stream(memory));

        assertArchived(service.get(path(memory) + "?as_of=" + updatedAt(second)), 5);
        assertArchived(service.get(path(memory) + "?version=4"), 5);
        assertThat(service.get(path(memory) + "?version=2").status()).isEqualTo(200);
    }

    @Test
    void nothing_else_leaves_the_log() {
        stored(3);
        var agents = tenant + ",\"conversation_id\":\"" + UUID.randomUUID() + "\",\"event_type\":\"t\",\"data\":1,"
                + "\"timestamp\":\"2026-01-01T00:00:00Z\"";
        for (int i = 0; i < 3; i++) {
            service.post("/events", "{\"event_id\":\"" + UUID.randomUUID() + "\"," + agents + "}");
        }
        var letter = "dead_letter-" + UUID.randomUUID();
        recorded(letter, 1);
        recorded(letter, 2);
        var latest = latest();
        var others = others();

        archive();

        assertThat(latest()).isEqualTo(latest);
        assertThat(others()).isEqualTo(others).isGreaterThanOrEqualTo(5);
        sql.execute("DELETE FROM event WHERE stream_id = ?", letter);
    }

    @Test
    void what_waits_for_kafka_or_is_parked_stays() {
        var memory = stored(4);
        var second = position(memory, 2);
        drained();
        sql.execute("""
                INSERT INTO outbox_parked (position, id, aggregatetype, aggregateid, type, payload, headers,
                                           recorded_at, parked_at, reason)
                VALUES (?, 'x', 'memory_log', '1', 't', '{}', '{}', now(), now(), 'r')
                """, second);

        archive();

        assertThat(versions(memory)).containsExactly(2L, 4L);
        sql.execute("DELETE FROM outbox_parked WHERE position = ?", second);
    }

    @Test
    void a_time_bounds_what_leaves_and_a_dry_run_only_counts() {
        var memory = stored(3);
        sql.execute(
                "UPDATE event SET recorded_at = '1999-01-01T00:00:00Z' WHERE stream_id = ? AND stream_version = 1",
                stream(memory));
        drained();

        var counted = service.post("/archive", "{\"before\":\"2000-01-01\",\"dry_run\":true}");
        assertThat(counted.status()).isEqualTo(200);
        assertThat(counted.json().get("count").longValue()).isOne();
        assertThat(versions(memory)).containsExactly(1L, 2L, 3L);

        completed(service.post("/archive", "{\"before\":\"2000-01-01\"}"));
        assertThat(versions(memory)).containsExactly(2L, 3L);
    }

    @Test
    void a_death_between_the_file_and_the_log_loses_nothing_and_doubles_nothing() {
        var memory = stored(10);
        var rows = rows(memory);
        drained();
        sharedRunner.stop();

        try (var failing = service.another(List.of(FailingOnce.class), "--memlog.jobs.idle-wait=50ms")) {
            completed(service.post("/archive", EVERYTHING));

            assertThat(failing.getBean(FailingOnce.FailsOnce.class).failed).isTrue();
        }

        assertThat(versions(memory)).containsExactly(10L);
        assertThat(archivedRows(memory)).containsExactlyElementsOf(rows.subList(0, 9));
    }

    @Test
    void writers_go_on_while_their_past_is_archived() {
        var memory = stored(1);
        var writing = new AtomicBoolean(true);
        var writer = CompletableFuture.supplyAsync(() -> {
            long version = 1;
            while (writing.get()) {
                version = updated(memory);
            }
            return version;
        });

        for (int round = 0; round < 5; round++) {
            var answer = service.post("/archive", EVERYTHING);
            assertThat(answer.status() == 200 || completed(answer).isObject()).isTrue();
        }
        writing.set(false);
        var last = writer.join();
        archive();

        assertThat(versions(memory)).containsExactly(last);
        restoreAll();
        assertThat(versions(memory))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, last).boxed().toList());
    }

    @Test
    void a_second_restore_changes_nothing() {
        var memory = stored(5);
        var rows = rows(memory);
        archive();
        var file = "{\"file\":\"" + fileOf(memory).name() + "\"}";
        completed(service.post("/archive/restore", file));

        var again = completed(service.post("/archive/restore", file));

        assertThat(again.at("/progress/sent").longValue()).isZero();
        assertThat(again.at("/progress/skipped").longValue())
                .isEqualTo(fileOf(memory).events());
        assertThat(rows(memory)).containsExactlyElementsOf(rows);
        assertThat(fileOf(memory).restoredAt()).isNotNull();
    }

    @Test
    void nothing_of_a_truncated_file_is_restored() throws IOException {
        var memory = stored(5);
        archive();
        var file = fileOf(memory);
        var path = service.bean(ArchiveProperties.class).folder().resolve(file.name());
        var whole = Files.readAllBytes(path);
        Files.write(path, Arrays.copyOf(whole, whole.length - 20));

        var job = ended(service.post("/archive/restore", "{\"file\":\"" + file.name() + "\"}"));

        Files.write(path, whole);
        assertThat(job.get("state").stringValue()).isEqualTo("failed");
        assertThat(job.get("error").stringValue()).contains(file.name(), "bytes instead of", "nothing");
        assertThat(versions(memory)).containsExactly(5L);
        assertThat(fileOf(memory).restoredAt()).isNull();
    }

    @Test
    void one_job_works_on_the_archive_at_a_time() {
        stored(3);
        drained();
        sharedRunner.stop();
        var first = service.post("/archive", EVERYTHING);

        var second = service.post("/archive", EVERYTHING);

        assertThat(second.status()).isEqualTo(409);
        sharedRunner.start();
        completed(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none.ndjson.gz", "../archive/x", "/etc/passwd"})
    void a_file_that_is_not_in_the_archive_is_404(String name) {
        assertThat(service.post("/archive/restore", "{\"file\":\"" + name + "\"}")
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/archive; {}; #/older_than",
                "/archive; {\"older_than\":\"90 years\"}; #/older_than",
                "/archive; {\"older_than\":\"-1d\"}; #/older_than",
                "/archive; {\"older_than\":90}; #/older_than",
                "/archive; {\"before\":\"2999-01-01\"}; #/before",
                "/archive; {\"before\":\"x\"}; #/before",
                "/archive; {\"before\":\"2020-01-01\",\"older_than\":\"1d\"}; #/before",
                "/archive; {\"older_than\":\"1d\",\"dry_run\":1,\"x\":1}; #/dry_run #/x",
                "/archive/restore; {\"file\":\" \"}; #/file",
                "/archive/restore; {\"files\":\"a\"}; #/files"
            })
    void wrong_requests_are_told_where(String path, String body, String places) {
        var answer = service.post(path, body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.wrongPlaces()).containsExactlyInAnyOrder(places.split(" "));
    }

    /// Fails when the first file is noted, which is after it was written.
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

    private long stored(int versions) {
        var memory = service.post("/memory-logs", body("\"ä \\u20ac\"")).id();
        IntStream.range(1, versions).forEach(_ -> updated(memory));
        return memory;
    }

    private long updated(long memory) {
        return service.put(path(memory), body("1.50")).json().get("version").longValue();
    }

    private String body(String data) {
        return "{\"task\":\"t\"," + tenant + ",\"raw_data\":{\"b\":" + data + ",\"a\":[1e2]}}";
    }

    private void archive() {
        drained();
        var answer = service.post("/archive", EVERYTHING);
        if (answer.status() != 200) {
            completed(answer);
        }
    }

    private void restoreAll() {
        completed(service.post("/archive/restore", "{}"));
    }

    private void drained() {
        await().atMost(Duration.ofSeconds(20)).until(() -> sql.fetchCount(sql.selectFrom("outbox")) == 0);
    }

    private JsonNode completed(Answer accepted) {
        var job = ended(accepted);
        assertThat(job.get("state").stringValue()).as(job.toString()).isEqualTo("completed");
        return job;
    }

    private JsonNode ended(Answer accepted) {
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        var job = accepted.header("Location");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !service.get(job).json().get("finished_at").isNull());
        return service.get(job).json();
    }

    private ArchivedFile fileOf(long memory) {
        return files.all().stream()
                .filter(file -> lines(file).stream().anyMatch(line -> isOf(memory, line)))
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    /// Every row of a memory that is in a file, as PostgreSQL would show it.
    private List<String> archivedRows(long memory) {
        return files.all().stream()
                .flatMap(file -> lines(file).stream())
                .filter(line -> isOf(memory, line))
                .toList();
    }

    private List<String> lines(ArchivedFile file) {
        try (var lines = folder.lines(file)) {
            return lines.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOf(long memory, String line) {
        return line.contains("\"stream_id\":\"" + stream(memory) + "\"");
    }

    /// Every column of every row, as a file holds it.
    private List<String> rows(long memory) {
        var columns = sql.fetch("""
                        SELECT column_name FROM information_schema.columns
                        WHERE table_name = 'event' ORDER BY ordinal_position
                        """).into(String.class).stream()
                .map(name -> List.of("data", "metadata", "transaction_id").contains(name) ? name + "::text" : name)
                .toList();
        return sql.fetch(
                        "SELECT row_to_json(line)::text FROM (SELECT " + String.join(", ", columns)
                                + " FROM event WHERE stream_id = ? ORDER BY stream_version) AS line",
                        stream(memory))
                .into(String.class);
    }

    private List<Long> versions(long memory) {
        return sql.fetch("SELECT stream_version FROM event WHERE stream_id = ? ORDER BY 1", stream(memory))
                .into(Long.class);
    }

    private long position(long memory, long version) {
        return sql.fetchSingle(
                        "SELECT position FROM event WHERE stream_id = ? AND stream_version = ?",
                        stream(memory),
                        version)
                .get(0, Long.class);
    }

    private void recorded(String stream, long version) {
        sql.execute("""
                INSERT INTO event (event_id, stream_id, stream_version, type, data, metadata, recorded_at)
                VALUES (?, ?, ?, 'dead_letter.noted', '{}', '{}', now() - interval '1 hour')
                """, stream + "/" + version, stream, version);
    }

    private String latest() {
        return sql.fetch("SELECT stream_id, max(stream_version) FROM event GROUP BY 1 ORDER BY 1")
                .formatCSV();
    }

    private int others() {
        return sql.fetchSingle("SELECT count(*) FROM event WHERE NOT starts_with(stream_id, 'memory_log-')")
                .get(0, Integer.class);
    }

    private static void assertArchived(Answer answer, long next) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(404);
        assertThat(answer.json().get("detail").stringValue()).contains("archived", "version " + next);
    }

    private static String updatedAt(Answer memory) {
        return memory.json().get("updated_at").stringValue();
    }

    private static String path(long memory) {
        return "/memory-logs/" + memory;
    }

    private static String stream(long memory) {
        return "memory_log-" + memory;
    }
}
