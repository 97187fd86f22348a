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
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.util.HtmlUtils;

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

    private void assertLine(String configuration) throws JoranException, IOException {
        var context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.putProperty("memlog.logs", folder.toString());
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

        var lines = Files.readAllLines(folder.resolve("memlog.log"));
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
}
