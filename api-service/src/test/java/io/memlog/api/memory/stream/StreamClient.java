package io.memlog.api.memory.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.schemas.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads server-sent events on a thread of its own, until it is closed or the server ends the stream. It speaks
/// HTTP/1.0, whose answers have no chunks.
final class StreamClient implements AutoCloseable {

    private final Socket socket;
    private final Thread thread;
    private final List<JsonNode> changes = new CopyOnWriteArrayList<>();
    private volatile @Nullable String lastId;
    private volatile boolean begun;

    /// @param after the last id of an earlier stream; null to begin now
    StreamClient(URI url, @Nullable String after) {
        try {
            socket = new Socket(url.getHost(), url.getPort());
            var request = "GET " + url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery())
                    + " HTTP/1.0\r\nHost: localhost\r\n"
                    + (after == null ? "" : "Last-Event-ID: " + after + "\r\n") + "\r\n";
            socket.getOutputStream().write(request.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = Thread.ofVirtual().start(this::read);
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
            String id = null;
            String data = null;
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data: ")) {
                    data = line.substring("data: ".length());
                } else if (line.startsWith("id: ")) {
                    id = line.substring("id: ".length());
                } else if (line.isEmpty()) {
                    dispatch(id, data);
                    data = null;
                }
            }
        } catch (IOException e) {
            // It was closed.
            return;
        }
    }

    /// An event counts once the empty line behind it has arrived.
    private void dispatch(@Nullable String id, @Nullable String data) {
        if (data != null) {
            changes.add(Json.mapper().readTree(data));
        }
        lastId = id;
        begun = begun || id != null;
    }

    boolean hasBegun() {
        return begun;
    }

    boolean isOver() {
        return !thread.isAlive();
    }

    List<JsonNode> changes() {
        return changes;
    }

    List<Long> memories() {
        return changes.stream()
                .map(change -> change.get("memory_log_id").longValue())
                .toList();
    }

    /// The id of the last whole event.
    @Nullable
    String lastId() {
        return lastId;
    }

    @Override
    public void close() {
        try {
            socket.close();
            thread.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
