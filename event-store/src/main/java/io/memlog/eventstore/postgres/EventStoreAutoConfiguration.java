package io.memlog.eventstore.postgres;

import io.memlog.eventstore.EventArchive;
import io.memlog.eventstore.EventFeed;
import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.outbox.Outbox;
import io.memlog.eventstore.outbox.OutboxProperties;
import io.memlog.eventstore.outbox.OutboxRelay;
import io.memlog.eventstore.subscriptions.AppendNotifier;
import io.memlog.eventstore.subscriptions.CatchUpSubscriptions;
import java.time.Clock;
import java.time.Duration;
import org.jooq.DSLContext;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jooq.autoconfigure.JooqAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// The log on the application's database. An application without a `DataSource`, such as a worker that shares
/// the JVM with one that has it, gets none of these beans.
@AutoConfiguration(after = JooqAutoConfiguration.class)
@ConditionalOnBean({DSLContext.class, JdbcConnectionDetails.class, PlatformTransactionManager.class})
@EnableConfigurationProperties({OutboxProperties.class, EventReadingProperties.class})
class EventStoreAutoConfiguration {

    /// The time as the log keeps it, in microseconds.
    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
    }

    @Bean
    @ConditionalOnMissingBean
    Outbox outbox(DSLContext sql, JdbcConnectionDetails database, OutboxProperties properties) {
        var directUrl = properties.directUrl();
        var connections = new DirectConnections(
                directUrl == null ? database.getJdbcUrl() : directUrl, database.getUsername(), database.getPassword());
        return new PostgresOutbox(sql, connections, properties);
    }

    @Bean
    @ConditionalOnMissingBean
    EventStore eventStore(
            DSLContext sql,
            PlatformTransactionManager transactions,
            OutboxRelay relay,
            AppendNotifier notifier,
            Clock clock) {
        return new PostgresEventStore(
                new TransactionTemplate(transactions),
                new EventWriter(sql),
                new EventReader(sql),
                relay,
                notifier,
                clock);
    }

    @Bean
    AppendNotifier appendNotifier() {
        return new AppendNotifier();
    }

    @Bean
    PostgresEventQueries eventQueries(DSLContext sql, EventReadingProperties properties) {
        return new PostgresEventQueries(new EventReader(sql), properties.horizonTimeout());
    }

    @Bean
    EventArchive eventArchive(DSLContext sql) {
        return new PostgresEventArchive(sql, new EventReader(sql));
    }

    @Bean
    CatchUpSubscriptions eventSubscriptions(EventFeed feed, AppendNotifier notifier) {
        return new CatchUpSubscriptions(feed, notifier, CatchUpSubscriptions.Settings.DEFAULT);
    }
}
