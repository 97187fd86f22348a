package io.memlog.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// TCP ports of the loopback address.
public final class Ports {

    private Ports() {}

    /// A port that is currently free.
    public static int free() {
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
