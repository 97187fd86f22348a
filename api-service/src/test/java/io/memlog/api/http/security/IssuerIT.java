package io.memlog.api.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.memlog.api.RunningService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Tokens of an OIDC issuer that runs in the test.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IssuerIT {

    private final AtomicInteger keyFetches = new AtomicInteger();
    private HttpServer issuer;
    private RSAKey key;
    private RunningService service;

    @BeforeAll
    void start() throws IOException, JOSEException {
        key = new RSAKeyGenerator(2048).keyID("k1").generate();
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        respond("/.well-known/openid-configuration", """
                {"issuer":"%1$s","jwks_uri":"%1$s/jwks","subject_types_supported":["public"]}""".formatted(url()));
        respond("/jwks", new JWKSet(key.toPublicJWK()).toString());
        issuer.start();
        service = RunningService.isolated(settings());
    }

    private String[] settings(String... more) {
        return Stream.concat(
                        Stream.of(
                                "--spring.security.oauth2.resourceserver.jwt.issuer-uri=" + url(),
                                "--spring.security.oauth2.resourceserver.jwt.audiences=memlog"),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    @AfterAll
    void stop() {
        service.close();
        issuer.stop(0);
    }

    @Test
    void a_token_has_the_role_of_its_claim() throws JOSEException {
        assertThat(status("/memory-logs?user_id=u&project_id=p", token(role("read"))))
                .isEqualTo(200);
        assertThat(status("/jobs", token(role("read")))).isEqualTo(403);
        assertThat(status("/jobs", token(claims -> claims.claim("memlog_role", List.of("other", "read", "operate")))))
                .isEqualTo(200);
        assertThat(status("/keys", token(role("admin")))).isEqualTo(200);
    }

    @Test
    void roles_of_which_none_includes_the_other_count_together() throws JOSEException {
        var token = token(claims -> claims.claim("memlog_role", List.of("operate", "ingest", "read")));

        var stored = service.send(
                "POST",
                "/memory-logs",
                "{\"task\":\"t\",\"user_id\":\"u\",\"project_id\":\"p\",\"raw_data\":{}}",
                bearer(token));

        assertThat(stored.status()).isEqualTo(201);
        assertThat(status("/jobs", token)).isEqualTo(200);
        assertThat(status("/actuator/prometheus", token)).isEqualTo(200);
        assertThat(service.get("/keys", bearer(token)).json().get("detail").stringValue())
                .isEqualTo("this call needs the role admin, and the caller has ingest and operate");
    }

    @Test
    void clients_of_the_model_context_protocol_learn_the_issuer_and_use_its_tokens() throws JOSEException {
        var metadata = service.get("/.well-known/oauth-protected-resource/mcp/tess/p");
        var token = token(claims -> claims.claim("memlog_role", "ingest")
                .claim("memlog_user", "tess")
                .claim("memlog_project", "p"));

        var stored = service.send("POST", "/mcp", """
                        {"jsonrpc":"2.0","id":1,"method":"tools/call",
                         "params":{"name":"remember","arguments":{"task":"t","raw_data":{}}}}""", bearer(token));

        assertThat(metadata.json().get("authorization_servers").toString()).isEqualTo("[\"" + url() + "\"]");
        assertThat(stored.json().at("/result/structuredContent/version").intValue())
                .isEqualTo(1);
    }

    @Test
    void a_token_that_has_to_be_bound_and_is_not_is_403() throws Exception {
        try (var strict = service.another(List.of(), settings("--memlog.security.require-binding=both"))) {
            var port = strict.getEnvironment().getRequiredProperty("local.server.port");
            var path = "http://127.0.0.1:" + port + "/memory-logs";

            var unbound = get(path + "?user_id=u&project_id=p", token(role("read")));
            assertThat(unbound.statusCode()).isEqualTo(403);
            assertThat(unbound.body())
                    .contains("urn:memlog:problem:forbidden")
                    .contains("a token of role read needs the claim memlog_user");
            assertThat(get(path, token(claims -> role("ingest").apply(claims).claim("memlog_user", "u")))
                            .body())
                    .contains("needs the claim memlog_project");
            assertThat(get(
                                    path,
                                    token(claims -> role("read")
                                            .apply(claims)
                                            .claim("memlog_user", "u")
                                            .claim("memlog_project", "p")))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(get("http://127.0.0.1:" + port + "/jobs", token(role("operate")))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void tokens_that_are_made_up_fetch_the_keys_of_the_issuer_once_at_most() throws JOSEException {
        assertThat(status("/jobs", token(role("operate")))).isEqualTo(200);
        var before = keyFetches.get();

        for (int i = 0; i < 30; i++) {
            var unknown = new RSAKey.Builder(key).keyID("unknown" + i).build();
            assertThat(status("/jobs", sign(role("admin").apply(claims()).build(), unknown)))
                    .isEqualTo(401);
        }

        assertThat(keyFetches.get() - before).isLessThanOrEqualTo(1);
        assertThat(status("/jobs", token(role("operate")))).isEqualTo(200);
    }

    @Test
    void a_token_is_bound_to_the_user_and_project_of_its_claims() throws JOSEException {
        var token = token(claims -> claims.claim("memlog_role", "ingest")
                .claim("memlog_user", "tess")
                .claim("memlog_project", "p"));

        var stored = service.send("POST", "/memory-logs", "{\"task\":\"t\",\"raw_data\":{}}", bearer(token));

        assertThat(stored.json().get("user_id").stringValue()).isEqualTo("tess");
        assertThat(status("/memory-logs?user_id=other", token)).isEqualTo(403);
        assertThat(service.send("GET", "/audit?who=token:subject", null, bearer(token(role("admin"))))
                        .json()
                        .at("/items/0/what")
                        .stringValue())
                .isEqualTo("memory_log.stored");
    }

    @Test
    void a_token_that_is_not_right_is_401() throws JOSEException {
        assertThat(status("/jobs", token(claims -> claims))).isEqualTo(401);
        assertThat(status("/jobs", token(role("king")))).isEqualTo(401);
        assertThat(status("/jobs", token(claims -> role("admin").apply(claims).claim("memlog_user", "u"))))
                .isEqualTo(401);
        assertThat(status("/jobs", token(claims -> role("admin").apply(claims).audience("other"))))
                .isEqualTo(401);
        assertThat(status("/jobs", token(claims -> role("admin").apply(claims).issuer("http://other"))))
                .isEqualTo(401);
        assertThat(status(
                        "/jobs",
                        token(claims -> role("admin")
                                .apply(claims)
                                .expirationTime(Date.from(Instant.now().minusSeconds(3600))))))
                .isEqualTo(401);
        var forged = new RSAKeyGenerator(2048).keyID("k1").generate();
        assertThat(status("/jobs", sign(role("admin").apply(claims()).build(), forged)))
                .isEqualTo(401);
        assertThat(status("/jobs", "not.a.token")).isEqualTo(401);
    }

    @Test
    void without_a_token_nothing_is_answered_although_there_is_no_key() {
        assertThat(service.get("/jobs").status()).isEqualTo(401);
    }

    private static UnaryOperator<JWTClaimsSet.Builder> role(String role) {
        return claims -> claims.claim("memlog_role", role);
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(url())
                .subject("subject")
                .audience("memlog")
                .expirationTime(Date.from(Instant.now().plusSeconds(600)));
    }

    private String token(UnaryOperator<JWTClaimsSet.Builder> more) throws JOSEException {
        return sign(more.apply(claims()).build(), key);
    }

    private static String sign(JWTClaimsSet claims, RSAKey key) throws JOSEException {
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private int status(String path, String token) {
        return service.get(path, bearer(token)).status();
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    private static HttpResponse<String> get(String url, String token) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(url))
                            .headers(bearer(token))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private String url() {
        return "http://127.0.0.1:" + issuer.getAddress().getPort();
    }

    private void respond(String path, String body) {
        issuer.createContext(path, exchange -> {
            if (path.equals("/jwks")) {
                keyFetches.incrementAndGet();
            }
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
