package io.memlog.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class HttpSecurityAutoConfigurationTest {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    private final WebApplicationContextRunner worker = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(HttpSecurityAutoConfiguration.class))
            .withUserConfiguration(Server.class)
            .withPropertyValues("memlog.http.internal=true");

    @Test
    void a_worker_on_loopback_starts_without_a_token() {
        worker.withPropertyValues("server.address=127.0.0.1")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void a_worker_off_loopback_without_a_token_says_what_to_set() {
        for (var address : new String[] {"server.address=0.0.0.0", "server.address=192.0.2.1", "server.port=1"}) {
            worker.withPropertyValues(address)
                    .run(context -> assertThat(context)
                            .getFailure()
                            .rootCause()
                            .isInstanceOf(OpenPortException.class)
                            .hasMessageContaining("set memlog.http.internal-token"));
        }
    }

    @Test
    void a_worker_off_loopback_with_a_token_starts() {
        worker.withPropertyValues("server.address=0.0.0.0", "memlog.http.internal-token=" + TOKEN)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void a_management_port_of_its_own_stays_on_loopback() {
        var port = worker.withPropertyValues("server.address=127.0.0.1", "management.server.port=1");

        port.run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOf(OpenPortException.class)
                .hasMessageContaining("management.server.address"));
        port.withPropertyValues("management.server.address=127.0.0.1")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void a_short_token_is_rejected_and_not_printed() {
        worker.withPropertyValues("server.address=127.0.0.1", "memlog.http.internal-token=secret")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("is shorter than 32 characters")
                        .hasMessageNotContaining("secret"));
    }

    @Test
    void only_health_is_answered_without_the_token() throws Exception {
        assertThat(status("/internal/status", null)).isEqualTo(401);
        assertThat(status("/internal/status", "Bearer wrong")).isEqualTo(401);
        assertThat(status("/internal/status", "Bearer " + TOKEN + "0")).isEqualTo(401);
        assertThat(status("/internal/status", "Basic " + TOKEN)).isEqualTo(401);
        assertThat(status("/internal/status", "Bearer " + TOKEN)).isEqualTo(200);
        assertThat(status("/actuator/prometheus", null)).isEqualTo(401);
        assertThat(status("/actuator/health/../prometheus", null)).isEqualTo(401);
        assertThat(status("/actuator/health/readiness", null)).isEqualTo(200);
    }

    private static int status(String path, @Nullable String authorization) throws Exception {
        var request = new MockHttpServletRequest("GET", path);
        if (authorization != null) {
            request.addHeader("Authorization", authorization);
        }
        var response = new MockHttpServletResponse();
        new InternalTokenFilter(TOKEN).doFilter(request, response, new MockFilterChain());
        return response.getStatus();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(ServerProperties.class)
    static class Server {}
}
