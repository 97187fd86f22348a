package io.memlog.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class HostAndOriginFilterTest {

    private final HostAndOriginFilter filter =
            new HostAndOriginFilter(List.of("localhost", "127.0.0.1", "[::1]"), List.of("https://app.example.com"));

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:8080", "LOCALHOST:1", "127.0.0.1:8080", "[::1]", "[::1]:8080"})
    void an_allowed_host_is_answered_at_any_port(String host) throws Exception {
        assertThat(send("GET", host, null).getStatus()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "localhost.evil.example:8080", "127.0.0.1.evil.example", "", "[::2]:80", "a:b"})
    void a_page_under_a_name_of_its_own_is_misdirected(String host) throws Exception {
        var response = send("GET", host, null);

        assertThat(response.getStatus()).isEqualTo(421);
        assertThat(response.getContentAsString()).contains("urn:memlog:problem:misdirected", "allowed-hosts");
    }

    @Test
    void a_request_of_http_1_0_without_a_host_is_answered() throws Exception {
        assertThat(send("GET", null, null).getStatus()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "http://localhost:3000",
                "http://localhost",
                "https://app.example.com.evil.example",
                "http://app.example.com"
            })
    void a_foreign_origin_is_forbidden(String origin) throws Exception {
        var response = send("GET", "localhost:8080", origin);

        assertThat(response.getStatus()).isEqualTo(403);
        assertThat(response.getHeader("Access-Control-Allow-Origin")).isNull();
        assertThat(response.getContentAsString()).contains("urn:memlog:problem:foreign-origin", "allowed-origins");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080", "https://localhost:8080"})
    void a_page_of_the_service_itself_is_answered_also_behind_a_proxy_with_tls(String origin) throws Exception {
        assertThat(send("POST", "localhost:8080", origin).getStatus()).isEqualTo(200);
    }

    @Test
    void an_allowed_origin_is_answered_and_told_so() throws Exception {
        var response = send("POST", "localhost:8080", "https://app.example.com");

        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.getHeader("Access-Control-Allow-Origin")).isEqualTo("https://app.example.com");
        assertThat(response.getHeader("Access-Control-Allow-Credentials")).isNull();
        assertThat(response.getHeader("Vary")).isEqualTo("Origin");
    }

    @Test
    void a_preflight_of_an_allowed_origin_needs_no_key() throws Exception {
        var request = request("OPTIONS", "localhost:8080", "https://app.example.com");
        request.addHeader("Access-Control-Request-Method", "POST");
        var response = new MockHttpServletResponse();
        var chain = new MockFilterChain();

        filter.doFilter(request, response, chain);

        assertThat(response.getStatus()).isEqualTo(204);
        assertThat(chain.getRequest()).isNull();
        assertThat(response.getHeader("Access-Control-Allow-Headers")).contains("Authorization");
    }

    @Test
    void no_page_may_frame_an_answer_or_run_it() throws Exception {
        var response = send("GET", "localhost", null);

        assertThat(response.getHeader("X-Frame-Options")).isEqualTo("DENY");
        assertThat(response.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(response.getHeader("Content-Security-Policy")).contains("default-src 'none'");
    }

    @Test
    void the_console_runs_its_own_files_and_nothing_else() throws Exception {
        var response = new MockHttpServletResponse();
        var request = new MockHttpServletRequest("GET", "/console/dead-letters");
        request.addHeader("Host", "localhost");

        filter.doFilter(request, response, new MockFilterChain());

        assertThat(response.getHeader("Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; ")
                .contains("connect-src 'self'", "frame-ancestors 'none'", "require-trusted-types-for 'script'")
                .doesNotContain("unsafe", "http:", "https:", "*");
    }

    private MockHttpServletResponse send(String method, @Nullable String host, @Nullable String origin)
            throws Exception {
        var response = new MockHttpServletResponse();
        filter.doFilter(request(method, host, origin), response, new MockFilterChain());
        return response;
    }

    private static MockHttpServletRequest request(String method, @Nullable String host, @Nullable String origin) {
        var request = new MockHttpServletRequest(method, "/memory-logs");
        if (host != null) {
            request.addHeader("Host", host);
        }
        if (origin != null) {
            request.addHeader("Origin", origin);
        }
        return request;
    }
}
