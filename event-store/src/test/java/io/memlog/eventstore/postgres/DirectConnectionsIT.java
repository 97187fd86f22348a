package io.memlog.eventstore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.memlog.eventstore.servers.RelaySessions;
import io.memlog.eventstore.servers.TestDatabase;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class DirectConnectionsIT {

    private static final TestDatabase DATABASE = TestDatabase.create().migrated();

    private final DirectConnections connections =
            new DirectConnections(DATABASE.url(), DATABASE.user(), DATABASE.password());

    @Test
    void the_server_gives_up_a_client_that_does_not_take_its_data() throws SQLException {
        try (var connection = connections.open("timeout", Duration.ZERO)) {
            assertThat(DSL.using(connection).fetchValue("show tcp_user_timeout"))
                    .isEqualTo("25000");
        }
    }

    @Test
    void the_server_ends_the_statement_and_the_session_of_a_client_that_is_gone() throws SQLException {
        var sessions = new RelaySessions(DATABASE);
        var connection = connections.open("gone", Duration.ZERO);
        var statement = Thread.ofVirtual()
                .start(() -> assertThatThrownBy(() -> DSL.using(connection).fetch("select pg_sleep(19)"))
                        .isNotNull());
        await().until(() -> DATABASE.sql()
                .fetchExists(DSL.selectOne()
                        .from("pg_stat_activity")
                        .where("application_name = 'gone' and wait_event = 'PgSleep'")));

        connection.abort(Runnable::run);

        await().atMost(Duration.ofSeconds(8)).until(() -> sessions.count("gone") == 0);
        assertThat(statement).isNotNull();
    }

    @Test
    void a_connection_that_shares_its_session_is_refused_with_the_setting_that_helps() throws SQLException {
        try (var shared = DriverManager.getConnection(DATABASE.url(), DATABASE.user(), DATABASE.password())) {
            var driver = new PoolingDriver(shared);
            DriverManager.registerDriver(driver);
            try {
                assertThatThrownBy(() ->
                                new DirectConnections(PoolingDriver.URL, null, null).open("pooled", Duration.ZERO))
                        .hasMessageContaining("memlog.outbox.direct-url");
            } finally {
                DriverManager.deregisterDriver(driver);
            }
        }
    }

    @Test
    void a_session_that_is_closed_no_longer_listens() {
        var sessions = new RelaySessions(DATABASE);
        try (var session = new PostgresOutbox.Session(connections, Duration.ZERO)) {
            session.listen(() -> {});
            await().until(() -> sessions.count("memlog outbox listener") == 1);
        }

        await().atMost(Duration.ofSeconds(5)).until(() -> sessions.count("memlog outbox listener") == 0);
    }

    /// A proxy that gives every client the same session, as PgBouncer does with one server connection and
    /// `pool_mode = transaction`. It announces a process id of its own.
    private record PoolingDriver(Connection session) implements Driver {

        static final String URL = "jdbc:pooled:";

        @Override
        public @Nullable Connection connect(String url, Properties info) {
            return acceptsURL(url) ? proxy(Connection.class, this::client) : null;
        }

        @Override
        public boolean acceptsURL(String url) {
            return url.equals(URL);
        }

        @Override
        public java.sql.DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
            return new java.sql.DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 1;
        }

        @Override
        public int getMinorVersion() {
            return 0;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public java.util.logging.Logger getParentLogger() {
            return java.util.logging.Logger.getGlobal();
        }

        private @Nullable Object client(Object proxy, java.lang.reflect.Method method, Object[] arguments)
                throws Throwable {
            return switch (method.getName()) {
                case "close" -> null;
                case "unwrap" -> proxy(PGConnection.class, (_, _, _) -> -1);
                default -> {
                    try {
                        yield method.invoke(session, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }
            };
        }

        private static <T> T proxy(Class<T> type, InvocationHandler handler) {
            return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
        }
    }
}
