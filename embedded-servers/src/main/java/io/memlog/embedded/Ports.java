package io.memlog.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// TCP ports of the loopback address.
public final class Ports {

    private Ports() {}

    /// A port that nobody listens on at this moment.
    public static int free() {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether nobody listens on the port at this moment.
    public static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// The wanted port once it is known to be free, or a free one when 0 is wanted.
    ///
    /// @param server who wants to listen, for the message
    /// @throws ServerUnavailableException when somebody listens there already
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
