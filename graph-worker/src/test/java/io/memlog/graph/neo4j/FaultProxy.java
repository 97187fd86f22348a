package io.memlog.graph.neo4j;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A wire to Neo4j that can be cut, and that can stop carrying anything without being cut.
public final class FaultProxy implements AutoCloseable {

    private final URI target;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object gate = new Object();
    private boolean silent;
    private ServerSocket entrance;

    public FaultProxy(URI target) {
        this.target = target;
        this.entrance = open(0);
        this.port = entrance.getLocalPort();
    }

    public URI uri() {
        return URI.create("bolt://127.0.0.1:" + port);
    }

    public void cut() {
        close();
    }

    public void restore() {
        entrance = open(port);
    }

    public void silence(boolean on) {
        synchronized (gate) {
            silent = on;
            gate.notifyAll();
        }
    }

    @Override
    public void close() {
        silence(false);
        try {
            entrance.close();
            for (var socket : sockets) {
                socket.close();
            }
            sockets.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServerSocket open(int wanted) {
        try {
            var opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
            Thread.ofVirtual().start(() -> accept(opened));
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket opened) {
        try {
            while (!opened.isClosed()) {
                var near = opened.accept();
                var far = new Socket(target.getHost(), target.getPort());
                sockets.add(near);
                sockets.add(far);
                Thread.ofVirtual().start(() -> carry(near, far));
                Thread.ofVirtual().start(() -> carry(far, near));
            }
        } catch (IOException e) {
            // The wire was cut.
        }
    }

    private void carry(Socket from, Socket to) {
        var buffer = new byte[8192];
        try (from;
                to) {
            for (var count = from.getInputStream().read(buffer);
                    count > 0;
                    count = from.getInputStream().read(buffer)) {
                awaitVoice();
                to.getOutputStream().write(buffer, 0, count);
            }
        } catch (IOException | InterruptedException e) {
            // One of the ends is gone.
        }
    }

    private void awaitVoice() throws InterruptedException {
        synchronized (gate) {
            while (silent) {
                gate.wait();
            }
        }
    }
}
