package io.memlog.api.http.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.memlog.api.RunningService;
import io.memlog.api.http.security.Certificates.Certificate;
import io.memlog.embedded.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The service's own port and PostgreSQL, with certificates of the test.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsIT {

    private Path folder;
    private Certificates certificates;
    private Certificate localhost;
    private Certificate elsewhere;
    private PostgresServer postgres;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        certificates = new Certificates(folder);
        localhost = certificates.create("localhost", "SAN=dns:localhost,ip:127.0.0.1");
        elsewhere = certificates.create("elsewhere", "SAN=dns:elsewhere.example");
        postgres = PostgresServer.start(folder.resolve("postgres"), 0);
        offer(localhost);
    }

    @AfterAll
    void stop() {
        postgres.close();
    }

    @Test
    void postgresql_is_reached_over_tls_and_its_name_is_verified() throws Exception {
        try (var service = RunningService.memory().another(List.of(), settings(localhost))) {
            var encrypted = service.getBean(DSLContext.class)
                    .fetchSingle("select ssl from pg_stat_ssl where pid = pg_backend_pid()")
                    .get(0, Boolean.class);

            assertThat(encrypted).isTrue();
        }
    }

    @Test
    void a_postgresql_whose_certificate_is_not_trusted_is_not_used() {
        assertThatThrownBy(() -> RunningService.memory().another(List.of(), settings(elsewhere)))
                .hasStackTraceContaining("SSL error");
    }

    @Test
    void a_postgresql_of_another_name_is_not_used() throws Exception {
        offer(elsewhere);
        try {
            assertThatThrownBy(() -> RunningService.memory().another(List.of(), settings(elsewhere)))
                    .hasStackTraceContaining("could not be verified");
        } finally {
            offer(localhost);
        }
    }

    @Test
    void the_service_answers_over_tls_and_takes_a_renewed_certificate_without_a_restart() throws Exception {
        var certificate = folder.resolve("served.crt");
        var key = folder.resolve("served.key");
        Files.copy(localhost.certificate(), certificate);
        Files.copy(localhost.key(), key);
        try (var service = RunningService.memory()
                .another(
                        List.of(),
                        "--server.ssl.bundle=memlog",
                        "--spring.ssl.bundle.pem.memlog.reload-on-update=true",
                        "--spring.ssl.bundle.watch.file.quiet-period=100ms",
                        "--spring.ssl.bundle.pem.memlog.keystore.certificate=" + certificate,
                        "--spring.ssl.bundle.pem.memlog.keystore.private-key=" + key)) {
            var uri = URI.create(
                    "https://localhost:" + service.getEnvironment().getProperty("local.server.port") + "/status");
            assertThat(status(uri, localhost)).isEqualTo(200);

            var renewed = certificates.create("renewed", "SAN=dns:localhost,ip:127.0.0.1");
            Files.write(key, Files.readAllBytes(renewed.key()));
            Files.write(certificate, Files.readAllBytes(renewed.certificate()));

            await().ignoreExceptionsInstanceOf(IOException.class).until(() -> status(uri, renewed) == 200);
        }
    }

    private static int status(URI uri, Certificate trusted)
            throws IOException, InterruptedException, GeneralSecurityException {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        var roots = KeyStore.getInstance("PKCS12");
        try {
            roots.load(null, null);
            roots.setCertificateEntry("root", trusted.keyStore().getCertificate("key"));
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
        trust.init(roots);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (var client = HttpClient.newBuilder().sslContext(context).build()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .statusCode();
        }
    }

    private String[] settings(Certificate trusted) {
        return new String[] {
            "--spring.datasource.url=jdbc:postgresql://localhost:" + postgres.port()
                    + "/postgres?sslmode=verify-full&sslrootcert=" + trusted.certificate(),
            "--spring.datasource.username=" + postgres.user(),
            "--spring.datasource.password=" + postgres.password()
        };
    }

    /// PostgreSQL reads its certificate again without a restart.
    private void offer(Certificate certificate) {
        var sql = DSL.using(postgres.jdbcUrl(), postgres.user(), postgres.password());
        try (var _ = sql) {
            sql.execute("alter system set ssl_cert_file = '" + certificate.certificate() + "'");
            sql.execute("alter system set ssl_key_file = '" + certificate.key() + "'");
            sql.execute("alter system set ssl = on");
            sql.execute("select pg_reload_conf()");
            await().until(() -> sql.fetchSingle("select setting from pg_settings where name = 'ssl_cert_file'")
                    .get(0, String.class)
                    .equals(certificate.certificate().toString()));
        }
    }
}
