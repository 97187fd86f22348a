package io.memlog.tracing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

class TracingTest {

    private static final String REQUEST = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final byte[] MEMORY = "7".getBytes(UTF_8);

    /// Of Spring Boot.
    private static final int BATCH = 512;

    private static final int QUEUE = 2048;
    private static final String NOWHERE = "http://127.0.0.1:1/v1/traces";

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @Test
    void without_a_collector_there_is_nothing_of_tracing_but_the_one_that_makes_no_spans() {
        try (var application = start("")) {
            for (var type : List.of(Tracer.class, OpenTelemetry.class, SpanProcessor.class, SpanExporter.class)) {
                assertThat(application.getBeanNamesForType(type)).isEmpty();
            }
            var traces = application.getBean(Traces.class);
            assertThat(traces).isSameAs(Traces.OFF);
            assertThat(traces.send("t", MEMORY, REQUEST)).isSameAs(Span.NOOP);
            assertThat(traces.sendAgain("t", MEMORY, REQUEST)).isSameAs(Span.NOOP);
            assertThat(traces.process("t", MEMORY, REQUEST, Instant.EPOCH)).isSameAs(Span.NOOP);
            assertThat(Traces.traceparent(Span.NOOP, REQUEST)).isEqualTo(REQUEST);
        }
    }

    @Test
    void a_message_continues_its_trace_and_begins_none() {
        try (var application = start(NOWHERE)) {
            var traces = application.getBean(Traces.class);

            var sent = traces.send("t", MEMORY, REQUEST);

            assertThat(Traces.traceparent(sent, null))
                    .startsWith(REQUEST.substring(0, 36))
                    .endsWith("-01")
                    .isNotEqualTo(REQUEST);
            assertThat(traces.send("t", MEMORY, null)).isSameAs(Span.NOOP);
            assertThat(traces.process("t", MEMORY, "no traceparent", Instant.EPOCH))
                    .isSameAs(Span.NOOP);
        }
    }

    @Test
    void what_is_not_sampled_stays_so() {
        var unsampled = REQUEST.replaceFirst("-01$", "-00");
        try (var application = start(NOWHERE)) {
            var span = application.getBean(Traces.class).send("t", MEMORY, unsampled);

            assertThat(Traces.traceparent(span, unsampled)).isEqualTo(unsampled);
        }
    }

    @Test
    void spans_that_a_hanging_collector_does_not_take_are_dropped() throws Exception {
        var asked = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        var requests = new AtomicInteger();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            asked.countDown();
            try (exchange) {
                answer.await();
                exchange.sendResponseHeaders(200, -1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        try (var application = start("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces")) {
            var traces = application.getBean(Traces.class);
            makeSpans(BATCH, traces);
            asked.await();

            makeSpans(100 * BATCH, traces);

            assertThat(requests).hasValue(1);
            answer.countDown();
        } finally {
            answer.countDown();
            server.stop(0);
        }
        assertThat(requests).hasValueBetween(2, 2 + QUEUE / BATCH);
    }

    private static void makeSpans(int count, Traces traces) {
        for (int i = 0; i < count; i++) {
            traces.send("t", MEMORY, REQUEST).end();
        }
    }

    private static ConfigurableApplicationContext start(String collector) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run("--" + TracingSwitch.ENDPOINT + "=" + collector, "--management.tracing.sampling.probability=1.0");
    }
}
