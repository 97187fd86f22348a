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

/// A TCP proxy in front of Neo4j that can close its connections, or stop forwarding without closing them.
public final class FaultProxy implements AutoCloseable {

    private final URI target;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object lock = new Object();
    private boolean silent;
    private ServerSocket listener;

    public FaultProxy(URI target) {
        this.target = target;
        this.listener = open(0);
        this.port = listener.getLocalPort();
    }

    public URI uri() {
        return URI.create("bolt://127.0.0.1:" + port);
    }

    public void cut() {
        close();
    }

    public void restore() {
        listener = open(port);
    }

    public void silence(boolean on) {
        synchronized (lock) {
            silent = on;
            lock.notifyAll();
        }
    }

    @Override
    public void close() {
        silence(false);
        try {
            listener.close();
            for (var socket : sockets) {
                socket.close();
            }
            sockets.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServerSocket open(int port) {
        try {
            var opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            Thread.ofVirtual().start(() -> accept(opened));
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket opened) {
        try {
            while (!opened.isClosed()) {
                var client = opened.accept();
                var server = new Socket(target.getHost(), target.getPort());
                sockets.add(client);
                sockets.add(server);
                Thread.ofVirtual().start(() -> forward(client, server));
                Thread.ofVirtual().start(() -> forward(server, client));
            }
        } catch (IOException e) {
            // The proxy was cut.
        }
    }

    private void forward(Socket from, Socket to) {
        var buffer = new byte[8192];
        try (from;
                to) {
            for (var count = from.getInputStream().read(buffer);
                    count > 0;
                    count = from.getInputStream().read(buffer)) {
                awaitForwarding();
                to.getOutputStream().write(buffer, 0, count);
            }
        } catch (IOException | InterruptedException e) {
            // One of the connections was closed.
        }
    }

    private void awaitForwarding() throws InterruptedException {
        synchronized (lock) {
            while (silent) {
                lock.wait();
            }
        }
    }
}
