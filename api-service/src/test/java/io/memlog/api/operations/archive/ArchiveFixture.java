package io.memlog.api.operations.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.springframework.context.SmartLifecycle;
import tools.jackson.databind.JsonNode;

/// The memories of one tenant, their rows in the log, and the files of the archive. Files hold at most twenty events.
final class ArchiveFixture {

    static final String EVERYTHING = """
            {"older_than":"0s"}""";

    /// The members of a request that name the tenant.
    final String tenant = """
            "user_id":"archived-%s","project_id":"p"
            """.formatted(UUID.randomUUID());

    private final RunningService service = RunningService.maintenance();
    private final AtomicInteger updates = new AtomicInteger();
    final SmartLifecycle sharedRunner = service.bean("jobTasks", SmartLifecycle.class);
    private final DSLContext sql = service.bean(DSLContext.class);
    private final ArchivedFileRepository files = service.bean(ArchivedFileRepository.class);
    private final ArchiveStore store = service.bean(ArchiveStore.class);

    /// Other tests of the same service use the archive, too.
    void awaitOtherJobs() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> service.get("/jobs?limit=100")
                        .json()
                        .get("items")
                        .valueStream()
                        .filter(job -> job.get("kind").stringValue().startsWith("archive"))
                        .noneMatch(job -> job.get("finished_at").isNull()));
    }

    long store(int versions) {
        var memory = service.post("/memory-logs", body("\"ä \\u20ac\"")).id();
        IntStream.range(1, versions).forEach(_ -> update(memory));
        return memory;
    }

    long update(long memory) {
        return service.put(path(memory), body("1.5" + updates.incrementAndGet() + "0"))
                .json()
                .get("version")
                .longValue();
    }

    String body(String data) {
        return """
                {"task":"t",%s,"raw_data":{"b":%s,"a":[1e2]}}
                """.formatted(tenant, data);
    }

    void archiveAll() {
        awaitPublished();
        var answer = service.post("/archive", EVERYTHING);
        if (answer.status() != 200) {
            awaitCompleted(answer);
        }
    }

    void restoreAll() {
        awaitCompleted(service.post("/archive/restore", "{}"));
    }

    void awaitPublished() {
        await().atMost(Duration.ofSeconds(20)).until(() -> sql.fetchCount(sql.selectFrom("outbox")) == 0);
    }

    JsonNode awaitCompleted(Answer accepted) {
        var job = service.awaitFinished(accepted);
        assertThat(job.get("state").stringValue()).as(job.toString()).isEqualTo("completed");
        return job;
    }

    ArchivedFile fileOf(long memory) {
        return files.all().stream()
                .filter(file -> lines(file).stream().anyMatch(line -> isOf(memory, line)))
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    /// Every row of a memory that is in a file, as PostgreSQL would show it.
    List<String> archivedRows(long memory) {
        return files.all().stream()
                .flatMap(file -> lines(file).stream())
                .filter(line -> isOf(memory, line))
                .toList();
    }

    List<String> lines(ArchivedFile file) {
        try (var lines = store.lines(file)) {
            return lines.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isOf(long memory, String line) {
        return line.contains("\"stream_id\":\"" + stream(memory) + "\"");
    }

    /// Every column of every row, as a file holds it: without the size, which follows from the data.
    List<String> rows(long memory) {
        var columns = sql.fetch("""
                        SELECT column_name FROM information_schema.columns
                        WHERE table_name = 'event' AND column_name <> 'data_bytes' ORDER BY ordinal_position
                        """).into(String.class).stream()
                .map(name -> List.of("data", "metadata", "transaction_id").contains(name) ? name + "::text" : name)
                .toList();
        return sql.fetch(
                        "SELECT row_to_json(line)::text FROM (SELECT " + String.join(", ", columns)
                                + " FROM event WHERE stream_id = ? ORDER BY stream_version) AS line",
                        stream(memory))
                .into(String.class);
    }

    List<Long> versions(long memory) {
        return sql.fetch("SELECT stream_version FROM event WHERE stream_id = ? ORDER BY 1", stream(memory))
                .into(Long.class);
    }

    long position(long memory, long version) {
        return sql.fetchSingle(
                        "SELECT position FROM event WHERE stream_id = ? AND stream_version = ?",
                        stream(memory),
                        version)
                .get(0, Long.class);
    }

    void insertEvent(String stream, long version) {
        sql.execute("""
                INSERT INTO event (event_id, stream_id, stream_version, type, data, metadata, recorded_at)
                VALUES (?, ?, ?, 'dead_letter.noted', '{}', '{}', now() - interval '1 hour')
                """, stream + "/" + version, stream, version);
    }

    String latestVersions() {
        return sql.fetch(
                        "SELECT stream_id, max(stream_version) FROM event WHERE type <> 'audit.call' GROUP BY 1 ORDER BY 1")
                .formatCSV();
    }

    int countOtherEvents() {
        return sql.fetchSingle(
                        "SELECT count(*) FROM event WHERE NOT starts_with(stream_id, 'memory_log-') AND type <> 'audit.call'")
                .get(0, Integer.class);
    }

    static void assertArchived(Answer answer, long next) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(404);
        assertThat(answer.json().get("detail").stringValue()).contains("archived", "version " + next);
    }

    static String updatedAt(Answer memory) {
        return memory.json().get("updated_at").stringValue();
    }

    static String path(long memory) {
        return "/memory-logs/" + memory;
    }

    static String stream(long memory) {
        return "memory_log-" + memory;
    }
}
