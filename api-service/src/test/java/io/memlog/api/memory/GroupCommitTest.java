package io.memlog.api.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;

class GroupCommitTest {

    private static final int BYTES = 1000;
    private static final int REJECTED = -1;
    private static final int OUTAGE = -2;
    private static final int RUNS_UNTIL_OPEN = 1000;
    private static final int RUNS_UNTIL_THE_END = 1001;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<List<Integer>> groups = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch open = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final GroupCommit<Integer, String> commits = new GroupCommit<>("numbers", this::transaction, meters);
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() throws InterruptedException {
        open.countDown();
        ended.countDown();
        clients.close();
        commits.destroy();
    }

    @Test
    void a_single_item_waits_for_no_other() {
        open.countDown();

        assertThat(commits.store(1, BYTES)).isEqualTo("stored 1");
        assertThat(commits.store(2, BYTES)).isEqualTo("stored 2");
        assertThat(groups).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void what_arrives_while_transactions_run_shares_the_next_ones_up_to_128_items() throws Exception {
        var results = storeWhileTransactionsRun(200, BYTES);
        open.countDown();

        for (int i = 0; i < results.size(); i++) {
            assertThat(results.get(i).get()).isEqualTo("stored " + i);
        }
        assertThat(groups).hasSize(4).allMatch(group -> group.size() <= 128);
        assertThat(groups.stream().mapToInt(List::size).sum()).isEqualTo(202);
    }

    @Test
    void large_items_share_a_transaction_up_to_a_mebibyte() {
        storeWhileTransactionsRun(20, 256 * 1024);
        open.countDown();

        await().until(() -> groups.stream().mapToInt(List::size).sum() == 22);
        assertThat(groups).allMatch(group -> group.size() <= 4);
    }

    @Test
    void an_item_that_the_database_rejects_fails_alone() throws Exception {
        var results = storeWhileTransactionsRun(List.of(1, 2, REJECTED, 3), BYTES);
        open.countDown();

        assertThat(results.get(0).get()).isEqualTo("stored 1");
        assertThat(results.get(1).get()).isEqualTo("stored 2");
        assertThat(results.get(3).get()).isEqualTo("stored 3");
        assertThatThrownBy(results.get(2)::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void an_outage_fails_the_group_and_no_item_is_tried_alone() {
        var outage = storeWhileTransactionsRun(List.of(1, 2, OUTAGE, 3), BYTES);
        open.countDown();

        assertThat(outage)
                .allSatisfy(result ->
                        assertThatThrownBy(result::get).hasCauseInstanceOf(DataAccessResourceFailureException.class));
        assertThat(groups).hasSize(3);
    }

    @Test
    void more_items_than_can_wait_are_rejected() throws Exception {
        var results = storeWhileTransactionsRun(4096, BYTES);

        assertThatThrownBy(() -> commits.store(0, BYTES))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.BUSY));

        open.countDown();
        for (var result : results.subList(0, 100)) {
            assertThat(result.get()).startsWith("stored ");
        }
    }

    @Test
    void items_that_arrive_together_have_results_in_their_order() {
        open.countDown();

        assertThat(commits.storeAll(List.of(3, 1, 2)))
                .extracting(CompletableFuture::join)
                .containsExactly("stored 3", "stored 1", "stored 2");
    }

    private List<Future<String>> storeWhileTransactionsRun(int count, int bytes) {
        return storeWhileTransactionsRun(IntStream.range(0, count).boxed().toList(), bytes);
    }

    /// As many items as given wait while two transactions run. When `open` lets the first one end, it is followed by
    /// one transaction after the other.
    private List<Future<String>> storeWhileTransactionsRun(List<Integer> items, int bytes) {
        for (int first : List.of(RUNS_UNTIL_THE_END, RUNS_UNTIL_OPEN)) {
            clients.execute(() -> commits.store(first, bytes));
            await().until(() -> groups.contains(List.of(first)));
        }
        var results = items.stream()
                .map(item -> clients.submit(() -> commits.store(item, bytes)))
                .toList();
        await().until(() -> meters.get("memlog.ingest.waiting").gauge().value() == items.size());
        return results;
    }

    private List<String> transaction(List<Integer> items) {
        groups.add(List.copyOf(items));
        try {
            (items.contains(RUNS_UNTIL_THE_END) ? ended : open).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (items.contains(OUTAGE)) {
            throw new DataAccessResourceFailureException("no connection");
        }
        if (items.contains(REJECTED)) {
            throw new DataIntegrityViolationException("rejected");
        }
        return items.stream().map(item -> "stored " + item).toList();
    }
}
