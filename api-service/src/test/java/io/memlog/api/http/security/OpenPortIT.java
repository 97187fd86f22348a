package io.memlog.api.http.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memlog.api.RunningService;
import io.memlog.security.OpenPortException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenPortIT {

    private static final String KEY = "mlk_" + "c".repeat(43);

    private final RunningService service = RunningService.memory();

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::"})
    void a_service_off_loopback_without_keys_does_not_start_and_says_what_to_set(String address) {
        assertThatThrownBy(() -> service.another(List.of(), "--server.address=" + address))
                .isInstanceOf(OpenPortException.class)
                .hasMessageContaining("set MEMLOG_ADMIN_KEY");
    }

    @Test
    void a_service_off_loopback_with_an_admin_key_starts() {
        try (var open = service.another(List.of(), "--server.address=0.0.0.0", "--memlog.security.admin-key=" + KEY)) {
            assertThat(open.isRunning()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memlog.security.admin-key", "memlog.security.operate-key"})
    void a_key_that_could_be_guessed_is_refused_without_showing_it(String setting) {
        assertThatThrownBy(() -> service.another(List.of(), "--" + setting + "=hunter2"))
                .rootCause()
                .hasMessageContaining(setting + " must be")
                .hasMessageContaining("256 random bits")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void a_foreign_host_and_a_foreign_origin_are_turned_away_on_every_kind_of_path() {
        for (var path : List.of("/status", "/memory-logs/1", "/openapi", "/docs", "/actuator/health", "/nothing")) {
            assertThat(service.raw("GET " + path + " HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 421");
            assertThat(
                            service.raw(
                                    "GET " + path
                                            + " HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void a_second_spelling_of_a_path_is_rejected() {
        var id = service.post(
                        "/memory-logs",
                        "{\"task\":\"t\",\"user_id\":\"spelling\",\"project_id\":\"p\",\"raw_data\":{}}")
                .id();

        for (var path : List.of(";a=b", "/../" + id, "/./", "//")) {
            assertThat(service.raw("GET /memory-logs/" + id + path
                            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                    .as(path)
                    .startsWith("HTTP/1.1 40");
        }
        assertThat(service.get("/memory-logs/0" + id).status()).isIn(400, 404);
        assertThat(service.delete("/memory-logs/0" + id).status()).isIn(400, 404);
        assertThat(service.get("/memory-logs/" + id + "?version=01").status()).isEqualTo(400);
        assertThat(service.get("/memory-logs/" + id).status()).isEqualTo(200);
    }
}
