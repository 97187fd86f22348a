package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.eventstore.EventStore;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndToEndIT extends EndToEndContract {

    @TempDir
    static Path data;

    static WholeSystem system;

    @BeforeAll
    static void start() {
        system = WholeSystem.start(data);
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @Override
    Client client() {
        return system.client();
    }

    @Test
    void the_worker_has_no_database_although_it_shares_the_classpath() {
        var worker = system.worker().context();

        assertThat(worker.getBeanNamesForType(DataSource.class)).isEmpty();
        assertThat(worker.getBeanNamesForType(EventStore.class)).isEmpty();
    }
}
