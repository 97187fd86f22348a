package io.memlog.api.http;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// A request as a hostile client sends it: its body is written until the service answers.
///
/// @param line     such as `POST /events`
/// @param headers  those besides `Connection`, each with its line end
/// @param statuses the possible statuses of the answer
record HostileRequest(String name, String line, String headers, Body body, List<Integer> statuses) {

    private static final int MAX_KEPT = 64 * 1024 * 1024;
    private static final String HOST = "Host: localhost\r\n";

    static HostileRequest json(String name, String line, String body, Integer... statuses) {
        return json(name, line, body.getBytes(StandardCharsets.UTF_8), statuses);
    }

    static HostileRequest json(String name, String line, byte[] body, Integer... statuses) {
        return new HostileRequest(
                name,
                line,
                HOST + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n",
                out -> out.write(body),
                List.of(statuses));
    }

    /// A body in chunks of 64 KiB.
    static HostileRequest chunked(String name, String line, String contentType, int chunks, Integer... statuses) {
        return new HostileRequest(
                name,
                line,
                HOST + "Content-Type: " + contentType + "\r\nTransfer-Encoding: chunked\r\n",
                out -> {
                    var chunk = ("10000\r\n" + "a".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
                    for (int i = 0; i < chunks; i++) {
                        out.write(chunk);
                    }
                    out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                },
                List.of(statuses));
    }

    /// No body.
    static HostileRequest plain(String name, String line, String headers, Integer... statuses) {
        return new HostileRequest(name, line, headers, _ -> {}, List.of(statuses));
    }

    /// Sends it and reads the whole answer.
    Response send(int port) throws IOException {
        var begin = System.nanoTime();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            Thread.ofVirtual().start(() -> write(socket));
            var answer = readUntilClosed(socket);
            var millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
            return new Response(new String(answer, StandardCharsets.UTF_8), answer.length, millis);
        }
    }

    private void write(Socket socket) {
        try {
            var out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
            out.write(
                    (line + " HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            body.write(out);
            out.flush();
        } catch (IOException e) {
            // The service has answered, and closed the connection.
        }
    }

    /// A service that does not want the rest of a body resets the connection after its answer.
    private static byte[] readUntilClosed(Socket socket) throws IOException {
        var buffer = new byte[1 << 16];
        int length = 0;
        try {
            for (int read = 0; read >= 0 && length < MAX_KEPT; length += Math.max(0, read)) {
                if (length == buffer.length) {
                    buffer = Arrays.copyOf(buffer, 2 * length);
                }
                read = socket.getInputStream().read(buffer, length, buffer.length - length);
            }
        } catch (SocketException e) {
            if (length == 0) {
                throw e;
            }
        }
        return Arrays.copyOf(buffer, length);
    }

    @Override
    public String toString() {
        return name;
    }

    /// Writes a request's body.
    interface Body {

        void write(OutputStream out) throws IOException;
    }

    /// @param text   the answer with its head
    /// @param length how many bytes it has
    record Response(String text, int length, long millis) {

        int status() {
            return Integer.parseInt(text.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        }
    }
}
