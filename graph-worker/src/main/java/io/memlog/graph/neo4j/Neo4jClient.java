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

/// Calls Neo4j, each call within a time limit that holds whatever the server does: one that hangs is left
/// behind and its connection is closed. What passes by itself, such as a deadlock, is tried again.
final class Neo4jClient implements AutoCloseable {

    private static final int MAX_ATTEMPTS = 6;
    private static final int MIN_BACKOFF_MILLIS = 10;

    private final Driver driver;
    private final String database;
    private final Duration limit;
    private final RandomGenerator random;
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

    Neo4jClient(Driver driver, String database, Duration limit, RandomGenerator random) {
        this.driver = driver;
        this.database = database;
        this.limit = limit;
        this.random = random;
    }

    <T> T read(Function<Transaction, T> work) {
        return within(AccessMode.READ, work);
    }

    <T> T write(Function<Transaction, T> work) {
        return within(AccessMode.WRITE, work);
    }

    @Override
    public void close() {
        calls.shutdownNow();
        driver.close();
    }

    private <T> T within(AccessMode mode, Function<Transaction, T> work) {
        var call = calls.submit(() -> attempts(mode, work));
        try {
            return call.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IndexUnavailableException("Neo4j has not answered within " + limit.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IndexUnavailableException("interrupted while Neo4j was asked", e);
        } catch (CancellationException e) {
            throw new IndexUnavailableException("the worker stops", e);
        } catch (ExecutionException e) {
            throw thrown(e.getCause());
        } finally {
            call.cancel(true);
        }
    }

    private <T> T attempts(AccessMode mode, Function<Transaction, T> work) throws InterruptedException {
        for (var attempt = 1; ; attempt++) {
            try {
                return attempt(mode, work);
            } catch (RuntimeException e) {
                if (attempt == MAX_ATTEMPTS || !Neo4jErrors.isTransient(e)) {
                    throw e;
                }
            }
            var longest = MIN_BACKOFF_MILLIS << attempt;
            TimeUnit.MILLISECONDS.sleep(random.nextInt(longest / 2, longest));
        }
    }

    private <T> T attempt(AccessMode mode, Function<Transaction, T> work) {
        var session = SessionConfig.builder()
                .withDatabase(database)
                .withDefaultAccessMode(mode)
                .build();
        var limited = TransactionConfig.builder().withTimeout(limit).build();
        try (var open = driver.session(session);
                var transaction = open.beginTransaction(limited)) {
            var find = work.apply(transaction);
            transaction.commit();
            return find;
        }
    }

    private static RuntimeException thrown(@Nullable Throwable cause) {
        return switch (cause) {
            case RuntimeException failure -> failure;
            case Error error -> throw error;
            case null, default -> new IllegalStateException(cause);
        };
    }
}
