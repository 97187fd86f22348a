package io.memlog.embedding.provider;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Sends headers at once and a body that never ends.
final class SlowBodyServer implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final CountDownLatch closed = new CountDownLatch(1);

    SlowBodyServer() throws IOException {
        Thread.ofVirtual().start(this::respond);
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    private void respond() {
        try (var connection = socket.accept()) {
            var out = connection.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{".getBytes(US_ASCII));
            while (!closed.await(50, TimeUnit.MILLISECONDS)) {
                out.write(' ');
                out.flush();
            }
        } catch (IOException | InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        socket.close();
    }
}
