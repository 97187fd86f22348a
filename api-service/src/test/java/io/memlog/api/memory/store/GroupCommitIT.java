package io.memlog.api.memory.store;

import static io.memlog.api.tables.Tables.MEMORY_LOG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionOperations;

/// Requests share a transaction here because a lock on the table holds up those before them.
class GroupCommitIT {

    private static final String WAITING = """
            from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock' and query like 'insert into memory_log%'""";
    private static final String TERMINATE = "select pg_terminate_backend(pid) " + WAITING;

    private final RunningService service = RunningService.memory();
    private final DSLContext sql = service.bean(DSLContext.class);
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        clients.close();
    }

    @Test
    void a_memory_log_that_postgresql_rejects_does_not_fail_the_others_of_its_transaction() {
        sql.execute("""
                create function reject() returns trigger language plpgsql as $$
                begin raise exception 'rejected' using errcode = 'check_violation'; end $$""");
        sql.execute("""
                create trigger rejects before insert on memory_log for each row
                when (new.user_id = 'group-rejected') execute function reject()""");
        try {
            var answers = whileTheTableIsLocked(() -> IntStream.range(0, 41)
                    .mapToObj(i -> post(i == 20 ? "group-rejected" : "group-good", "log " + i))
                    .toList());

            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).join().status()).isEqualTo(i == 20 ? 500 : 201);
            }
            assertThat(answers.get(30).join().json().get("task").stringValue()).isEqualTo("log 30");
            assertThat(stored("group-good")).containsExactlyInAnyOrderElementsOf(acknowledged(answers));
            assertThat(stored("group-rejected")).isEmpty();
        } finally {
            sql.execute("drop trigger rejects on memory_log");
            sql.execute("drop function reject()");
        }
    }

    @Test
    void requests_with_one_idempotency_key_at_the_same_time_store_once() {
        var answers = whileTheTableIsLocked(() -> IntStream.range(0, 5)
                .mapToObj(_ -> post("group-key", "first", "Idempotency-Key", "group"))
                .toList());

        // 409 where the key is in the other transaction at this moment.
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().status()).isIn(201, 409));
        assertThat(stored("group-key")).hasSize(1).containsAll(acknowledged(answers));
        assertThat(store("group-key", "first", "Idempotency-Key", "group").id())
                .isEqualTo(stored("group-key").getFirst());
    }

    @Test
    void a_request_whose_connection_dies_is_answered_503_and_not_stored() {
        var answers = whileTheTableIsLocked(() -> {
            var requests = IntStream.range(0, 20)
                    .mapToObj(i -> post("group-dies", "log " + i))
                    .toList();
            await().until(() -> {
                onAnotherConnection(TERMINATE);
                return requests.stream().allMatch(CompletableFuture::isDone);
            });
            return requests;
        });
        var later = post("group-dies", "later");

        assertThat(answers)
                .extracting(answer -> answer.join().json().get("type").stringValue())
                .containsOnly("urn:memlog:problem:store-unavailable");
        assertThat(later.join().status()).isEqualTo(201);
        assertThat(stored("group-dies")).containsExactly(later.join().id());
    }

    /// Two transactions wait for the table before the requests are sent, and the requests wait for the next one.
    private List<CompletableFuture<Answer>> whileTheTableIsLocked(Supplier<List<CompletableFuture<Answer>>> requests) {
        List<CompletableFuture<Answer>> before = new ArrayList<>();
        var answers = service.bean(TransactionOperations.class).execute(_ -> {
            sql.execute("lock table memory_log in share row exclusive mode");
            for (int i = 0; i < 2; i++) {
                before.add(CompletableFuture.supplyAsync(() -> store("group-before", "first"), clients));
                int transactions = i + 1;
                await().until(() -> waitingTransactions() == transactions);
            }
            return requests.get();
        });
        before.forEach(CompletableFuture::join);
        return Objects.requireNonNull(answers);
    }

    private int waitingTransactions() {
        return onAnotherConnection("select 1 " + WAITING).size();
    }

    /// In a transaction, PostgreSQL shows the activity as it was at the first look.
    private Result<Record> onAnotherConnection(String statement) {
        return CompletableFuture.supplyAsync(() -> sql.fetch(statement), clients)
                .join();
    }

    /// Sends a request, and returns when it waits for a transaction.
    private CompletableFuture<Answer> post(String user, String task, String... headers) {
        var waiting = service.bean(MeterRegistry.class)
                .get("memlog.ingest.waiting")
                .tag("items", "memory_logs")
                .gauge();
        double before = waiting.value();
        var answer = CompletableFuture.supplyAsync(() -> store(user, task, headers), clients);
        await().until(() -> waiting.value() > before || answer.isDone());
        return answer;
    }

    private Answer store(String user, String task, String... headers) {
        return service.post(
                "/memory-logs",
                "{\"task\":\"%s\",\"user_id\":\"%s\",\"project_id\":\"p\",\"raw_data\":{}}".formatted(task, user),
                headers);
    }

    private static List<Long> acknowledged(List<CompletableFuture<Answer>> answers) {
        return answers.stream()
                .map(CompletableFuture::join)
                .filter(answer -> answer.status() == 201)
                .map(Answer::id)
                .toList();
    }

    private List<Long> stored(String user) {
        return sql.select(MEMORY_LOG.MEMORY_ID)
                .from(MEMORY_LOG)
                .where(MEMORY_LOG.USER_ID.eq(user))
                .fetch(MEMORY_LOG.MEMORY_ID);
    }
}
