package io.memlog.api.memory.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.RunningService;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CutOffHistoryIT {

    private static final int VERSIONS = 120;

    private final RunningService service = RunningService.memory();

    @Test
    void a_history_that_an_outage_cuts_off_has_no_end() throws IOException {
        var id = service.post("/memory-logs", """
                {"task":"t","user_id":"cut-off","project_id":"p","raw_data":{}}""").id();
        for (int version = 2; version <= VERSIONS; version++) {
            service.patch("/memory-logs/" + id, "{\"raw_data\":{\"a\":\"" + version + "x".repeat(200_000) + "\"}}");
        }
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), service.uri("/").getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write(("GET /memory-logs/" + id + "/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var answer = socket.getInputStream();
            var beginning = new String(answer.readNBytes(1000), StandardCharsets.UTF_8);
            var rest = new StringBuilder();

            service.withoutPostgres(() -> rest.append(readToEnd(answer)));

            assertThat(beginning).startsWith("HTTP/1.1 200");
            assertThat(rest.toString()).doesNotEndWith("]}\r\n0\r\n\r\n").doesNotEndWith("0\r\n\r\n");
        }
        await().untilAsserted(() -> assertThat(
                        service.get("/memory-logs/" + id + "/events").json().path("items"))
                .hasSize(VERSIONS));
    }

    /// The connection may end with a reset.
    private static String readToEnd(InputStream answer) {
        var text = new StringBuilder();
        var buffer = new byte[64 * 1024];
        try {
            for (int read = answer.read(buffer); read >= 0; read = answer.read(buffer)) {
                text.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            text.append(e);
        }
        return text.toString();
    }
}
