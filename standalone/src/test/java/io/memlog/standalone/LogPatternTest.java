package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.json.JsonMapper;

/// What a line of the log shows, and that a text from outside cannot pass for a line.
class LogPatternTest {

    private static final String FORGED = "\r\n2026-01-01T00:00:00.000Z INFO  [main] i.m.Forged nothing happened";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"api-service", "embedding-worker", "graph-worker"})
    void an_application_logs_key_values_and_one_line_per_event(String application) throws Exception {
        var settings = new YamlPropertySourceLoader()
                .load(application, new ClassPathResource(application + ".yml"))
                .getFirst();
        var pattern = String.valueOf(settings.getProperty("logging.pattern.console"));

        assertLine("""
                <configuration>
                  <conversionRule conversionWord="wEx"
                      class="org.springframework.boot.logging.logback.ExtendedWhitespaceThrowableProxyConverter"/>
                  <appender name="file" class="ch.qos.logback.core.FileAppender">
                    <file>${memlog.logs}/memlog.log</file>
                    <encoder><pattern>%s</pattern></encoder>
                  </appender>
                  <root level="INFO"><appender-ref ref="file"/></root>
                </configuration>""".formatted(HtmlUtils.htmlEscapeDecimal(pattern)));
    }

    @Test
    void memlog_with_its_servers_does_as_well() throws Exception {
        try (var configuration =
                Objects.requireNonNull(LogPatternTest.class.getResourceAsStream("/standalone-logback.xml"))) {
            assertLine(new String(configuration.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @CsvSource({"logstash, message", "ecs, message", "gelf, short_message"})
    void json_has_the_key_values_on_one_line_per_event(String format, String message) throws Exception {
        var lines = linesOf("""
                <configuration>
                  <appender name="file" class="ch.qos.logback.core.FileAppender">
                    <file>${memlog.logs}/memlog.log</file>
                    <encoder class="org.springframework.boot.logging.logback.StructuredLogEncoder">
                      <format>%s</format>
                    </encoder>
                  </appender>
                  <root level="INFO"><appender-ref ref="file"/></root>
                </configuration>""".formatted(format));

        assertThat(lines).hasSize(1);
        var event = new JsonMapper().readTree(lines.getFirst());
        assertThat(event.path(message).stringValue()).isEqualTo("It is said: hello" + FORGED);
        assertThat(List.of(event.path("path").asString(""), event.path("_path").asString("")))
                .contains("/jobs");
        assertThat(lines.getFirst()).contains("IllegalStateException: failed");
    }

    private void assertLine(String configuration) throws JoranException, IOException {
        var lines = linesOf(configuration);

        assertThat(lines.getFirst())
                .contains("WARN")
                .contains("It is said: hello 2026")
                .contains("cause=\"a text 2026")
                .contains("path=\"/jobs\"");
        assertThat(lines).filteredOn(line -> line.startsWith("20")).hasSize(1);
        assertThat(String.join("\n", lines))
                .contains("IllegalStateException: failed")
                .contains("LogPatternTest");
    }

    /// What is logged of one event.
    private List<String> linesOf(String configuration) throws JoranException, IOException {
        var context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.putProperty("memlog.logs", folder.toString());
        context.putObject(Environment.class.getName(), new StandardEnvironment());
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(new ByteArrayInputStream(configuration.getBytes(StandardCharsets.UTF_8)));

        context.getLogger("io.memlog.Test")
                .atWarn()
                .addKeyValue("cause", "a text" + FORGED)
                .addKeyValue("path", "/jobs")
                .setCause(new IllegalStateException("failed" + FORGED, new IOException("below" + FORGED)))
                .log("It is said: {}", "hello" + FORGED);
        context.stop();

        return Files.readAllLines(folder.resolve("memlog.log"));
    }
}
