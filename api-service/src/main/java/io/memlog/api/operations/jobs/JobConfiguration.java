package io.memlog.api.operations.jobs;

import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionOperations;

/// Puts the running of jobs together.
@Configuration(proxyBeanMethods = false)
class JobConfiguration {

    /// Names of jobs, and of those who run them.
    @Bean
    Supplier<UUID> jobIds() {
        return UUID::randomUUID;
    }

    @Bean
    JobDispatcher jobDispatcher(
            JobLeaseRepository leases,
            JobHandlers kinds,
            JobMeters meters,
            TransactionOperations transaction,
            Supplier<UUID> jobIds,
            JobProperties properties,
            Clock clock,
            ObjectProvider<RandomGenerator> random) {
        var runs = new JobExecutor(
                leases,
                kinds,
                meters,
                transaction,
                new FailureClassifier(),
                properties,
                clock,
                random.getIfAvailable(RandomGenerator::getDefault));
        return new JobDispatcher(leases, runs, jobIds, properties);
    }

    @Bean
    JobRunner jobRunner(JobDispatcher dispatcher, JobProperties properties) {
        return new JobRunner(dispatcher, properties.stopTimeout());
    }
}
