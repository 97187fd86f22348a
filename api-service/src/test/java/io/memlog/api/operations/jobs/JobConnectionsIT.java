package io.memlog.api.operations.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.memlog.api.RunningService;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import tools.jackson.databind.node.JsonNodeFactory;

/// What jobs take of the connections to PostgreSQL.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JobConnectionsIT {

    private final RunningService service = RunningService.isolated();

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void jobs_leave_half_of_the_connections_to_requests() throws Exception {
        try (var other = service.another(
                List.of(HoldingJobs.class),
                "--memlog.jobs.max-concurrent=3",
                "--spring.datasource.hikari.maximum-pool-size=6")) {
            var holding = other.getBean(HoldingJob.class);
            try {
                for (int i = 0; i < 8; i++) {
                    other.getBean(JobQueue.class)
                            .submit(HoldingJob.KIND, JsonNodeFactory.instance.objectNode(), null, 0);
                }
                await().until(() -> holding.running.get() == 3);

                for (int i = 0; i < 50; i++) {
                    assertThat(get(other, "/jobs")).isEqualTo(200);
                }

                assertThat(holding.most.get()).isEqualTo(3);
                assertThat(other.getBean(MeterRegistry.class)
                                .get("hikaricp.connections.max")
                                .gauge()
                                .value())
                        .isEqualTo(6);
            } finally {
                holding.end.countDown();
            }
        }
    }

    @Test
    void a_job_uses_one_connection_at_a_time() {
        var jobs = service.bean("jobTasks", SmartLifecycle.class);
        try (var other = service.another(List.of(CountedConnections.class), "--memlog.jobs.max-concurrent=5")) {
            jobs.stop();
            for (int i = 0; i < 5; i++) {
                var id = service.post("/memory-logs", """
                                {"task":"t","user_id":"u","project_id":"p","raw_data":{}}""").id();
                service.patch("/memory-logs/" + id, "{\"agent\":\"a\"}");
            }

            var counted = other.getBean(CountedConnections.Counter.class);

            service.awaitFinished(service.post("/replays", "{\"projection\":\"vector\"}"));
            service.awaitFinished(service.post("/archive", "{\"older_than\":\"0s\"}"));
            service.awaitFinished(service.post("/archive/restore", "{}"));
            service.post("/sync", "{\"operation\":\"check\"}");
            service.post("/sync", "{\"operation\":\"rebuild\"}");

            await().until(() -> counted.jobs.size() == 5);
            assertThat(counted.jobs.values()).containsOnly(1);
        } finally {
            jobs.start();
        }
    }

    @Test
    void more_jobs_than_half_of_the_connections_are_refused_at_the_start() {
        assertThatThrownBy(() -> service.another(
                                List.of(),
                                "--memlog.jobs.max-concurrent=4",
                                "--spring.datasource.hikari.maximum-pool-size=7")
                        .close())
                .hasMessageContaining("memlog.jobs.max-concurrent is 4");
    }

    private static int get(ConfigurableApplicationContext context, String path)
            throws IOException, InterruptedException {
        var port = context.getEnvironment().getRequiredProperty("local.server.port");
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    /// Adds a kind of job to one instance.
    static final class HoldingJobs {

        @Bean
        HoldingJob holdingJob(DSLContext sql) {
            return new HoldingJob(sql);
        }
    }

    /// Holds a connection until the end of the test.
    static final class HoldingJob implements JobHandler {

        static final String KIND = "holding";

        final AtomicInteger running = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        final CountDownLatch end = new CountDownLatch(1);
        private final DSLContext sql;

        HoldingJob(DSLContext sql) {
            this.sql = sql;
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Optional<JobProgressDelta> plan(Job job, int maxItems) {
            sql.fetchValue("select 1");
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                running.decrementAndGet();
            }
            return Optional.empty();
        }

        @Override
        public void execute(JobContext context) {}
    }

    /// Counts the connections that each job has at the same time.
    static final class CountedConnections {

        @Bean
        static Counter counter() {
            return new Counter();
        }

        static final class Counter implements BeanPostProcessor {

            final Map<String, Integer> jobs = new ConcurrentHashMap<>();
            private final ThreadLocal<Integer> open = ThreadLocal.withInitial(() -> 0);

            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof DataSource pool && name.equals("dataSource") ? counted(pool) : bean;
            }

            private DataSource counted(DataSource pool) {
                return new DelegatingDataSource(pool) {
                    @Override
                    public Connection getConnection() throws SQLException {
                        return counted(super.getConnection());
                    }
                };
            }

            private Connection counted(Connection connection) {
                var thread = Thread.currentThread().getName();
                open.set(open.get() + 1);
                if (thread.startsWith("memlog-job-")) {
                    jobs.merge(thread, open.get(), Math::max);
                }
                return (Connection) Proxy.newProxyInstance(
                        Connection.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("close")) {
                                open.set(open.get() - 1);
                            }
                            return method.invoke(connection, arguments);
                        });
            }
        }
    }
}
