package io.memlog.eventstore.servers;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// An empty database of its own on the shared PostgreSQL.
public record TestDatabase(String url, String user, String password) {

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    public static TestDatabase create() {
        var server = SharedServers.postgres();
        var name = "test_" + NUMBERS.incrementAndGet();
        try (var connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        var url = server.jdbcUrl().replaceFirst("/[^/?]+(\\?|$)", "/" + name + "$1");
        return new TestDatabase(url, server.user(), server.password());
    }

    public TestDatabase migrated() {
        Flyway.configure().dataSource(dataSource()).load().migrate();
        return this;
    }

    /// An empty schema of this database.
    public TestDatabase schema(String name) {
        sql().execute("create schema " + name);
        return new TestDatabase(url + (url.contains("?") ? "&" : "?") + "currentSchema=" + name, user, password);
    }

    public DataSource dataSource() {
        return new DriverManagerDataSource(url, user, password);
    }

    /// A pool, for tests with many connections.
    public HikariDataSource pool(int size) {
        var pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setUsername(user);
        pool.setPassword(password);
        pool.setMaximumPoolSize(size);
        return pool;
    }

    /// Runs each statement on a connection of its own.
    public DSLContext sql() {
        return DSL.using(dataSource(), SQLDialect.POSTGRES);
    }
}
