package io.memlog.eventstore.servers;

import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.outbox.OutboxRelay;
import io.memlog.eventstore.outbox.OutboxStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import org.jooq.DSLContext;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// One instance of an application that has this module on its classpath.
public record Instance(ConfigurableApplicationContext context) implements AutoCloseable {

    /// @param settings pairs of a name and a value
    public static Instance start(TestDatabase database, String bootstrapServers, String... settings) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "spring.datasource.url", database.url(),
                "spring.datasource.username", database.user(),
                "spring.datasource.password", database.password(),
                "spring.datasource.hikari.connection-timeout", "2000",
                "spring.kafka.bootstrap-servers", bootstrapServers,
                "spring.main.banner-mode", "off",
                "spring.main.register-shutdown-hook", "false",
                "memlog.outbox.count-interval", "50ms",
                "memlog.outbox.delivery-timeout", "3s",
                "memlog.outbox.block-timeout", "1s"));
        properties.put("memlog.outbox.leader-poll-interval", "100ms");
        properties.put("memlog.outbox.max-backoff", "500ms");
        for (int n = 0; n < settings.length; n += 2) {
            properties.put(settings[n], settings[n + 1]);
        }
        return new Instance(new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(properties)
                .run());
    }

    public EventStore store() {
        return context.getBean(EventStore.class);
    }

    public OutboxStatus status() {
        return context.getBean(OutboxRelay.class).status();
    }

    public DSLContext sql() {
        return context.getBean(DSLContext.class);
    }

    public TransactionTemplate transaction() {
        return new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    }

    public MeterRegistry meters() {
        return context.getBean(MeterRegistry.class);
    }

    @Override
    public void close() {
        context.close();
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        @Bean
        MeterRegistry meterRegistry() {
            return new SimpleMeterRegistry();
        }
    }
}
