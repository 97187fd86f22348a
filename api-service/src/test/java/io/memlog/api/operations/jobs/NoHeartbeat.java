package io.memlog.api.operations.jobs;

import java.time.Clock;
import java.util.Collection;
import java.util.UUID;
import org.jooq.DSLContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.transaction.support.TransactionOperations;

/// Makes an instance lose its leases, as if it had crashed. Not a configuration, so that other instances do not find
/// it.
public final class NoHeartbeat {

    @Bean
    @Primary
    JobRepository silentJobRepository(
            DSLContext sql, TransactionOperations transaction, JobProperties properties, Clock clock) {
        return new JobRepository(sql, transaction, properties, clock) {
            @Override
            void renew(Collection<UUID> owners) {}
        };
    }
}
