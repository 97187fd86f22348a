package io.memlog.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// TCP ports of the loopback address.
public final class Ports {

    private static final int MIN_PORT = 10_240;
    private static final int MIN_EPHEMERAL_PORT = 32_768;
    private static final int MAX_ATTEMPTS = 100;

    private Ports() {}

    /// A port that is currently free, where possible below those that systems give to outgoing connections: none of
    /// these
    /// takes it before its server listens.
    public static int free() {
        return ThreadLocalRandom.current()
                .ints(MAX_ATTEMPTS, MIN_PORT, MIN_EPHEMERAL_PORT)
                .filter(Ports::isFree)
                .findFirst()
                .orElseGet(Ports::ephemeral);
    }

    private static int ephemeral() {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether the port is currently free.
    public static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// The wanted port after a check that it is free, or any free port for 0.
    ///
    /// @param server the name of the server, for the message
    /// @throws ServerUnavailableException when the port is in use
    public static int reserve(String server, int wanted) {
        if (wanted == 0) {
            return free();
        }
        if (isFree(wanted)) {
            return wanted;
        }
        throw new ServerUnavailableException(
                "Port " + wanted + " for " + server + " is in use; stop what listens there or choose another port.");
    }
}
