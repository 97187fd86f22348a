package io.memlog.graph.neo4j;

import io.memlog.consumer.IndexUnavailableException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.neo4j.driver.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The database with its schema, which it creates when it is missing. Its failures are those of an index.
final class Neo4jStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Neo4jStore.class);

    private final AtomicBoolean creatingSchema = new AtomicBoolean();
    private final Neo4jClient indexClient;
    private final Neo4jClient searchClient;

    Neo4jStore(Neo4jClient indexClient, Neo4jClient searchClient) {
        this.indexClient = indexClient;
        this.searchClient = searchClient;
    }

    <T> T write(Function<Transaction, T> work) {
        return withSchema(() -> indexClient.write(transaction -> {
            GraphSchema.requirePresent(transaction);
            return work.apply(transaction);
        }));
    }

    <T> T read(Function<Transaction, T> work) {
        return withSchema(() -> indexClient.read(work));
    }

    /// Does not wait for a missing schema, but has it created in the background.
    <T> T search(Function<Transaction, T> work) {
        try {
            return searchClient.read(work);
        } catch (RuntimeException e) {
            if (Neo4jErrors.isSchemaMissing(e)) {
                createSchemaInBackground();
                throw new IndexUnavailableException("the schema of Neo4j is being created", e);
            }
            throw Neo4jErrors.translate(e);
        }
    }

    /// Returns when the database has its schema and accepts writes.
    void probe() {
        withSchema(() -> searchClient.write(GraphSchema::touchMarker));
    }

    @Override
    public void close() {
        indexClient.close();
        searchClient.close();
    }

    private void createSchemaInBackground() {
        if (creatingSchema.compareAndSet(false, true)) {
            Thread.ofVirtual().name("create-neo4j-schema").start(() -> {
                try {
                    GraphSchema.create(indexClient);
                } catch (RuntimeException e) {
                    LOG.debug("The schema of Neo4j cannot be created yet", e);
                } finally {
                    creatingSchema.set(false);
                }
            });
        }
    }

    private <T> T withSchema(Supplier<T> call) {
        try {
            try {
                return call.get();
            } catch (RuntimeException e) {
                if (!Neo4jErrors.isSchemaMissing(e)) {
                    throw e;
                }
            }
            createSchema();
            return call.get();
        } catch (RuntimeException e) {
            throw Neo4jErrors.translate(e);
        }
    }

    /// Every failure here is the state of the database, never the content of an event.
    private void createSchema() {
        try {
            GraphSchema.create(indexClient);
        } catch (RuntimeException e) {
            throw new IndexUnavailableException("the schema of Neo4j cannot be created yet", e);
        }
    }
}
