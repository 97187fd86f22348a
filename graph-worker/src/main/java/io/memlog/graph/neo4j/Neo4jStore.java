package io.memlog.graph.neo4j;

import io.memlog.consumer.IndexUnavailableException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.neo4j.driver.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The database, set up when it turns out not to be; its failures are those of an index.
final class Neo4jStore implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Neo4jStore.class);

    private final AtomicBoolean settingUp = new AtomicBoolean();
    private final Neo4jClient indexing;
    private final Neo4jClient searching;

    Neo4jStore(Neo4jClient indexing, Neo4jClient searching) {
        this.indexing = indexing;
        this.searching = searching;
    }

    <T> T write(Function<Transaction, T> work) {
        return setUp(() -> indexing.write(demanding(work)));
    }

    <T> T read(Function<Transaction, T> work) {
        return setUp(() -> indexing.read(work));
    }

    <T> T search(Function<Transaction, T> work) {
        try {
            return searching.read(work);
        } catch (RuntimeException e) {
            if (Neo4jErrors.isIndexMissing(e)) {
                setUpMeanwhile();
                throw new IndexUnavailableException("Neo4j is being set up", e);
            }
            throw Neo4jErrors.translate(e);
        }
    }

    /// Returns when the database is set up and takes writes.
    void probe() {
        setUp(() -> searching.write(transaction -> {
            GraphSchema.touchMarker(transaction);
            return true;
        }));
    }

    @Override
    public void close() {
        indexing.close();
        searching.close();
    }

    /// A search does not wait for it.
    private void setUpMeanwhile() {
        if (settingUp.compareAndSet(false, true)) {
            Thread.ofVirtual().name("set-up-neo4j").start(() -> {
                try {
                    GraphSchema.create(indexing);
                } catch (RuntimeException e) {
                    log.debug("Neo4j cannot be set up yet", e);
                } finally {
                    settingUp.set(false);
                }
            });
        }
    }

    private <T> T setUp(Call<T> call) {
        try {
            try {
                return call.find();
            } catch (RuntimeException e) {
                if (!(e instanceof MissingSchemaException) && !Neo4jErrors.isIndexMissing(e)) {
                    throw e;
                }
            }
            create();
            return call.find();
        } catch (RuntimeException e) {
            throw Neo4jErrors.translate(e);
        }
    }

    /// Whatever goes wrong here is the state of the database and no event's fault.
    private void create() {
        try {
            GraphSchema.create(indexing);
        } catch (RuntimeException e) {
            throw new IndexUnavailableException("Neo4j cannot be set up yet", e);
        }
    }

    private static <T> Function<Transaction, T> demanding(Function<Transaction, T> work) {
        return transaction -> {
            GraphSchema.requirePresent(transaction);
            return work.apply(transaction);
        };
    }

    @FunctionalInterface
    private interface Call<T> {

        T find();
    }
}
