package io.memlog.api.memory.stream;

import io.memlog.api.memory.stream.LiveChanges.Client;
import io.memlog.eventstore.Checkpoint;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// `GET /stream`: server-sent events, written on the thread of the request, which is a virtual one.
@RestController
final class StreamController {

    private static final Logger LOG = LoggerFactory.getLogger(StreamController.class);

    private final LiveChanges changes;

    StreamController(LiveChanges changes) {
        this.changes = changes;
    }

    @GetMapping("/stream")
    void stream(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var wanted = StreamRequest.of(request);
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        // A proxy is not to wait for the end of the answer.
        response.setHeader("X-Accel-Buffering", "no");
        // Nothing is written for HEAD, so that the end of its client would not be noticed.
        if (request.getMethod().equals("HEAD")) {
            return;
        }
        try (var _ = changes.claim()) {
            var begin = changes.begin(wanted);
            follow(wanted, begin, new ServerSentEvents(response.getOutputStream()));
        }
    }

    private void follow(StreamRequest wanted, Checkpoint begin, Client client) {
        try {
            changes.follow(wanted, begin, client);
        } catch (IOException e) {
            LOG.debug("The client of a stream disconnected, or did not read", e);
        }
    }

    private record ServerSentEvents(OutputStream output) implements Client {

        @Override
        public void send(List<Change> sent) throws IOException {
            write(sent.stream().map(Change::asServerSentEvent).collect(Collectors.joining()));
        }

        /// A comment, and an id without an event: a client remembers it and resumes there.
        @Override
        public void heartbeat(Checkpoint reached) throws IOException {
            write(": heartbeat\nid: " + reached.text() + "\n\n");
        }

        private void write(String text) throws IOException {
            output.write(text.getBytes(StandardCharsets.UTF_8));
            output.flush();
        }
    }
}
