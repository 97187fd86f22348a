package io.memlog.graph.neo4j;

import io.memlog.consumer.IndexUnavailableException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.AccessMode;
import org.neo4j.driver.Driver;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.TransactionConfig;

/// Runs transactions on Neo4j, each within a timeout that holds even when the server hangs: the call is abandoned and
/// its connection closed. Transient failures, such as a deadlock, are retried with exponential backoff and jitter.
final class Neo4jClient implements AutoCloseable {

    private static final int MAX_ATTEMPTS = 6;
    private static final int MIN_BACKOFF_MILLIS = 10;

    private final Driver driver;
    private final String database;
    private final Duration timeout;
    private final RandomGenerator random;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Neo4jClient(Driver driver, String database, Duration timeout, RandomGenerator random) {
        this.driver = driver;
        this.database = database;
        this.timeout = timeout;
        this.random = random;
    }

    <T> T read(Function<Transaction, T> work) {
        return withinTimeout(AccessMode.READ, work);
    }

    <T> T write(Function<Transaction, T> work) {
        return withinTimeout(AccessMode.WRITE, work);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        driver.close();
    }

    private <T> T withinTimeout(AccessMode mode, Function<Transaction, T> work) {
        var call = threads.submit(() -> withRetries(mode, work));
        try {
            return call.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IndexUnavailableException("Neo4j has not answered within " + timeout.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IndexUnavailableException("interrupted while waiting for Neo4j", e);
        } catch (CancellationException e) {
            throw new IndexUnavailableException("the worker is shutting down", e);
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        } finally {
            call.cancel(true);
        }
    }

    private <T> T withRetries(AccessMode mode, Function<Transaction, T> work) throws InterruptedException {
        for (var attempt = 1; ; attempt++) {
            try {
                return runTransaction(mode, work);
            } catch (RuntimeException e) {
                if (attempt == MAX_ATTEMPTS || !Neo4jErrors.isTransient(e)) {
                    throw e;
                }
            }
            var backoff = MIN_BACKOFF_MILLIS << attempt;
            TimeUnit.MILLISECONDS.sleep(random.nextInt(backoff / 2, backoff));
        }
    }

    private <T> T runTransaction(AccessMode mode, Function<Transaction, T> work) {
        var sessionConfig = SessionConfig.builder()
                .withDatabase(database)
                .withDefaultAccessMode(mode)
                .build();
        var transactionConfig = TransactionConfig.builder().withTimeout(timeout).build();
        try (var session = driver.session(sessionConfig);
                var transaction = session.beginTransaction(transactionConfig)) {
            var result = work.apply(transaction);
            transaction.commit();
            return result;
        }
    }

    private static RuntimeException unchecked(@Nullable Throwable cause) {
        return switch (cause) {
            case RuntimeException failure -> failure;
            case Error error -> throw error;
            case null, default -> new IllegalStateException(cause);
        };
    }
}
