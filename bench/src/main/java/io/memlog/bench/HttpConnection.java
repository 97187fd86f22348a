package io.memlog.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.schemas.json.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A connection to an HTTP/1.1 server of this machine that stays open until the server closes it. It costs less CPU
/// than
/// `HttpClient`, which would be measured with the server. Not thread-safe.
final class HttpConnection implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final byte[] NO_BODY = {};

    private final int port;
    private @Nullable Socket socket;
    private String authorization = "";
    private InputStream input = InputStream.nullInputStream();

    /// A response; its header names are in lower case.
    @SuppressWarnings("ArrayRecordComponent")
    record Response(int status, Map<String, String> headers, byte[] body) {

        JsonNode json() {
            return Json.mapper().readTree(body);
        }

        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }

        /// @throws IOException when the status is another one
        Response require(int wanted) throws IOException {
            if (status != wanted) {
                throw new IOException("the answer was " + status + ": " + new String(body, UTF_8));
            }
            return this;
        }
    }

    HttpConnection(int port) {
        this.port = port;
    }

    private Socket open() throws IOException {
        var opened = new Socket(InetAddress.getLoopbackAddress(), port);
        socket = opened;
        opened.setTcpNoDelay(true);
        opened.setSoTimeout((int) TIMEOUT.toMillis());
        input = new BufferedInputStream(opened.getInputStream(), 16 * 1024);
        return opened;
    }

    /// Sends a token with every request from now on.
    void authorize(String token) {
        authorization = "Authorization: Bearer " + token + "\r\n";
    }

    Response get(String path) throws IOException {
        return send("GET", path, NO_BODY);
    }

    Response post(String path, byte[] json) throws IOException {
        return send("POST", path, json);
    }

    /// Posts a value as JSON.
    Response post(String path, Object value) throws IOException {
        return post(path, Json.mapper().writeValueAsBytes(value));
    }

    private Response send(String method, String path, byte[] body) throws IOException {
        var head = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n" + authorization
                + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";
        var request = new ByteArrayOutputStream(head.length() + body.length);
        request.writeBytes(head.getBytes(ISO_8859_1));
        request.writeBytes(body);
        try {
            request.writeTo((socket == null ? open() : socket).getOutputStream());
            var response = receive();
            if (response.header("connection").filter("close"::equalsIgnoreCase).isPresent()) {
                close();
            }
            return response;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private Response receive() throws IOException {
        var status = Integer.parseInt(line().split(" ", 3)[1]);
        Map<String, String> headers = new HashMap<>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            var colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        var length = headers.get("content-length");
        if (length != null) {
            return new Response(status, headers, exactly(Integer.parseInt(length)));
        }
        return new Response(status, headers, headers.containsKey("transfer-encoding") ? chunks() : NO_BODY);
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            var chunk = exactly(Integer.parseInt(line(), 16));
            line();
            if (chunk.length == 0) {
                return body.toByteArray();
            }
            body.writeBytes(chunk);
        }
    }

    private byte[] exactly(int length) throws IOException {
        var bytes = input.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the server closed the connection");
        }
        return bytes;
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (var next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try (var _ = socket) {
            socket = null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
