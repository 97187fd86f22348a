package io.memlog.api.operations.deadletters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jooq.DSLContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/// The tables of the index, which are made at every start, and whenever they are found missing.
@Component
final class DeadLetterTables {

    private static final String SCRIPT = "db/migration/afterMigrate__dead_letters.sql";

    private final DSLContext sql;

    DeadLetterTables(DSLContext sql) {
        this.sql = sql;
    }

    void make() {
        if (!sql.fetchSingle("SELECT to_regclass('dead_letter') IS NOT NULL").get(0, Boolean.class)) {
            sql.connection(connection -> {
                try (var statement = connection.createStatement()) {
                    statement.execute(script());
                }
            });
        }
    }

    private static String script() {
        try {
            return new ClassPathResource(SCRIPT).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
