package io.memlog.api.operations.jobs;

import io.memlog.eventstore.lifecycle.BackgroundTasks;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/// The threads of jobs, and of everything that recurs.
@Configuration(proxyBeanMethods = false)
class JobConfiguration {

    private static final int SCHEDULER_THREADS = 4;
    private static final Duration SCHEDULER_STOP_TIMEOUT = Duration.ofSeconds(5);

    /// Jobs stop after the web server, and start before it.
    private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

    /// How long a stop waits for the steps in progress.
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

    /// Ids of jobs and of lease owners.
    @Bean
    Supplier<UUID> jobIds() {
        return UUID::randomUUID;
    }

    /// A job uses one connection at a time, so that this leaves at least half of them to requests.
    @Bean
    SmartInitializingSingleton connectionsForRequests(
            JobProperties properties, @Value("${spring.datasource.hikari.maximum-pool-size}") int poolSize) {
        return () -> {
            if (properties.maxConcurrent() > poolSize / 2) {
                throw new IllegalStateException("memlog.jobs.max-concurrent is " + properties.maxConcurrent()
                        + ", which is more than half of spring.datasource.hikari.maximum-pool-size (" + poolSize
                        + "): jobs would take the connections of requests");
            }
        };
    }

    @Bean
    BackgroundTasks jobTasks(JobRunner runner) {
        return new BackgroundTasks(
                PHASE,
                STOP_TIMEOUT,
                runner::wake,
                new BackgroundTasks.Task("memlog-jobs", runner::claimJobs),
                new BackgroundTasks.Task("memlog-jobs-heartbeat", runner::renewLeases));
    }

    /// Runs what is `@Scheduled`. A stop lets the runs in progress finish and starts no other.
    @Bean
    ThreadPoolTaskScheduler taskScheduler() {
        var scheduler = new ThreadPoolTaskScheduler();
        scheduler.setPoolSize(SCHEDULER_THREADS);
        scheduler.setThreadNamePrefix("memlog-scheduled-");
        scheduler.setAcceptTasksAfterContextClose(true);
        scheduler.setAwaitTerminationMillis(SCHEDULER_STOP_TIMEOUT.toMillis());
        return scheduler;
    }
}
